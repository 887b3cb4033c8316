"""Periods in which nothing new is published."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from pages.core.moments import moment_in_words
from pages.core.page_visibility import own_and_ancestor_paths


class HoldQuerySet(models.QuerySet):
    """Holds, filtered by time and scope."""

    def in_force(self) -> Self:
        """Return the holds in force now."""
        return self.not_ended().filter(begins__lte=timezone.now())

    def not_ended(self) -> Self:
        """Return the holds in force now or later."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def covering(self, obj: Model) -> Self:
        """Return the holds that cover ``obj``: those of the whole site, its page or a page above it.

        A snippet counts as standing at the home page, because it shows all over the site. A snippet with a
        section also counts as standing there.
        """
        home = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
        pages = [obj] if isinstance(obj, Page) else [getattr(obj, "section", None), home]
        paths = [path for page in pages if page for path in own_and_ancestor_paths(page.path)]
        return self.filter(Q(section=None) | Q(section__path__in=paths))


class Hold(models.Model):
    """A period in which publications within its scope wait, for example during an election or a trial.

    Taking down never waits.
    """

    class Kind(models.TextChoices):
        """The reason for a hold, by kind."""

        HEIGHTENED_SENSITIVITY = "sensitivity", "Period of heightened sensitivity"
        LITIGATION = "litigation", "Litigation"
        OTHER = "other", "Other"

    section = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="page",
        help_text="Holds this page and those below it. Empty: everything.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(help_text="Editors whose publications wait read this.")
    begins = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Empty: until an approving officer ends the hold, by entering the time here.",
    )

    objects = HoldQuerySet.as_manager()

    panels = [
        FieldPanel("section"),
        FieldPanel("kind"),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("until")]),
    ]

    class Meta:
        ordering = ["-begins"]

    def __str__(self) -> str:
        """Give the kind and the end."""
        end = moment_in_words(self.until) if self.until else "further notice"
        return f"{self.get_kind_display()}, until {end}"

    def clean(self) -> None:
        """Refuse an end that is not after the beginning."""
        super().clean()
        if self.until and self.begins and self.until <= self.begins:
            raise ValidationError({"until": "Enter a time after the hold begins."})
