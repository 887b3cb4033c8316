"""The kinds of email: the template of each, who gets it, how it is sent, and kept while it can't be.

``MAILS`` lists every kind, those of the apps above too. All texts are templates, whose
first line is the subject; they hold names and links, but never published content or the
reason for a take-down. Digests, and lists for those who approve, go out once a day,
after seven in the morning in London.
"""

import json
import logging
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import receiver
from django.template import Context, loader
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, TaskState

from pages.core.grouping import keys_of
from pages.core.outages import Outage
from pages.core.secrets import cipher
from pages.moderation.approval import roles
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.lapsed_approvals import approval_lapsed
from pages.moderation.approval.publication_permit import draft_deleted
from pages.moderation.approval.publication_set import (
    PublicationSet,
    is_for_later,
    set_in_review,
)
from pages.moderation.approval.set_actions import set_reopened
from pages.moderation.approval.versions import PublishedVersion

logger = logging.getLogger(__name__)

MAIL_SERVER = Outage(
    "The mail server",
    "Look at EMAIL_URL; what could not be sent is kept and tried again",
)
TRIED_AGAIN_AFTER = timedelta(minutes=5)
KEPT_FOR = timedelta(days=3)
"""As long as the longest link in an email works."""


class KeptMail(models.Model):
    """An email. It may hold a link that signs somebody in, so that it is encrypted."""

    encrypted = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"email of {self.kept_at:%d %B %Y %H:%M}"


def send_one(subject: str, text: str, addresses: list[str]) -> bool:
    """Send it; return whether the server took it.

    What failed is logged without addresses and contents.
    """
    try:
        send_mail(subject, text, None, addresses)
    except Exception as error:  # the server failed, or the address is invalid
        MAIL_SERVER.note_failure(type(error).__name__)
        return False
    MAIL_SERVER.note_success()
    return True


def keep(subject: str, text: str, addresses: list[str]) -> None:
    written = json.dumps([subject, text, addresses]).encode()
    KeptMail.objects.create(encrypted=cipher("mails.kept").encrypt(written).decode())


def send_kept_mails() -> None:
    """Try each again every five minutes until one fails; the worker calls this."""
    now = timezone.now()
    given_up, _ = KeptMail.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    if given_up:
        logger.error(
            "%s emails could not be sent for three days and are given up", given_up
        )
    for mail in KeptMail.objects.filter(tried_at__lt=now - TRIED_AGAIN_AFTER).order_by(
        "tried_at"
    ):
        # Whoever changes the time has it: the workers of two hosts do not both send it.
        if KeptMail.objects.filter(pk=mail.pk, tried_at=mail.tried_at).update(
            tried_at=now
        ):
            try:
                written = json.loads(cipher("mails.kept").decrypt(mail.encrypted))
            except InvalidToken:
                # SECRET_KEY has changed, so the links in the email no longer work.
                mail.delete()
                continue
            if not send_one(*written):
                return
            mail.delete()


