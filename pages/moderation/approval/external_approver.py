"""People whom two colleagues entered and confirmed: to approve a step by a link, or to agree for others."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model
from wagtail.models import Task

from pages.core.names import fold

from .audit_log import object_key

GMAIL = {"gmail.com", "googlemail.com"}
UNQUOTED = str.maketrans({'"': "", "\\": "", "\N{IDEOGRAPHIC FULL STOP}": "."})


def mailbox(address: str) -> str:
    """Return the mailbox of ``address`` as far as one can tell without asking its mail server.

    No spelling makes another one, no quotes, no plus sign, no dots at Gmail, and no
    other form of the host.
    """
    name, _, host = fold(address).translate(UNQUOTED).rpartition("@")
    try:
        labels = host.split(".")
        for index, label in enumerate(labels):
            if label.startswith("xn--"):
                labels[index] = label[4:].encode().decode("punycode")
        decoded = fold(".".join(labels))
        decoded.encode()  # half a character cannot be stored
        host = decoded
    except UnicodeError:
        pass  # it is no name of a host, and so the same as no other
    name = name.partition("+")[0]
    if host in GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{host}"


def is_one_mailbox(address: str, other: str) -> bool:
    return bool(address and other) and mailbox(address) == mailbox(other)


def are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return True if two names and addresses seem to be one person's: one mailbox, or the words of one name."""
    (name, address), (other_name, other_address) = one, other
    words = sorted(fold(name).split())
    other_words = sorted(fold(other_name).split())
    return is_one_mailbox(address, other_address) or (
        bool(words) and words == other_words
    )


class ExternalApproverQuerySet(models.QuerySet):
    """Entries, filtered by whether they count and for what."""

    def present(self) -> Self:
        return self.filter(removed_at=None)

    def confirmed(self) -> Self:
        return self.present().exclude(confirmed_at=None)

    def deciding(self, purpose: Model) -> Self:
        """Return those who decide for ``purpose``, a step of a workflow or an organisation."""
        return self.filter(**purpose_key(purpose))


class ExternalApprover(models.Model):
    """One person, for one purpose.

    The entry stays when it is removed, so that nobody counts twice.
    """

    name = models.CharField(max_length=100)
    post = models.CharField(max_length=100)
    address = models.EmailField(unique=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="By which they agree in the CMS. Nobody who approves by a link has one.",
    )
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    weekly_dates = models.BooleanField(
        default=True,
        help_text="Whether they get the weekly email about what their post leads.",
    )
    reminded_at = models.DateTimeField(null=True)

    objects = ExternalApproverQuerySet.as_manager()

    class Meta:
        ordering = ["post", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        """Name the post, which the log keeps, never the person or the address."""
        return self.post

    @property
    def accounts(self) -> set[int]:
        """The accounts, active or not, with their mailbox or name: a second mailbox is no second person.

        That by which they agree stays theirs, whatever it is called by now.
        """
        accounts = set()
        for user in User.objects.all():
            if user.pk == self.account_id or self.is_person(user):
                accounts.add(user.pk)
        return accounts

    def is_same_person(self, other: Self) -> bool:
        return are_alike((self.name, self.address), (other.name, other.address))

    def is_person(self, person: User) -> bool:
        return are_alike(
            (self.name, self.address), (person.get_full_name(), person.email)
        )

    @property
    def purpose(self) -> Any:
        return (
            apps.get_model(self.model)._base_manager.filter(pk=self.object_id).first()
        )

    def decides(self, purpose: Model) -> bool:
        """Return True if this person, as the database has the entry now, may decide for ``purpose``."""
        return (
            type(self).objects.confirmed().deciding(purpose).filter(pk=self.pk).exists()
        )


def purpose_key(purpose: Model) -> dict[str, Any]:
    """Return the fields by which an entry refers to ``purpose``; all kinds of steps share one name."""
    if isinstance(purpose, Task):
        purpose = Task(pk=purpose.pk)
    return object_key(purpose)
