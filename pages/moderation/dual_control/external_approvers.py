"""People who approve by a link or agree for others are entered by two people, as roles are given."""

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Task

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry, record_change
from pages.moderation.approval.external_approver import (
    ExternalApprover,
    is_one_mailbox,
    purpose_key,
)
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.emails.mail import EmailKind

from . import second_person
from .second_person import PendingChange

SCREEN = "moderation:external_approvers"
REMOVED = EmailKind(
    "moderation/emails/entry_removed",
    "every approver and administrator, and who was removed",
)


def enter(
    user: User, name: str, post: str, address: str, purpose: Model
) -> ExternalApprover:
    """Enter somebody who may decide for ``purpose``, once a second person confirms it.

    Raises ``PermissionDenied`` if ``user`` may not, and ``ValidationError`` if the
    person has an entry already, or an account with which they should approve. Who
    agrees for an organisation may have one.
    """
    if not roles.is_site_administrator(user):
        raise PermissionDenied
    entry = ExternalApprover(
        name=name, post=post, address=address.casefold(), **purpose_key(purpose)
    )
    with opened_for(WritePurpose.ONE_PERSON):
        # Of two entries of one person at once, each would find none.
        Group.objects.select_for_update(no_key=True).get(name=roles.SITE_ADMINISTRATORS)
        if isinstance(purpose, Task):
            _refuse_account_of(entry)
        else:
            entry.account = User.objects.filter(
                email__iexact=address, is_active=True
            ).first()
            if entry.is_person(user):
                raise ValidationError("You cannot add yourself.")
        _take_place_of_removed_entry(entry)
        entry.entered_by = user
        entry.entered_at = timezone.now()
        entry.save()
        second_person.ask_for(ExternalApproverRequest.of(entry), user)
    return entry


def _refuse_account_of(entry: ExternalApprover) -> None:
    account = User.objects.filter(pk__in=entry.accounts).first()
    if account:
        raise ValidationError(
            f"{roles.display_name(account)} has an account with this address or name. Give the account "
            "the role instead. If someone else has the same name, add their middle name or initial."
        )


def _take_place_of_removed_entry(entry: ExternalApprover) -> None:
    """Let ``entry`` replace a removed one of the same person, best of the same mailbox: no two have one.

    Raises ``ValidationError`` if the person has an entry that is not removed.
    """
    for other in ExternalApprover.objects.select_for_update():
        if not other.is_same_person(entry):
            continue
        if not other.removed_at:
            raise ValidationError(
                f"This person is already an external approver: {other}. Remove that entry first."
            )
        if entry.pk is None or is_one_mailbox(other.address, entry.address):
            entry.pk = other.pk


@second_person.register
@dataclass(frozen=True)
class ExternalApproverRequest(second_person.RequestKind):
    """Somebody who approves a step by a link, or agrees for an organisation, as it was asked for."""

    entry: int
    name: str
    address: str
    post: str

    kind = "entry"
    outdated = "The entry has changed since it was requested."

    @classmethod
    def of(cls, entry: ExternalApprover) -> Self:
        return cls(entry.account, entry.pk, entry.name, entry.address, entry.post)

    def renewed(self) -> Self:
        return self.of(self.subject())

    def describe(self) -> str:
        return f"decides for “{self.subject().purpose}”"

    def subject(self) -> ExternalApprover:
        return ExternalApprover.objects.get(pk=self.entry)

    def concerns(self, user: User) -> bool:
        return self.subject().is_person(user)

    def lines(self) -> list[str]:
        return [f"New entry: {self.name}, {self.address}, {self.post}."]

    def obstacle(self) -> str:
        if self.subject().removed_at:
            return self.outdated
        return super().obstacle()

    def apply(self) -> None:
        entries = ExternalApprover.objects.filter(pk=self.entry, removed_at=None)
        entries.update(confirmed_at=timezone.now())

    def drop(self) -> None:
        ExternalApprover.objects.filter(pk=self.entry).update(removed_at=timezone.now())


def pending_change_of(entry: ExternalApprover) -> PendingChange | None:
    """Return the request to confirm ``entry``, if it is still open."""
    return PendingChange.objects.filter(
        kind=ExternalApproverRequest.kind, data__entry=entry.pk
    ).first()


def remove(entry: ExternalApprover, user: User) -> None:
    """Let an entry count no more, at once, as one suspends an account, and tell everybody.

    Raises ``PermissionDenied`` if ``user`` neither enters nor confirms any.
    """
    if not roles.may_look_after_people(user):
        raise PermissionDenied
    with opened_for(WritePurpose.SUSPENDED):
        entry = ExternalApprover.objects.select_for_update().get(pk=entry.pk)
        if entry.removed_at:
            return
        if waiting := pending_change_of(entry):
            waiting.delete()
        told = list(roles.users_with_role(*roles.ROLES_TO_CONFIRM))
        if entry.confirmed_at:  # who was told of the entry, too
            told.append(User(email=entry.address))
        entry.removed_at = timezone.now()
        entry.confirmed_at = None
        entry.save(update_fields=["removed_at", "confirmed_at"])
        record_change(
            AuditLogEntry.Action.PEOPLE,
            entry,
            f"Removed: no longer decides for {entry.purpose}",
            user,
        )
        REMOVED.send_after_commit(told, entry=entry, who=roles.display_name(user))
