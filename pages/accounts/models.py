"""Addresses of accounts: each is one account's, and those that others changed in the last 14 days."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.moderation.gate import roles

KEPT = timedelta(days=14)


class AccountAddress(models.Model):
    """The mailbox of an account as ``mailbox`` spells it: the database has each once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
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


def suspensions_of(person: User) -> list[int]:
    """Return a number for each time that the account was made inactive: links from before it end."""
    changes = AccountChange.objects.filter(person=person, what=AccountChange.What.INACTIVE)
    return list(changes.order_by("pk").values_list("pk", flat=True))


def lately() -> Q:
    return Q(changed_at__gt=timezone.now() - KEPT)


def addresses_of(person: User) -> set[str]:
    """Return the address of ``person``, and those that somebody else changed in the last 14 days."""
    changes = AccountChange.objects.filter(lately(), person=person)
    return {person.email, *changes.values_list("former_address", flat=True)} - {""}