class DigestChoice(models.Model):
    """Whether somebody gets one email a day in the place of single ones."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="digest_choice",
    )
    daily_digest = models.BooleanField(
        default=False,
        verbose_name="one email a day",
        help_text="Sent at 7am, instead of separate emails. Urgent emails are still sent "
        "immediately.",
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    weekly_dates = models.BooleanField(
        default=True,
        verbose_name="weekly email about dates",
        help_text="On Mondays at 7am, to editors: what is past the deadline, due soon, or has not been "
        "updated for 6 months.",
    )
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        if self.daily_digest:
            return f"{self.person}: daily digest"
        return f"{self.person}: separate emails"


class DigestEntry(models.Model):
    """A line of somebody's next digest.

    It holds no more than the subject of the email would have.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    words = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    step = models.ForeignKey(
        TaskState,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The step that the line asks to decide at: once it is over, the line is left out.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.words


SENDING_HOUR = 7


def last_sending_time() -> datetime:
    now = timezone.localtime()
    today = now.replace(hour=SENDING_HOUR, minute=0, second=0, microsecond=0)
    return today if now >= today else today - timedelta(days=1)


def is_urgent(draft: Any) -> bool:
    """Return True if ``draft`` is to be published before the next digest is sent."""
    return bool(
        draft.go_live_at
    ) and draft.go_live_at <= last_sending_time() + timedelta(days=1)


def collect(
    people: Iterable[User], words: str, address: str, step: TaskState | None = None
) -> list[User]:
    """Put a line into the digests of those who chose one, and return the others, who get an email now."""
    people = list(people)
    choices = DigestChoice.objects.filter(person__in=people, daily_digest=True)
    chosen = set(choices.values_list("person_id", flat=True))
    limit = DigestEntry._meta.get_field("words").max_length
    DigestEntry.objects.bulk_create(
        DigestEntry(person=person, words=words[:limit], address=address, step=step)
        for person in people
        if person.pk in chosen
    )
    return [person for person in people if person.pk not in chosen]


LONGEST_SUBJECT = 150
MAILS: dict[str, "EmailKind"] = {}
type Message = tuple[str, str, list[str]]
"""The subject, the text and the addresses of an email."""


@dataclass(frozen=True)
class EmailKind:
    """A kind of email. ``to`` says in words who gets it."""

    template: str
    to: str

    def __post_init__(self) -> None:
        MAILS[self.template] = self

    def render(self, context: dict[str, Any]) -> tuple[str, str]:
        """Return the subject, without the line breaks that a title may contain, and the text.

        The text greets the ``person`` of the context, or the people in ``greeted``.
        """
        template: Any = loader.get_template(f"{self.template}.txt")
        whole = template.template.render(Context(context, autoescape=False))
        subject, _, text = whole.lstrip().removeprefix("Subject:").partition("\n\n")
        # Values that are empty leave empty lines.
        text = re.sub(r"\n{3,}", "\n\n", text.strip())
        return textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…"), f"{text}\n"

    def send(self, people: Iterable[User], **context: Any) -> bool:
        """Send it to each person with an address; return True if anyone got it.

        Failures are logged.
        """
        return _send(self.messages(people, context))

    def messages(
        self, people: Iterable[User], context: dict[str, Any]
    ) -> list[Message]:
        """Return a message for each address of ``people``, which greets its owner."""
        owners = {person.email: person for person in people if person.email}
        messages = []
        for address, person in sorted(owners.items()):
            subject, text = self.render({"person": person, **context})
            messages.append((subject, text, [address]))
        return messages

    def send_together(self, people: Iterable[User], **context: Any) -> None:
        """Send colleagues one email, in which each sees who else got it; or keep it and send it later."""
        if addresses := sorted({person.email for person in people if person.email}):
            written = self.render(context)
            if not send_one(*written, addresses):
                keep(*written, addresses)

    def send_after_commit(self, people: Iterable[User], **context: Any) -> None:
        """Send it after the transaction: before that, the event may still be undone."""
        messages = self.messages(people, context)
        transaction.on_commit(lambda: _send(messages, keep))

    def send_or_collect(self, people: Iterable[User], **context: Any) -> None:
        """Send it, or put its subject and ``address`` into the digests of those who chose one."""
        self.send_after_commit(
            collect(people, self.render(context)[0], context["address"]), **context
        )


def _send(
    messages: Iterable[Message], when_it_fails: Callable[..., None] | None = None
) -> bool:
    """Send ``messages``; return True if the server took one.

    The others go to ``when_it_fails``.
    """
    sent = False
    for message in messages:
        if send_one(*message):
            sent = True
        elif when_it_fails:
            when_it_fails(*message)
    return sent


TAKEN_DOWN = EmailKind(
    "moderation/emails/taken_down", "the other moderators and approving officers"
)
CORRECT_TAKEN_DOWN = EmailKind(
    "moderation/emails/correct_taken_down",
    "the authors of what was public and of its draft; all editors if none of them has a role any more",
)
FILE_TAKEN_DOWN = EmailKind(
    "moderation/emails/file_taken_down", "the other moderators and approving officers"
)
TAKE_DOWN_REQUESTED = EmailKind(
    "moderation/emails/take_down_requested", "every moderator and approving officer"
)
TAKE_DOWN_DECLINED = EmailKind(
    "moderation/emails/take_down_declined", "who asked for it"
)
SET_REOPENED = EmailKind(
    "moderation/emails/set_reopened",
    "who wrote, submitted or approved a part of the set",
)
SCHEDULE_CANCELLED = EmailKind("moderation/emails/schedule_cancelled", "the moderators")
REVIEW_CANCELLED = EmailKind(
    "moderation/emails/review_cancelled", "the authors and the submitter"
)
DRAFT_DELETED = EmailKind("moderation/emails/draft_deleted", "the authors of the draft")
APPROVAL_LAPSED = EmailKind(
    "moderation/emails/approval_lapsed", "the authors and the submitter"
)
REASONS_TO_HIDE_TITLES = {
    PublishedVersion.WithdrawalReason.PERSONAL_DATA,
    PublishedVersion.WithdrawalReason.SAFETY,
}
"""The title of something that was taken down for one of these reasons may contain the problem itself."""


def admin_link(name: str = "wagtailadmin_home", *args: object) -> str:
    """Return the full address of the screen ``name``, with ``args`` in it."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def email_name(obj: Any, draft: Any = None) -> str:
    """Return what an email calls ``obj``: no new title if its ``draft``, or latest draft, is for later."""
    obj = getattr(obj, "specific", obj)
    draft = draft or obj.get_latest_revision_as_object()
    if not is_for_later(draft):
        return obj.full_name
    if obj.live:
        return obj.name_with(str(obj))
    return str(getattr(obj, "heading", obj._meta.verbose_name))


def edit_link(obj: DraftStateMixin) -> str:
    path = AdminURLFinder().get_edit_url(obj)
    return settings.WAGTAILADMIN_BASE_URL + path if path else admin_link()


def about(
    obj: Any, draft: Any = None, publication_set: PublicationSet | None = None
) -> dict[str, Any]:
    """Return what an email says of ``obj``, or of the set that it is in: its name, and where to look at it.

    Of a set that is to be published at a later time, it says no title.
    """
    if not publication_set:
        return {
            "name": email_name(obj, draft),
            "address": edit_link(obj),
            "public_address": getattr(obj, "full_url", "") or admin_link(),
            "go_live_at": draft and draft.go_live_at,
        }
    name = publication_set.title
    if is_for_later(publication_set):
        name = "A publication set"
    objects = publication_set.objects_in_order()
    address = admin_link("moderation:set", publication_set.pk)
    public_addresses = (getattr(obj, "full_url", "") for obj in objects)
    return {
        "name": name,
        "items": list(map(email_name, objects)),
        "address": address,
        "public_address": next(filter(None, public_addresses), address),
        "go_live_at": publication_set.go_live_at,
    }


def notify_of_take_down(
    obj: Any,
    user: User,
    because: PublishedVersion.WithdrawalReason,
    names: list[str],
    authors: Iterable[int] = (),
) -> None:
    """Tell colleagues that ``user`` took down pages and snippets with these ``names``.

    ``authors``, or all editors if none of them has a role, are asked to correct it. Of
    titles that may contain the problem, the emails say kind and number alone.
    """
    kind = str(obj._meta.verbose_name)
    article = "an" if kind[0] in "aeiou" else "a"
    context = {
        "who": roles.display_name(user),
        "because": because.label,
        "kind": f"{article} {kind}",
        "names": names,
        "hidden": 0,
        "are_several": len(names) > 1,
        "address": edit_link(obj),
    }
    if because in REASONS_TO_HIDE_TITLES:
        context |= {"names": [kind], "hidden": len(names)}
    to_correct = people_to_correct(authors) - {user}
    others = set(roles.approvers()) - to_correct - {user}
    CORRECT_TAKEN_DOWN.send_after_commit(to_correct, **context)
    TAKEN_DOWN.send_after_commit(others, **context)


def people_to_correct(authors: Iterable[int]) -> set[User]:
    """Return who corrects what was taken down: its ``authors``, or all editors if none of them has a role."""
    people = User.objects.filter(pk__in=authors, is_active=True)
    with_role = set(filter(roles.has_any_role, people))
    return with_role or set(roles.users_with_role(roles.EDITORS))


def notify_of_take_down_request(obj: Any, user: User) -> None:
    """Ask those who can take down ``obj`` to decide.

    What is wrong with it is only on the screen.
    """
    address = admin_link("moderation:take_down", obj._meta.label_lower, obj.pk)
    who = roles.display_name(user)
    name = email_name(obj)
    TAKE_DOWN_REQUESTED.send_after_commit(
        roles.approvers(), name=name, who=who, address=address
    )


def notify_of_declined_take_down(obj: Any, user: User, askers: Iterable[int]) -> None:
    people = User.objects.filter(pk__in=askers, is_active=True)
    context = {
        "name": email_name(obj),
        "who": roles.display_name(user),
        "address": edit_link(obj),
    }
    TAKE_DOWN_DECLINED.send_after_commit(people, **context)


def notify_of_deleted_file(
    file: Any, user: User, because: PublishedVersion.WithdrawalReason
) -> None:
    """Tell the others that ``user`` took down ``file``; its title may contain the problem."""
    others = roles.approvers().exclude(pk=user.pk)
    name = str(file._meta.verbose_name)
    if because not in REASONS_TO_HIDE_TITLES:
        name = f"{name} “{file}”"
    FILE_TAKEN_DOWN.send_after_commit(
        others,
        name=name,
        who=roles.display_name(user),
        because=because.label,
    )


@receiver(set_reopened)
def notify_of_reopened_set(
    publication_set: PublicationSet, people: Iterable[User], **kwargs: Any
) -> None:
    SET_REOPENED.send_or_collect(people, **about(None, publication_set=publication_set))


@receiver(approval_lapsed)
def notify_of_lapsed_approval(
    obj: DraftStateMixin, reason: str, submitter: int | None, **kwargs: Any
) -> None:
    """Tell who wrote or submitted ``obj``, or its set, that a step must be approved again."""
    obj = getattr(obj, "specific", obj)
    publication_set = set_in_review(obj)
    parts = publication_set.objects_in_order() if publication_set else [obj]
    if obj != parts[-1]:
        return  # one email tells of the whole set
    told = set().union(*map(authors_since_publication, parts))
    if submitter:
        told.add(submitter)
    people = User.objects.filter(pk__in=told, is_active=True)
    what = about(obj, publication_set=publication_set)
    APPROVAL_LAPSED.send_after_commit(people, reason=reason, **what)


@receiver(draft_deleted)
def notify_of_deleted_draft(
    obj: Any, authors: Iterable[int], user: User | None, **kwargs: Any
) -> None:
    """Tell the authors of ``obj`` that somebody else has deleted it."""
    people = User.objects.filter(pk__in=authors, is_active=True)
    others = people.exclude(pk=user.pk) if user else people
    who = roles.display_name(user) or "A command on the server"
    DRAFT_DELETED.send_after_commit(others, name=email_name(obj), who=who)


DIGEST = EmailKind(
    "moderation/emails/daily_digest", "each who chose it, of what came since"
)
DIGEST_LINES_KEPT_FOR = timedelta(days=30)


def send_digests() -> None:
    """Send each digest that is due, once a day and person.

    The day is taken before the email is sent, so that no other run sends it too; if it
    cannot be sent, the day is given back, and the next run tries again. Lines go when
    they were sent: of a run that was killed in between, they stand in the digest of the
    next day.
    """
    due_since = last_sending_time()
    DigestEntry.objects.filter(
        created_at__lt=due_since - DIGEST_LINES_KEPT_FOR
    ).delete()
    waiting = DigestEntry.objects.filter(created_at__lt=due_since)
    for person in User.objects.filter(pk__in=waiting.values("person")).order_by("pk"):
        choice = DigestChoice.objects.get_or_create(person=person)[0]
        due = DigestChoice.objects.filter(
            Q(sent_at=None) | Q(sent_at__lt=due_since), pk=choice.pk
        )
        if not due.update(sent_at=timezone.now()):
            continue
        entries = list(waiting.filter(person=person).select_related("step"))
        current = []
        for entry in entries:
            if not entry.step or entry.step.status == TaskState.STATUS_IN_PROGRESS:
                current.append(entry)
        if _send_digest(person, current):
            DigestEntry.objects.filter(pk__in=keys_of(entries)).delete()
        else:
            DigestChoice.objects.filter(pk=choice.pk).update(sent_at=choice.sent_at)


def _send_digest(person: User, entries: list[DigestEntry]) -> bool:
    if (
        not entries
        or not person.is_active
        or not person.email
        or not roles.has_any_role(person)
    ):
        return True
    account = admin_link("wagtailadmin_account")
    return DIGEST.send(
        [person],
        person=person,
        entries=entries,
        dashboard=admin_link(),
        account=account,
    )
