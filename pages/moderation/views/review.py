"""The review screen: what is to be published, what it changes, who wrote it, and the decision about it.

It is read-only, so nobody becomes an author by looking or commenting. Whatever is sent
names the revision that was shown; if there is a newer one by then, nothing is done and
the screen shows that one.

Every form sent is answered with a redirect, so that Back never asks to send it again.
What was typed and is not decided yet is kept in the session for the screen that
follows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page, Task, TaskState

from pages.core.moments import moment_in_words
from pages.core.text import strip_control_characters
from pages.moderation.approval import review_policy as approvers
from pages.moderation.approval import roles
from pages.moderation.approval.agreement import may_record_agreements
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.publication_set import is_for_later, set_in_review
from pages.moderation.approval.publishing_pause import current_pause
from pages.moderation.approval.review_comments import open_comments
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.emails.workflow_emails import comments_address

from . import open_reviews
from .agreements import AgreementForm
from .base import AdminView
from .comments import CommentForm
from .my_work import DECISIONS
from .outcomes import describe_outcome, describe_own_decision
from .reviewed_items import ReviewedItem, describe_removals, reviewed_items

TAKE_OVER = "take_over"
"""Sends the draft back so that the reviewer can edit it.

Someone else must approve it from then on.
"""
USUAL_DECISIONS = ("approve", "reject")
"""The decisions whose buttons stay in sight; the others are at the end of the screen."""
REASON_MISSING = "Enter the changes you want."
MOST_NAMED = 5
UNSENT = "moderation/unsent.html"
COMMENT_NOT_ADDED = (
    "Nothing was decided. You have entered a comment. Select “Add comment”, or delete the comment, "
    "then decide."
)
NEWER_VERSION = (
    "Someone saved a newer version after you opened this. This is the newer version."
)


class ReviewView(AdminView, TemplateView):
    """Shows one step of a review and takes the decision."""

    template_name = "moderation/review.html"
    page_title = "Review"
    header_icon = "glasses"
    heading_names_subject = False
    sent: QueryDict
    """The form as it was sent."""
    kept: dict[str, Any] | None = None
    """What ``_again`` kept for this screen; None if it is opened."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.sent = request.POST
        if request.method == "GET":
            self.kept = request.session.pop(self._session_key(), None)
        if self.kept:
            self.sent = QueryDict(self.kept["sent"])
        self.state = open_reviews.open_task_state(self.kwargs["pk"])
        self.task = self.state.task.specific
        self.object = open_reviews.reviewed_object(self.state)
        if not open_reviews.may_review(self.state, self.request.user):
            raise PermissionDenied
        self.set = set_in_review(self.object)
        self.name, self.edit_address = open_reviews.name_and_address(
            self.object, self.set, self.request.user
        )
        self.object.get_lock()  # keeps the open review for this request, should it end in between
        if (
            self.state.status != TaskState.STATUS_IN_PROGRESS
            or not self.state.workflow_state.is_active
        ):
            return self._lead_on()
        self.comment_forms: dict[str, CommentForm] = {}
        self.items = reviewed_items(self.state, self.object, self.set, self.request)
        if not self.items:
            return self._lead_on()
        self.page_subtitle = self.name
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return True  # ``dispatch`` has asked, before it led on

    def _lead_on(self) -> HttpResponse:
        """Say how the step ended; show what was typed meanwhile, or lead away from all decisions."""
        stored = type(self.object)._default_manager.filter(pk=self.object.pk).first()
        what_happened = describe_outcome(self.state)
        following = open_reviews.review_address(stored, self.request.user)
        if texts := unsent_texts(self.sent):
            if self.request.method == "POST":
                return self._again()
            self.template_name = UNSENT
            self.page_title = "Not submitted"
            self.page_subtitle = self.name
            context = {
                "what_happened": what_happened,
                "texts": texts,
                "following": following,
            }
            if isinstance(stored, Page) and self.edit_address:
                context["comments_address"] = comments_address(stored)
            return self.render_to_response(
                {**super().get_context_data(), **context, "name": self.name}
            )
        buttons = None
        if following:
            buttons = [messages.button(following, "Review the newer version")]
        messages.warning(self.request, f"{self.name}: {what_happened}", buttons=buttons)
        return self._lead_away()

    def _lead_away(self) -> HttpResponse:
        """Lead to the list of what is left to decide.

        Not to the next review: a second tap would press the button there, which is in
        the same place.
        """
        if open_reviews.reviews_for(self.request.user):
            return redirect("moderation:my_work", DECISIONS)
        return redirect("wagtailadmin_home")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.kept:
            return super().get(request, *args, **kwargs)
        self._read_comments()
        suffix = self.kept["wrong_comment"]
        for item in self.items:
            if item.suffix == suffix:
                self.comment_forms.setdefault(suffix, item.comment_form_of(self.sent))
        left_out = [
            item for item in self.items if item.revision in self.kept["left_out"]
        ]
        context = self.get_context_data(
            is_shown_again=True,
            left_out=left_out,
            comment_problem=self.kept["comment_problem"],
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for item in self.items:
            item.offer_comments(self.comment_forms.get(item.suffix))
        next_steps = [
            task
            for task in approvers.remaining_tasks(self.object)
            if task.pk != self.task.pk
        ]
        decisions = self._decisions(self.items[0].draft, next_steps)
        in_sight: list[tuple[str, str]] = []
        rare: list[tuple[str, str]] = []
        for name, label in decisions:
            shown = in_sight if name in USUAL_DECISIONS else rare
            shown.append((name, label))
        return {
            **super().get_context_data(**kwargs),
            "set": self.set,
            "pause": current_pause(),
            "items": self.items,
            "removals": describe_removals(self.items),
            "is_shown_again": kwargs.get("is_shown_again", False),
            "shown": self._shown(),
            "state": self.state,
            "submitter": roles.display_name(self.state.workflow_state.requested_by),
            "goes_live": self.items[0].goes_live,
            **self._agreements(),
            "who_approves": approvers.describe_approvers(self.object)[0],
            "decisions": in_sight,
            "rare_decisions": rare,
            "open_comments": self._count_open_comments(),
            "comment": self._comment_on_decision(),
            "comment_problem": kwargs.get("comment_problem", ""),
            "opened": self.sent.getlist("opened"),
            "left_out": kwargs.get("left_out", []),
        }

    def _agreements(self) -> dict[str, Any]:
        """Return what the screen says of agreements, with the form for one that is missing."""
        agreements: list[Any] = []
        for item in self.items:
            agreements += item.agreements
        is_missing = not all(agreement for _, agreement in agreements)
        context = {"agreements": agreements, "is_agreement_missing": is_missing}
        if is_missing and may_record_agreements(
            self.request.user, self.task, approvers.review_of(self.object)
        ):
            form = AgreementForm(items=self.items)
            context |= {"agreement_form": form, "media": form.media}
        return context

    def _decisions(self, draft: Any, next_steps: list[Task]) -> list[tuple[str, str]]:
        words = {
            "approve": self._label_of_approval(draft, next_steps),
            "reject": "Request changes",
        }
        names = {
            name for name, *_ in self.task.get_actions(self.object, self.request.user)
        }
        found = [(name, words[name]) for name in USUAL_DECISIONS if name in names]
        if "reject" in names and self.edit_address:
            found.append((TAKE_OVER, "Take over editing"))
        return found

    def _label_of_approval(self, draft: Any, next_steps: list[Task]) -> str:
        if next_steps:
            return f"Approve and send to the {next_steps[0].name.lower()}"
        if is_for_later(draft):
            return f"Approve for publication on {moment_in_words(draft.go_live_at, ' at ')}"
        return "Approve and publish now"

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Decision and comments are one form, so that no button loses what was typed for
        # another.
        self._read_comments()
        if decision := self.sent.get("decision"):
            return self._decide(decision)
        return self._comment()

    def _comment_on_decision(self) -> str:
        return strip_control_characters(self.sent.get("comment", "")).strip()

    def _read_comments(self) -> None:
        for item in self.items:
            if item.has_comment(self.sent):
                self.comment_forms[item.suffix] = item.comment_form_of(self.sent)

    def _count_open_comments(self) -> int:
        return sum(open_comments(item.object).count() for item in self.items)

    def _shown(self) -> str:
        return "-".join(item.revision for item in self.items)

    def _is_outdated(self) -> bool:
        return self.sent.get("revision") != self._shown()

    def _comment(self) -> HttpResponse:
        """Add a comment for the authors, or show it again with what is wrong."""
        suffix = self.sent.get("item", "")
        item = next(
            (item for item in self.items if item.suffix == suffix), self.items[0]
        )
        form = self.comment_forms.setdefault(
            item.suffix, item.comment_form_of(self.sent)
        )
        if self._is_outdated():
            return self._again(NEWER_VERSION)
        if not form.send(item.object, self.request.user):
            reasons = [*form.errors.get("about", []), *form.errors.get("text", [])]
            return self._again(
                " ".join(["Your comment was not added.", *reasons]),
                wrong_comment=item.suffix,
            )
        messages.success(self.request, "Comment added. You can still approve.")
        del self.comment_forms[item.suffix]
        if not self._comment_on_decision() and not self.comment_forms:
            return redirect(self.request.path)
        left = self.sent.copy()
        del left[f"text{item.suffix}"]
        self.sent = left
        return self._again()

    def _decide(self, decision: str) -> HttpResponse:
        user = self.request.user
        left_out = self._left_out(decision)
        if problem := self._what_is_missing(decision, left_out):
            return problem
        action = decision
        comment = self._comment_on_decision()
        if decision == TAKE_OVER:
            action = "reject"
            comment = comment or f"{roles.display_name(user)} has taken over editing."
        try:
            unopened = {item.revision for item in left_out}
            self.task.decide(
                self.state, user, DecisionChoice(action, comment, unopened)
            )
        except ValidationError as error:
            is_open = TaskState.objects.filter(
                pk=self.state.pk, status=TaskState.STATUS_IN_PROGRESS
            ).exists()
            if is_open:
                return self._again(*error.messages)
            return self._lead_on()
        if decision == TAKE_OVER:
            messages.success(
                self.request, "You can edit it now. Someone else must approve it."
            )
            return redirect(self.edit_address or "wagtailadmin_home")
        outcome = describe_own_decision(self.state, self.name)
        buttons = list(self._buttons_after_decision(user))
        messages.success(self.request, outcome, buttons=buttons)
        if decision != "reject" and (number := self._count_open_comments()):
            still_open = f"{number} comment{pluralize(number, ' on it is,s on it are')} still open."
            messages.info(self.request, still_open)
        return self._lead_away()

    def _buttons_after_decision(self, user: User) -> Iterator[Any]:
        for review in open_reviews.reviews_for(user)[:1]:
            address = reverse("moderation:review", args=[review.pk])
            yield messages.button(address, f"Review next: {review.name}")

    def _left_out(self, decision: str) -> list[ReviewedItem]:
        """Return the parts of a set that would be approved unopened; a single one is open."""
        if len(self.items) == 1 or decision != "approve":
            return []
        opened = self.sent.getlist("opened")
        return [item for item in self.items if item.revision not in opened]

    def _what_is_missing(
        self, decision: str, left_out: list[ReviewedItem]
    ) -> HttpResponse | None:
        if self._is_outdated():
            return self._again(NEWER_VERSION)
        if self.comment_forms:
            return self._again(COMMENT_NOT_ADDED)
        if decision == "reject" and not self._comment_on_decision():
            return self._again(
                f"Nothing was decided. {REASON_MISSING}", comment_problem=REASON_MISSING
            )
        confirmed = self.sent.getlist("left_out")
        if any(item.revision not in confirmed for item in left_out):
            names = [item.name for item in left_out[:MOST_NAMED]]
            if len(left_out) > MOST_NAMED:
                names.append(f"and {len(left_out) - MOST_NAMED} more")
            problem = (
                f"You have not opened {len(left_out)} of {len(self.items)}: {'; '.join(names)}. "
                "Open them, or select Approve again to continue. This will be recorded."
            )
            return self._again(problem, left_out=[item.revision for item in left_out])
        return None

    def _session_key(self) -> str:
        return f"review {self.kwargs['pk']}"

    def _again(
        self,
        *problems: str,
        left_out: Iterable[str] = (),
        comment_problem: str = "",
        wrong_comment: str | None = None,
    ) -> HttpResponse:
        """Lead to the screen with all that was typed and what is wrong.

        ``left_out`` are the revisions that nobody opened, ``wrong_comment`` is the
        suffix of the form for a comment that is shown with its error.
        """
        for problem in problems:
            messages.error(self.request, problem)
        self.request.session[self._session_key()] = {
            "sent": self.sent.urlencode(),
            "left_out": list(left_out),
            "comment_problem": comment_problem,
            "wrong_comment": wrong_comment,
        }
        return redirect(self.request.path)


FIELDS = {"comment": "Comment on your decision", "text": "Your comment"}
"""The boxes of the screen that people type into."""


def unsent_texts(sent: QueryDict) -> list[tuple[str, str]]:
    """Return what was typed, each text with the label of its box."""
    texts = []
    for name in sent:
        # The part after the dash says which item of the set it is about.
        label = FIELDS.get(name.partition("-")[0])
        text = str(sent.get(name, "")).strip()
        if label and text:
            texts.append((label, text))
    return texts
