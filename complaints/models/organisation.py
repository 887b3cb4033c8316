"""Organisations: who complains, who decides, who answers."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from complaints.vocabulary import OrganisationKind
from pages.content.models.snippet import ModeratedSnippet
from pages.core.partial_date_fields import PartialDateField
from pages.moderation.moderated import CHANGE_PANEL

SAME_NAME = "There is an organisation of this name already."


class Organisation(  # type: ignore[django-manager-missing]
    ModeratedSnippet, index.Indexed, ClusterableModel
):
    """A body that a super-complaint names, valid for as long as it exists under this name."""

    name = models.CharField(max_length=200, unique=True, error_messages={"unique": SAME_NAME})
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    valid_from = PartialDateField(blank=True, help_text="When it came into being, if that is known.")
    valid_to = PartialDateField(blank=True, help_text="When it ended, if it has.")
    web_address = models.URLField(blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("web_address"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], heading="Validity"),
        InlinePanel("former_names", label="Former name"),
        CHANGE_PANEL,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        """Return the name."""
        return self.name

    @property
    def public_name(self) -> str:
        """The name that pages may show; empty for one that is not public."""
        return self.name if self.live else ""

    def clean(self):
        """Refuse an end before the beginning."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to.is_certainly_before(self.valid_from):
            raise ValidationError({"valid_to": "Enter a date that is not before “valid from”."})

    def get_preview_template(self, request, mode_name):
        """Show the organisation as a reader meets it."""
        return "complaints/organisation_preview.html"


class FormerName(Orderable):
    """A name that an organisation no longer goes by."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    used_from = PartialDateField(blank=True)
    used_to = PartialDateField(blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("used_from"), FieldPanel("used_to")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "former name"

    def __str__(self):
        """Return the former name."""
        return self.name

    def clean(self):
        """Refuse an end before the beginning."""
        super().clean()
        if self.used_from and self.used_to and self.used_to.is_certainly_before(self.used_from):
            raise ValidationError({"used_to": "Enter a date that is not before “used from”."})
