"""A time in which nothing new is published."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from pages.core.public import paths_above


class HoldQuerySet(models.QuerySet):
    """Holds, by time and by what they cover."""

    def now(self) -> Self:
        """Return those in force."""
        return self.not_over().filter(begins__lte=timezone.now())

    def not_over(self) -> Self:
        """Return those in force, and those to come."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def covering(self, obj) -> Self:
        """Return those of everything, and those of a page at or above which ``obj`` stands.

        Snippets show all over the site, below its home page; a notice with a section stands there as well.
        """
        home = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
        stands_at = [obj] if isinstance(obj, Page) else [getattr(obj, "section", None), home]
        places = [path for page in stands_at if page for path in paths_above(page.path)]
        return self.filter(Q(section=None) | Q(section__path__in=places))


class Hold(models.Model):
    """Publications within its scope wait until it is over: an election, a trial.

    Taking down is never held up.
    """

    class Kind(models.TextChoices):
        """Why."""

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
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: until somebody ends it.")

    objects = HoldQuerySet.as_manager()

    panels = [
        FieldPanel("section"),
        FieldPanel("kind"),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("until")]),
    ]

    class Meta:
        ordering = ["-begins"]

    def __str__(self):
        """Give its kind and end."""
        end = f"{timezone.localtime(self.until):%-d %B %Y, %H:%M}" if self.until else "further notice"
        return f"{self.get_kind_display()}, until {end}"

    def clean(self):
        """Refuse an end before the beginning."""
        super().clean()
        if self.until and self.begins and self.until <= self.begins:
            raise ValidationError({"until": "Enter a time after the hold begins."})
