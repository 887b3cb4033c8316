"""The screen on which authors read comments and suggested wording, and deal with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin import compare, messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.compare import TextDiff, text_from_html
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, Revision

from pages.core.stored_content import parse_key
from pages.moderation.gate import remarks, roles
from pages.moderation.gate.locks import lock_row
from pages.moderation.gate.roles import StaffRequest
from pages.moderation.gate.texts import Text
from pages.moderation.mails.workflow_emails import notify_of_remark, remarks_address

from .menus import Screen
from .open_reviews import find_moderated_object


class RemarkForm(forms.Form):
    """What somebody remarks on a page or snippet, for its authors."""

    called: str
    typed_in: str

    def keep(self, obj: Any, revision: Revision, user: User) -> Iterable[int]:
        """Store it, and return who is told beside the authors, or raise ``ValidationError``."""
        raise NotImplementedError

    def leave(self, obj: Any, revision: Revision, user: User) -> bool:
        """Keep it and tell those who take part, unless they know; or let the form say why it is not kept."""
        if self.is_valid():
            try:
                self._keep_once(obj, revision, user)
            except ValidationError as error:
                self.add_error(self.typed_in, error)
        return self.is_valid()

    @transaction.atomic
    def _keep_once(self, obj: Any, revision: Revision, user: User) -> None:
        lock_row(obj)  # so that it is kept once, if the button is pressed twice
        waiting = (remarks.suggestions_for(obj), remarks.open_comments(obj))
        is_first = not any(each.filter(user=user).exists() for each in waiting)
        others = self.keep(obj, revision, user)
        if is_first:
            notify_of_remark(obj, user, others)


class CommentForm(RemarkForm):
    """A comment on a page, on the whole or on one of its fields."""

    called, typed_in = "comment", "text"

    about = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the comment."},
    )

    def __init__(self, obj: Any, fields: Iterable[Any] = (), data: Any = None, suffix: str = "") -> None:
        """Offer the ``fields`` to comment on; there are no comments on snippets. Ids end in ``suffix``."""
        super().__init__(data, prefix=None, auto_id=f"id_remark_%s{suffix}")
        self.is_possible = isinstance(obj, Page)
        self.labels = {each.name: capfirst(str(each.comparison.field_label())) for each in fields}
        about: Any = self.fields["about"]
        about.choices = [("", "All of it"), *self.labels.items()]

    def keep(self, obj: Any, revision: Revision, user: User) -> Iterable[int]:
        if not self.is_possible:
            raise PermissionDenied
        others = set(remarks.open_comments(obj).values_list("user_id", flat=True))
        about = self.cleaned_data["about"]
        remarks.add_comment(obj, user, self.cleaned_data["text"], about, self.labels.get(about, ""))
        return others


class SuggestionForm(RemarkForm):
    """One text of the draft to suggest other wording for."""

    called, typed_in = "suggestion", "wording"

    def __init__(self, number: int, text: Text, data: Any = None, suffix: str = "") -> None:
        """Offer ``text``, the one with this ``number`` among the texts of the draft; see ``suffix`` there."""
        super().__init__(data, prefix=f"text-{number}{suffix}", initial={"wording": text.value})
        self.number, self.text = number, text
        self.fields["wording"] = text.field
        text.field.label = f"Your wording of “{text.label}”"

    def keep(self, obj: Any, revision: Revision, user: User) -> Iterable[int]:
        remarks.suggest(revision, user, self.text, self.cleaned_data["wording"])
        return ()


@dataclass
class ShownSuggestion:
    """A suggestion as the screens show it."""

    suggestion: remarks.Suggestion
    is_current: bool

    def __post_init__(self) -> None:
        suggestion = self.suggestion
        texts = [suggestion.before, suggestion.after]
        before, after = [text_from_html(text) for text in texts] if suggestion.is_rich else texts
        changes = compare.diff_text(before, after).changes
        self.before = TextDiff([each for each in changes if each[0] != "addition"]).to_html()
        self.after = TextDiff([each for each in changes if each[0] != "deletion"]).to_html()
        self.says_the_same = before == after
        self.who = roles.display_name(suggestion.user)


def open_suggestions(obj: Any) -> list[ShownSuggestion]:
    suggestions: QuerySet[remarks.Suggestion] = remarks.suggestions_for(obj).select_related("user")
    content = obj.latest_revision.content if obj.latest_revision else {}
    return [ShownSuggestion(each, remarks.is_current(each, content)) for each in suggestions]


def open_remarks(obj: Any, request: StaffRequest) -> dict[str, Any]:
    comments = [
        {"comment": each, "about": remarks.field_label(each, obj), "who": roles.display_name(each.user)}
        for each in remarks.open_comments(obj)
    ]
    suggestions = open_suggestions(obj)
    return {
        "comments": comments,
        "suggestions": suggestions,
        "usable": [each for each in suggestions if each.is_current],
        "may_use_suggestions": remarks.may_use_suggestions(obj, request.user),
        "remarks_address": remarks_address(obj),
        "here": request.path,
    }


def say_what_was_remarked(request: HttpRequest, obj: Any) -> None:
    """Lead from the editor to the remarks on ``obj``, if there are any."""
    lists = {"open comment": remarks.open_comments(obj), "suggestion": remarks.suggestions_for(obj)}
    counts = {name: each.count() for name, each in lists.items()}
    found = [f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items() if count]
    if found:
        lock = obj.get_lock()
        # What says that it is in review leads there, too.
        is_offered = lock and lock.for_user(request.user)
        button = messages.button(remarks_address(obj), "Comments and suggested wording")
        text = f"From the review: {' and '.join(found)}."
        messages.info(request, text, buttons=[] if is_offered else [button])


class RemarksView(Screen, TemplateView):
    """Shows the comments and the suggested wording, to whoever may open the editor."""

    template_name = "moderation/remarks_screen.html"
    page_title = "Comments and suggested wording"
    header_icon = "comment"
    heading_names_subject = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = find_moderated_object(self.kwargs["label"], self.kwargs["pk"])
        self.page_subtitle = self.object.full_name
        self.edit_address = AdminURLFinder(self.request.user).get_edit_url(self.object)
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return bool(self.edit_address)

    def level_above(self) -> list[dict[str, str]]:
        return [{"url": self.edit_address, "label": self.page_subtitle}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("comment_form") or CommentForm(self.object)
        context = {**super().get_context_data(**kwargs), **open_remarks(self.object, self.request)}
        return {**context, "comment_form": form, "edit_address": self.edit_address}

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "about" in request.POST:
            form = CommentForm(self.object, data=request.POST)
            if not form.leave(self.object, self.object.latest_revision, request.user):
                messages.error(request, "Your comment was not sent.")
                return self.render_to_response(self.get_context_data(comment_form=form))
            messages.success(request, "Your comment was sent.")
        else:
            self._deal_with_chosen(request.POST)
        return redirect(get_valid_next_url_from_request(request) or request.path)

    def _deal_with_chosen(self, sent: QueryDict) -> None:
        suggestions = remarks.suggestions_for(self.object)
        if sent.get("use") == "all":
            self._use([each.suggestion for each in open_suggestions(self.object) if each.is_current])
        elif suggestion := suggestions.filter(pk=parse_key(sent.get("use")) or 0).first():
            self._use([suggestion])
        elif suggestion := suggestions.filter(pk=parse_key(sent.get("refuse")) or 0).first():
            remarks.refuse_suggestion(self.object, self.request.user, suggestion)
            messages.success(self.request, "The suggestion is gone.")
        elif comment := remarks.open_comments(self.object).filter(pk=parse_key(sent.get("deal"))).first():
            remarks.deal_with_comment(comment, self.request.user)
            messages.success(self.request, "The comment is dealt with.")
        else:
            messages.warning(
                self.request, "This is gone already: somebody used it, took it back or dealt with it."
            )

    def _use(self, suggestions: list[remarks.Suggestion]) -> None:
        try:
            remarks.use_suggestions(self.object, self.request.user, suggestions)
        except ValidationError as error:
            for message in error.messages:
                messages.error(self.request, message)
            return
        in_review = type(self.object)._default_manager.get(pk=self.object.pk).workflow_in_progress
        after = " The review begins again with it." if in_review else " Submit it when you are ready."
        messages.success(self.request, f"The wording was taken over, and saved as a draft.{after}")
