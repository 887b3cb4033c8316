"""What others changed of an account in the last 14 days: its address, or that it is active."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.moderation.gate import roles

KEPT = timedelta(days=14)
"""How long an owner can object, and how long no link to set up the account is sent."""
SALT = "accounts.objection"
LOCKED = (
    "Its owner objected to a change of the e-mail address, so the account is locked. Speak to the owner. "
    "Whoever runs the server opens it: manage.py sign_in_link --unlock."
)


class AccountChange(models.Model):
    """A change of an account by somebody else. It is deleted after 14 days, unless the owner objected."""

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
    objected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{roles.display_name(self.person)}: {self.get_what_display()}"


def lately() -> Q:
    """Return the condition for changes of the last 14 days."""
    return Q(changed_at__gt=timezone.now() - KEPT)


def addresses_of(person: User) -> set[str]:
    """Return the address of ``person``, and those that somebody else changed in the last 14 days."""
    changes = AccountChange.objects.filter(lately(), person=person)
    return {person.email, *changes.values_list("former_address", flat=True)} - {""}


def links_wait_until(person: User) -> datetime | None:
    """Return until when no link is sent, if somebody else changed the address in the last 14 days."""
    changes = AccountChange.objects.filter(lately(), person=person, what=AccountChange.What.ADDRESS)
    newest = changes.values_list("changed_at", flat=True).first()
    return newest + KEPT if newest else None


def is_locked(person: User) -> bool:
    """Tell whether the owner objected to a change of the address. A command alone opens the account again."""
    return AccountChange.objects.filter(person=person, objected_at__isnull=False).exists()


def owners_address(person: User, present: str) -> str:
    """Return the address that the owner had before others changed it; ``present`` if nobody did lately."""
    changes = AccountChange.objects.filter(lately(), person=person, what=AccountChange.What.ADDRESS)
    return changes.values_list("former_address", flat=True).last() or present


def find_change(token: str) -> AccountChange | None:
    """Return the change that a link in an e-mail objects to; none if the link is forged or over."""
    try:
        key = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return AccountChange.objects.select_related("person").filter(pk=key).first()
