"""What takes effect only when a second person confirms it: one list, one screen and one way to tell of it.

One person asks for such a change, and somebody else confirms it: a Site administrator
or an approving officer, whom it does not concern. Everybody who approves is told, and
whom it concerns, and each of them can refuse it. There are four kinds, each a ``RequestKind``
with values of its own, registered by the module that it belongs to. Confirming applies
just these values, if what they replace is still there.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from wagtail.log_actions import LogContext

from pages.core.mailbox import are_alike, is_one_mailbox
from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import (
    AuditLogEntry,
    name_in_log,
    record_change,
)
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.emails.mail import EmailKind, admin_link

SCREEN = "moderation:second_person"
CONFIRM = EmailKind("moderation/emails/confirm_change", "who may confirm it")
REQUESTED = EmailKind(
    "moderation/emails/change_requested", "who approves otherwise, and whom it concerns"
)
CONFIRMED = EmailKind(
    "moderation/emails/change_confirmed", "every approver, and whom it concerns"
)
REJECTED = EmailKind(
    "moderation/emails/change_rejected", "who asked, and whom it concerns"
)
LINK_SALT = "second-person.refuse"
LINK_SECONDS = 14 * 24 * 60 * 60

other_addresses: list[Callable[[User], set[str]]] = []
"""Functions that return further addresses of an account: emails to whom a change concerns go there, too."""


@dataclass(frozen=True)
class RequestKind:
    """A change of one kind: its values are its fields, and its methods say what confirming it does."""

    person: User | None
    """Whose account it is about, if it is about one."""

    kind: ClassVar[str]
    advice: ClassVar[str] = ""
    outdated: ClassVar[str] = "This has changed since it was requested."

    def values(self) -> dict[str, Any]:
        """Return what is stored of it beside the person."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "person"
        }

    def renewed(self) -> Self:
        """Return the same request as it would be made now: an equal one, if nothing has changed."""
        raise NotImplementedError

    def describe(self) -> str:
        raise NotImplementedError

    def lines(self) -> list[str]:
        """Return what changes, each line with the old and the new value."""
        raise NotImplementedError

    def may_be_asked_for_by(self, user: User) -> bool:
        """Return True if ``user`` may ask for it.

        That is asked again when it is confirmed.
        """
        return roles.is_site_administrator(user)

    def obstacle(self) -> str:
        """Return why it can't be confirmed now: what it changes is not as it was.

        Empty if it can.
        """
        return "" if self.renewed() == self else self.outdated

    def subject(self) -> Any:
        """Return whom or what the change is about: the log and the emails name it."""
        return self.person

    def title(self) -> str:
        return f"{name_in_log(self.subject())}: {self.describe()}"

    def concerns(self, user: User) -> bool:
        return self.person == user

    def apply(self) -> None:
        raise NotImplementedError


KINDS: dict[str, type[RequestKind]] = {}
MOST_OPEN = 5
"""How many requests of one kind one person can have open: each is told to many."""


def register[SomeKind: RequestKind](kind: type[SomeKind]) -> type[SomeKind]:
    KINDS[kind.kind] = kind
    return kind


