"""Addresses of accounts: each is one account's, and those that others changed in the last 14 days."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.moderation.approval import roles

KEPT = timedelta(days=14)


class AccountAddress(models.Model):
    """The mailbox of an account as ``mailbox`` spells it: the database has each once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    folded = models.TextField(unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.folded


class AccountChange(models.Model):
    """A change of an account by somebody else. It is deleted after 14 days."""

    class What(models.TextChoices):
        """What was changed."""

        ADDRESS = "address", "Email address changed"
        INACTIVE = "inactive", "Deactivated"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="changes_by_others",
    )
    what = models.CharField(max_length=10, choices=What)
    former_address = models.EmailField(blank=True, max_length=254)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{roles.display_name(self.person)}: {self.get_what_display()}"


def suspensions_since(person: User, moment: datetime) -> int:
    """Return how often the account was made inactive since ``moment``: links from before it end.

    No link works for as long as a suspension is kept, so that the number does not
    become smaller.
    """
    changes = AccountChange.objects.filter(
        person=person, what=AccountChange.What.INACTIVE
    )
    return changes.filter(changed_at__gte=moment).count()


def lately() -> Q:
    return Q(changed_at__gt=timezone.now() - KEPT)


def addresses_of(person: User) -> set[str]:
    """Return the address of ``person``, and those that somebody else changed in the last 14 days."""
    changes = AccountChange.objects.filter(lately(), person=person)
    return {person.email, *changes.values_list("former_address", flat=True)} - {""}
