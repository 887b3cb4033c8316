"""What takes effect only when a second person confirms it: one list, one screen and one way to tell of it.

One person asks for such a change, and somebody else confirms it: a Site administrator or an approving
officer, whom it does not concern. Everybody who approves is told, and whom it concerns, and each of them
can refuse it. Each kind of change is a ``Kind``, registered by the module that it belongs to.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Model
from django.utils import timezone

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_change
from pages.moderation.gate.gone_approvers import approved_for_later_by
from pages.moderation.gate.outside_approver import are_alike, is_one_mailbox
from pages.moderation.mails.mail import Mail, admin_link

SCREEN = "moderation:second_person"
CONFIRM = Mail("moderation/emails/confirm_change", "who may confirm it")
WAITS = Mail("moderation/emails/change_waits", "who approves otherwise, and whom it concerns")
CONFIRMED = Mail("moderation/emails/change_confirmed", "every approver, and whom it concerns")
REFUSED = Mail("moderation/emails/change_refused", "who asked, and whom it concerns")
LINK_SALT = "second-person.refuse"
LINK_SECONDS = 14 * 24 * 60 * 60

other_addresses: list[Callable[[User], set[str]]] = []
"""Functions that return further addresses of an account: e-mails to whom a change concerns go there, too."""


class Kind:
    """A change of one kind: how it is called, and what happens when it is confirmed or refused."""

    name: str
    advice = ""

    def __init__(self, change: "PendingChange") -> None:
        self.change = change

    def describe(self) -> str:
        raise NotImplementedError

    def subject(self) -> Model:
        """Return whom or what the change is about: the log and the e-mails name it."""
        assert self.change.person  # noqa: S101 -- an account, unless a kind says otherwise
        return self.change.person

    def title(self) -> str:
        subject = self.subject()
        name = roles.display_name(subject) if isinstance(subject, User) else str(subject)
        return f"{name}: {self.describe()}"

    def concerns(self, user: User) -> bool:
        return self.change.person_id == user.pk

    def details(self) -> list[str]:
        """Return what a second person should know of whom it is about."""
        return describe_account(self.change.person) if self.change.person else []

    def people(self) -> list[User]:
        return [self.change.person] if self.change.person else []

    def apply(self) -> None:
        raise NotImplementedError

    def drop(self) -> None:
        """Undo what was prepared for a change that is refused."""


def describe_account(person: User) -> list[str]:
    """Return which accounts are like this one, its mailbox and age, and what was done to it in 14 days."""
    lately = Decision.objects.about(person).filter(
        action=Decision.Action.PEOPLE, decided_at__gt=timezone.now() - timedelta(days=14)
    )
    made = timezone.localtime(person.date_joined)
    me, others = (person.get_full_name(), person.email), User.objects.exclude(pk=person.pk).order_by("pk")
    alike = [each for each in others if are_alike(me, (each.get_full_name(), each.email))]
    return [
        *(
            f"Perhaps the same person as {roles.display_name(each)}, user name {each.get_username()}, "
            f"{each.email}: one person has one account."
            for each in alike
        ),
        f"User name {person.get_username()}, e-mail address {person.email}, made on {made:%-d %B %Y}.",
        *(
            f"Approved “{obj}”, which is not public yet. While the account is inactive it is held until a "
            "colleague confirms the approval."
            for obj in approved_for_later_by(person)
        ),
        *(
            f"{timezone.localtime(entry.decided_at):%-d %B, %H:%M}: {entry.words}"
            + (f" ({entry.actor})" if entry.actor else "")
            for entry in lately.order_by("pk")
        ),
    ]


KINDS: dict[str, type[Kind]] = {}


def register(kind: type[Kind]) -> type[Kind]:
    KINDS[kind.name] = kind
    return kind


class PendingChange(models.Model):
    """A change that ``asked_by`` asked for, until a second person confirms or refuses it."""

    kind = models.CharField(max_length=30)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="pending_changes",
        help_text="The account that it is about; empty for somebody without one.",
    )
    detail = models.CharField(max_length=150, blank=True, help_text="The group, or the key of an entry.")
    data = models.JSONField(default=dict, help_text="A request that was sent, and what it changes.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "person", "detail"], name="one_pending_change_of_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("asked_by")), name="nobody_asks_for_their_own_change"
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return self.of_kind.title()

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind](self)

    @property
    def confirmers(self) -> list[User]:
        """Those who may confirm it now. If there are none, only a command helps."""
        others = roles.users_with_role(*roles.CONFIRMING_ROLES)
        return [user for user in others if self.may_be_confirmed_by(user)]

    def may_be_confirmed_by(self, user: User) -> bool:
        """Tell whether ``user`` is a second person: neither who asked for it, nor whom it concerns.

        Nor is it another account with the mailbox of one of them: some may be older than the rule against
        that. Who is suspended asks for nothing.
        """
        is_first_person = self.of_kind.concerns(user) or any(
            user == each or is_one_mailbox(user.email, each.email)
            for each in [self.asked_by, *self.of_kind.people()]
        )
        return self.asked_by.is_active and roles.may_confirm_roles(user) and not is_first_person

    def may_be_refused_by(self, user: User) -> bool:
        """Tell whether ``user`` may refuse it: who approves, administers, asked or is concerned."""
        is_involved = user.pk == self.asked_by_id or self.of_kind.concerns(user)
        return is_involved or roles.has_role(user, *roles.ROLES_TO_CONFIRM)

    @property
    def owners(self) -> list[User]:
        """Whom it concerns, for e-mails: one for each address that they have or had lately."""
        people = self.of_kind.people()
        further = {address for person in people for find in other_addresses for address in find(person)}
        return [User(email=address) for address in {person.email for person in people} | further]


def change_of_link(token: str) -> PendingChange | None:
    """Return the change that the link in an e-mail refuses; none if it is decided or the link is over."""
    try:
        key = signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    return PendingChange.objects.filter(pk=key).first()


def changes_seen_by(user: User) -> list[PendingChange]:
    """Return the changes that ``user`` sees: all, if they confirm or look after accounts; else their own."""
    changes = PendingChange.objects.select_related("person", "asked_by")
    sees_all = roles.may_look_after_people(user)
    return [change for change in changes if sees_all or change.may_be_refused_by(user)]


def changes_about(user: User) -> list[PendingChange]:
    return [change for change in PendingChange.objects.all() if change.of_kind.concerns(user)]


@transaction.atomic
def ask_for(
    kind: str, person: User | None, detail: str, user: User, data: dict[str, Any] | None = None
) -> PendingChange:
    """Let a change wait for a second person, and ask for one. Asked for again, the first one stays."""
    for left in PendingChange.objects.filter(
        kind=kind, person=person, detail=detail, asked_by__is_active=False
    ):
        _drop(left, user, "Whoever asks for it again")
    change, is_new = PendingChange.objects.get_or_create(
        kind=kind, person=person, detail=detail, defaults={"asked_by": user, "data": data or {}}
    )
    if is_new:
        _record(change, "Waits for a second person", user)
        told = {"change": change, "asker": roles.display_name(user), "address": admin_link(SCREEN)}
        CONFIRM.send_after_commit(change.confirmers, **told)
        others = {user, *change.confirmers, *change.of_kind.people()}
        WAITS.send_after_commit([each for each in roles.approvers() if each not in others], **told)
        link = admin_link("accounts:refuse", signing.dumps(change.pk, salt=LINK_SALT))
        WAITS.send_after_commit(change.owners, **{**told, "address": link})
    return change


@transaction.atomic
def confirm(change: PendingChange, user: User | None) -> None:
    """Let the change take effect; ``user`` has to be a second person, or is none if a command confirms it.

    Raises ``PermissionDenied`` for anybody else, and ``ValidationError`` for a command if whoever asked is
    suspended.
    """
    change = PendingChange.objects.select_for_update().get(pk=change.pk)
    if not user and not change.asked_by.is_active:  # suspended at the very moment of asking
        raise ValidationError("Whoever asked for it is suspended. Refuse it on the screen.")
    if user and not change.may_be_confirmed_by(user):
        raise PermissionDenied
    asker = roles.display_name(change.asked_by)
    _record(change, "Confirmed", user, f", asked for by {asker}")
    who = roles.display_name(user) or "A command on the server"
    CONFIRMED.send_after_commit([*roles.approvers(), *change.owners], change=change, asker=asker, who=who)
    change.of_kind.apply()
    change.delete()


@transaction.atomic
def refuse(change: PendingChange, user: User | None) -> None:
    """Drop the change; ``user`` may be anybody involved, or is none if the link in an e-mail was used."""
    change = PendingChange.objects.select_for_update().get(pk=change.pk)
    if user and not change.may_be_refused_by(user):
        raise PermissionDenied
    _drop(change, user, roles.display_name(user) or "Whoever reads an e-mail to the account")


@transaction.atomic
def refuse_all_of(person: User, user: User | None) -> None:
    """Drop what ``person`` asked for, who was suspended: if they come back, they can ask again."""
    for change in PendingChange.objects.select_for_update().filter(asked_by=person):
        _drop(change, user, "Whoever suspended the account that asked for it")


def _drop(change: PendingChange, user: User | None, who: str) -> None:
    _record(change, "Refused", user)
    change.of_kind.drop()
    REFUSED.send_after_commit([*change.owners, change.asked_by], change=change, who=who)
    change.delete()


def _record(change: PendingChange, outcome: str, user: User | None, asked_by: str = "") -> None:
    kind = change.of_kind
    record_change(Decision.Action.PEOPLE, kind.subject(), f"{outcome}: {kind.describe()}{asked_by}", user)