class PendingChange(models.Model):
    """A change that ``asked_by`` asked for, until a second person confirms or refuses it."""

    kind = models.CharField(max_length=30)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="pending_changes",
        help_text="The account that it is about; empty for a page.",
    )
    data = models.JSONField(
        default=dict, help_text="The values, by the names that its kind gives them."
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "data"], name="one_pending_change_of_a_kind"
            ),
            models.CheckConstraint(
                # Their own name and address are theirs to change, with a second person.
                condition=~models.Q(person=models.F("asked_by"))
                | models.Q(kind="details"),
                name="nobody_asks_for_their_own_change",
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return self.of_kind.title()

    @property
    def of_kind(self) -> RequestKind:
        return KINDS[self.kind](self.person, **self.data)

    @property
    def confirmers(self) -> list[User]:
        """Those who may confirm it now. If there are none, only a command helps."""
        others = roles.users_with_role(*roles.CONFIRMING_ROLES)
        return list(filter(self.may_be_confirmed_by, others))

    def may_be_confirmed_by(self, user: User) -> bool:
        """Return True if ``user`` is a second person: neither who asked for it, nor whom it concerns.

        Nor is it another account with the mailbox of one of them: some may be older
        than the rule against that. Who is suspended asks for nothing.
        """
        if (
            not self.asked_by.is_active
            or not roles.may_confirm_roles(user)
            or self.of_kind.concerns(user)
        ):
            return False
        for first in (self.asked_by, self.person):
            if first and (user == first or is_one_mailbox(user.email, first.email)):
                return False
        return True

    def may_be_refused_by(self, user: User) -> bool:
        """Return True if ``user`` may refuse it: who approves, administers, asked or is concerned."""
        is_involved = user.pk == self.asked_by_id or self.of_kind.concerns(user)
        return is_involved or roles.has_role(user, *roles.ROLES_TO_CONFIRM)

    @property
    def owners(self) -> list[User]:
        """Whom it concerns, for emails: one for each address that they have or had lately."""
        if not self.person or roles.is_being_invited(self.person):
            return []
        addresses = {self.person.email}
        for find in other_addresses:
            addresses.update(find(self.person))
        return [User(email=address) for address in addresses]

    @property
    def facts(self) -> dict[str, Any]:
        """What a second person should know: similar accounts, open approvals, changes in 14 days."""
        if not self.person:
            return {}
        own = (self.person.get_full_name(), self.person.email)
        others = User.objects.exclude(pk=self.person.pk).order_by("pk")
        lately = AuditLogEntry.objects.about(self.person).filter(
            action=AuditLogEntry.Action.PEOPLE,
            decided_at__gt=timezone.now() - timedelta(days=14),
        )
        return {
            "alike": [
                other
                for other in others
                if are_alike(own, (other.get_full_name(), other.email))
            ],
            "changes": lately.order_by("pk"),
        }


def change_of_link(token: str) -> PendingChange | None:
    """Return the change that the link in an email refuses; none if it is decided or the link is over."""
    try:
        key = signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    return PendingChange.objects.filter(pk=key).first()


def changes_seen_by(user: User) -> list[PendingChange]:
    """Return the changes that ``user`` sees: all, if they confirm or look after accounts; else their own."""
    changes = PendingChange.objects.select_related("person", "asked_by")
    if roles.may_look_after_people(user):
        return list(changes)
    return [change for change in changes if change.may_be_refused_by(user)]


def changes_about(user: User) -> list[PendingChange]:
    return [
        change
        for change in PendingChange.objects.all()
        if change.of_kind.concerns(user)
    ]


def ask_for(wanted: RequestKind, user: User) -> PendingChange:
    """Let a change wait for a second person, and ask for one.

    Asked for again, the first one stays.

    Raises ``PermissionDenied`` if ``user`` may not ask for it, and ``ValidationError``
    if they have too many open requests of the kind.
    """
    key = {"kind": wanted.kind, "person": wanted.person, "data": wanted.values()}
    with opened_for(WritePurpose.ASKED):
        for left in PendingChange.objects.filter(**key, asked_by__is_active=False):
            _drop(left, user, "The person who asked for it again")
        if known := PendingChange.objects.filter(**key).first():
            return known
        if (
            PendingChange.objects.filter(kind=wanted.kind, asked_by=user).count()
            >= MOST_OPEN
        ):
            raise ValidationError(
                f"You have {MOST_OPEN} open requests of this type. "
                "Wait until a second person has decided on one of them."
            )
        if not wanted.may_be_asked_for_by(user):
            raise PermissionDenied
        # Somebody else may have asked for it at this very moment.
        change, is_new = PendingChange.objects.get_or_create(
            **key, defaults={"asked_by": user}
        )
        if is_new:
            _tell_of_request(change, user)
    return change


def _tell_of_request(change: PendingChange, user: User) -> None:
    _record(change, "Awaiting confirmation by a second person", user)
    context = {
        "change": change,
        "asker": roles.display_name(user),
        "address": admin_link(SCREEN),
    }
    CONFIRM.send_after_commit(change.confirmers, **context)
    others = {user, *change.confirmers, change.person}
    REQUESTED.send_after_commit(
        [approver for approver in roles.approvers() if approver not in others],
        **context,
    )
    link = admin_link("accounts:refuse", signing.dumps(change.pk, salt=LINK_SALT))
    REQUESTED.send_after_commit(change.owners, **{**context, "address": link})


def confirm(change: PendingChange, user: User | None) -> None:
    """Let the change take effect; ``user`` has to be a second person, or is none if a command confirms it.

    Raises ``PermissionDenied`` for anybody else, and ``ValidationError`` if whoever
    asked is suspended or may not ask any more, or if what it changes is not as it was.
    """
    with opened_for(WritePurpose.CONFIRMED):
        change = PendingChange.objects.select_for_update().get(pk=change.pk)
        kind = change.of_kind
        if user and not change.may_be_confirmed_by(user):
            raise PermissionDenied
        if not change.asked_by.is_active:  # suspended at the very moment of asking
            raise ValidationError(
                "The person who asked for this is suspended. Reject it."
            )
        if not kind.may_be_asked_for_by(change.asked_by):
            raise ValidationError(
                "The person who asked for this is no longer allowed to. Reject it."
            )
        if problem := kind.obstacle():
            raise ValidationError(
                f"{problem} Reject this request and ask for a new one."
            )
        asker = roles.display_name(change.asked_by)
        _record(change, "Confirmed", user, f", asked for by {asker}")
        who = roles.display_name(user) or "A command on the server"
        told = [*roles.approvers(), *change.owners]
        CONFIRMED.send_after_commit(told, change=change, asker=asker, who=who)
        with LogContext(user=user or change.asked_by):
            kind.apply()
        change.delete()


def refuse(change: PendingChange, user: User | None) -> None:
    """Drop the change; ``user`` may be anybody involved, or is none if the link in an email was used."""
    with opened_for(WritePurpose.ASKED):
        change = PendingChange.objects.select_for_update().get(pk=change.pk)
        if user and not change.may_be_refused_by(user):
            raise PermissionDenied
        _drop(
            change,
            user,
            roles.display_name(user) or "Someone with the link from an email",
        )


def refuse_all_of(person: User, user: User | None) -> None:
    """Drop what ``person`` asked for, who was suspended: if they come back, they can ask again."""
    with opened_for(WritePurpose.ASKED):
        for change in PendingChange.objects.select_for_update().filter(asked_by=person):
            _drop(
                change, user, "The person who suspended the account that asked for it"
            )


def _drop(change: PendingChange, user: User | None, who: str) -> None:
    _record(change, "Rejected", user)
    REJECTED.send_after_commit(
        [*change.owners, change.asked_by], change=change, who=who
    )
    change.delete()


def _record(
    change: PendingChange, outcome: str, user: User | None, asked_by: str = ""
) -> None:
    kind = change.of_kind
    record_change(
        AuditLogEntry.Action.PEOPLE,
        kind.subject(),
        f"{outcome}: {kind.describe()}{asked_by}",
        user,
    )
