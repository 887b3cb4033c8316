"""The screen on which comments on a page are read, answered and resolved, also while it is in moderation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Comment, Page

from pages.core.stored_content import parse_key
from pages.moderation.approval import review_comments, roles
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.emails.workflow_emails import comments_address, notify_of_comment

from .base import AdminView


class CommentForm(forms.Form):
    """A comment on a page, on the whole or on one of its fields."""

    about = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter your comment."},
    )

    def __init__(
        self,
        obj: Any,
        fields: Iterable[Any] = (),
        data: Any = None,
        suffix: str = "",
        form_id: str = "",
    ) -> None:
        """Offer the ``fields`` to comment on; there are no comments on snippets.

        Names end in ``suffix``. ``form_id`` is that of the form on the screen that
        sends the comment.
        """
        self.suffix = suffix
        super().__init__(data, auto_id="id_comment_%s")
        if form_id:
            for field in self.fields.values():
                field.widget.attrs["form"] = form_id
        self.is_possible = isinstance(obj, Page)
        self.labels = {
            field.name: capfirst(str(field.comparison.field_label()))
            for field in fields
        }
        about: Any = self.fields["about"]
        about.choices = [("", "The whole page"), *self.labels.items()]

    def add_prefix(self, field_name: str) -> str:
        return f"{field_name}{self.suffix}"

    def send(self, obj: Any, user: User) -> bool:
        """Store the comment and tell others of it; return False if the form says why it is not stored."""
        if not self.is_possible:
            raise PermissionDenied
        if self.is_valid():
            about = self.cleaned_data["about"]
            label = self.labels.get(about, "")
            try:
                with transaction.atomic():
                    # The lock stores the comment once if the button is pressed twice.
                    lock_row(obj)
                    is_first = (
                        not review_comments.open_comments(obj)
                        .filter(user=user)
                        .exists()
                    )
                    others = set(
                        review_comments.open_comments(obj).values_list(
                            "user_id", flat=True
                        )
                    )
                    review_comments.add_comment(
                        obj, user, self.cleaned_data["text"], about, label
                    )
                    if is_first:
                        notify_of_comment(obj, user, others)
            except ValidationError as error:
                self.add_error("text", error)
        return self.is_valid()


class ReplyForm(forms.Form):
    """A reply to one comment."""

    text = forms.CharField(
        label="Your reply",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter your reply."},
    )

    def __init__(self, comment: Comment, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_reply_{comment.pk}_%s")


def shown_comments(
    obj: Any, sent_reply: ReplyForm | None = None, key: int | None = None
) -> dict[str, Any]:
    """Return what the templates show of the open comments on ``obj``, each with a form to reply.

    ``sent_reply``, to the comment with this ``key``, is shown again with what is wrong.
    """
    shown = []
    for comment in review_comments.open_comments(obj):
        form = ReplyForm(comment)
        if sent_reply and comment.pk == key:
            form = sent_reply
        shown.append(
            {
                "comment": comment,
                "about": review_comments.field_label(comment, obj),
                "who": roles.display_name(comment.user),
                "replies": [
                    (roles.display_name(reply.user), reply.text)
                    for reply in comment.replies.all()
                ],
                "form": form,
            }
        )
    address = comments_address(obj) if isinstance(obj, Page) else ""
    return {"comments": shown, "comments_address": address}


def add_open_comments_message(request: HttpRequest, obj: Any) -> None:
    """Lead from the editor to the open comments on ``obj``, if there are any."""
    count = review_comments.open_comments(obj).count()
    if count:
        lock = obj.get_lock()
        buttons = []
        # The message that it is in moderation leads there, too.
        if not lock or not lock.for_user(request.user):
            buttons = [messages.button(comments_address(obj), "Comments")]
        text = f"{count} open comment{pluralize(count)}."
        messages.info(request, text, buttons=buttons)


class CommentsView(AdminView, TemplateView):
    """Shows the open comments on a page to those who may change it."""

    template_name = "moderation/comments_screen.html"
    page_title = "Comments"
    header_icon = "comment"
    heading_names_subject = False

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.object: Any = get_object_or_404(Page, pk=self.kwargs["pk"]).specific
        self.page_subtitle = self.object.full_name
        self.edit_address = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return may_edit(self.object, self.request.user)

    def level_above(self) -> list[dict[str, str]]:
        return [{"url": self.edit_address, "label": self.page_subtitle}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **shown_comments(
                self.object, kwargs.get("reply_form"), kwargs.get("reply_to")
            ),
            "comment_form": kwargs.get("comment_form") or CommentForm(self.object),
            "edit_address": self.edit_address,
        }

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "about" in request.POST:
            return self._comment()
        key = parse_key(request.POST.get("reply") or request.POST.get("resolve"))
        comment = review_comments.open_comments(self.object).filter(pk=key or 0).first()
        if comment is None:
            messages.warning(
                request, "This comment has already been resolved or deleted."
            )
            return redirect(self._next_address())
        if "reply" in request.POST:
            return self._reply(comment)
        review_comments.resolve(comment, request.user)
        messages.success(request, "Comment resolved.")
        return redirect(self._next_address())

    def _next_address(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.request.path

    def _comment(self) -> HttpResponse:
        form = CommentForm(self.object, data=self.request.POST)
        if form.send(self.object, self.request.user):
            messages.success(self.request, "Comment added.")
            return redirect(self._next_address())
        messages.error(self.request, "Your comment was not added.")
        return self.render_to_response(self.get_context_data(comment_form=form))

    def _reply(self, comment: Comment) -> HttpResponse:
        form = ReplyForm(comment, self.request.POST)
        if form.is_valid():
            review_comments.reply(comment, self.request.user, form.cleaned_data["text"])
            notify_of_comment(
                self.object, self.request.user, review_comments.people_in(comment)
            )
            messages.success(self.request, "Reply added.")
            return redirect(self._next_address())
        messages.error(self.request, "Your reply was not added.")
        return self.render_to_response(
            self.get_context_data(reply_form=form, reply_to=comment.pk)
        )
