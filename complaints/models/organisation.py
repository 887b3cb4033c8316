"""Organisations: who submits a super-complaint, who decides on it, who responds."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from complaints.vocabulary import OrganisationKind
from pages.content.models.snippet import ModeratedSnippet
from pages.content.panels import OptionsElement, SharedOptionsChooser
from pages.core.partial_date_fields import PartialDateField
from pages.moderation.moderated import CHANGE_PANEL
from pages.search.indexing import IndexedText

DUPLICATE_NAME_ERROR = "There is already an organisation with this name."


class Organisation(  # type: ignore[django-manager-missing]
    ModeratedSnippet, index.Indexed, ClusterableModel
):
    """A body that a super-complaint names, valid for as long as it exists under this name."""

    name = models.CharField(
        max_length=200, unique=True, error_messages={"unique": DUPLICATE_NAME_ERROR}
    )
    kind = models.CharField(
        max_length=20, choices=OrganisationKind, verbose_name="type"
    )
    valid_from = PartialDateField(
        blank=True, help_text="When it was founded, if that is known."
    )
    valid_to = PartialDateField(blank=True, help_text="When it ended, if it has.")
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"live": True},
        help_text=(
            "The organisation that takes over its open work, if it has ended or merged. This is undone "
            "if you take this organisation down."
        ),
    )
    web_address = models.URLField(blank=True)

    panels = [
        "name",
        "kind",
        "web_address",
        FieldRowPanel(["valid_from", "valid_to"], heading="Validity"),
        FieldPanel("successor"),
        InlinePanel("former_names", label="Former name"),
        CHANGE_PANEL,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
    ]

    public_search_fields = [IndexedText("public_name")]
    """What pages that name an organisation are found by."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name that pages may show; empty for an organisation that is not public."""
        return self.name if self.live else ""

    @property
    def latest_successor(self) -> "Organisation":
        """Who has taken over from it, and from those who did; the organisation itself if nobody has.

        Of one that is not public, nobody has approved who follows it.
        """
        if self.successor and self.live:
            return self.successor.latest_successor
        return self

    def clean(self) -> None:
        """Refuse a validity that ends before it begins, and a successor that it succeeds itself."""
        super().clean()
        after = self.successor
        while after:
            if after.pk == self.pk:
                raise ValidationError(
                    {
                        "successor": "An organisation cannot follow itself. Choose another."
                    }
                )
            after = after.successor
        if (
            self.valid_from
            and self.valid_to
            and self.valid_to.is_certainly_before(self.valid_from)
        ):
            raise ValidationError(
                {"valid_to": "Enter a date on or after “valid from”."}
            )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "complaints/organisation_preview.html"


class FormerName(Orderable):
    """A name that an organisation had before."""

    organisation = ParentalKey(
        Organisation, on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(max_length=200)
    used_from = PartialDateField(blank=True)
    used_to = PartialDateField(blank=True)

    panels = [FieldPanel("name"), FieldRowPanel(["used_from", "used_to"])]

    class Meta(Orderable.Meta):
        verbose_name = "former name"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (
            self.used_from
            and self.used_to
            and self.used_to.is_certainly_before(self.used_from)
        ):
            raise ValidationError({"used_to": "Enter a date on or after “used from”."})


def live_organisations() -> Iterable[tuple[int, str]]:
    """Return the key and name of each organisation that can be chosen."""
    return Organisation.objects.filter(live=True).values_list("pk", "name")


class OrganisationsChooser(SharedOptionsChooser):
    """A chooser of organisations."""

    options_element = OptionsElement("organisations", live_organisations)


# All fields that name several objects name organisations.
register_form_field_override(
    ParentalManyToManyField,
    override={
        "widget": OrganisationsChooser,
        "error_messages": {
            "invalid_pk_value": "Choose organisations from the list.",
            "invalid_choice": "An organisation you chose is no longer public. Choose another.",
        },
    },
)
