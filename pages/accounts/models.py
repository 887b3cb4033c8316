"""What others changed of an account in the last 14 days: its address, or that it is active."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.moderation.gate import roles

KEPT = timedelta(days=14)
"""How long people are told at a former address, too."""


class AccountChange(models.Model):
    """A change of an account by somebody else. It is deleted after 14 days."""

    class What(models.TextChoices):
        """What was changed."""

        ADDRESS = "address", "E-mail address changed"
        INACTIVE = "inactive", "Made inactive"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="changes_by_others"
    )
    what = models.CharField(max_length=10, choices=What)
    former_address = models.EmailField(blank=True, max_length=254)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{roles.display_name(self.person)}: {self.get_what_display()}"


def lately() -> Q:
    return Q(changed_at__gt=timezone.now() - KEPT)


def addresses_of(person: User) -> set[str]:
    """Return the address of ``person``, and those that somebody else changed in the last 14 days."""
    changes = AccountChange.objects.filter(lately(), person=person)
    return {person.email, *changes.values_list("former_address", flat=True)} - {""}
