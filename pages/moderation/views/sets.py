"""The screens of publication sets, and the drafts that can be put into one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.generic import ListView, TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models

from pages.moderation.approval import review_policy, roles, set_actions
from pages.moderation.approval.audit_log import model_label
from pages.moderation.approval.authors import add_author_of
from pages.moderation.approval.locks import lock_set
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.publication_set import PublicationSet, sets_holding
from pages.moderation.approval.removals import removed_together
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.moderated import Moderated

from .base import AdminView
from .open_reviews import find_moderated_object, review_address

MOST = 200
"""How many drafts of one kind the screen offers: those beyond are found in the lists."""


def item_key(obj: Any) -> str:
    return f"{model_label(obj)}:{obj.pk}"


def find_by_key(key: str) -> Any:
    label, _, pk = key.partition(":")
    return find_moderated_object(label, pk)


def candidates_for(user: User) -> list[tuple[str, Any]]:
    """Return the keys and the drafts that ``user`` can put into a set."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = pages.filter(has_unpublished_changes=True).order_by("path").specific()
    drafts = list(pages.prefetch_workflow_states().annotate_approved_schedule()[:MOST])
    for model in get_snippet_models():
        if issubclass(model, Moderated):
            drafts += model.objects.filter(has_unpublished_changes=True)[:MOST]
    holders = sets_holding(drafts)
    return [
        (item_key(obj), obj)
        for obj in drafts
        if not obstacle_to_set(obj, user, holders)
    ]


def obstacle_to_set(obj: Any, user: User, holders: dict[Any, PublicationSet]) -> str:
    """Say why ``user`` can’t put the draft of ``obj`` into a set; empty if they can.

    See ``sets_holding``.
    """
    if obstacle := set_actions.obstacle_to_adding(obj, holders.get(obj)):
        return obstacle
    if not obj.has_unpublished_changes:
        return "It has no draft. Edit it first."
    return "" if may_edit(obj, user) else "You cannot edit it."


class SetForm(forms.ModelForm):
    """What is said of a set as a whole."""

    class Meta:
        model = PublicationSet
        fields = ["title", "change_note", "go_live_at"]
        widgets = {
            "change_note": forms.Textarea(attrs={"rows": 3}),
            "go_live_at": AdminDateTimeInput,
        }
        error_messages = {"title": {"required": "Enter a title."}}


class SetListView(AdminView, ListView):
    """Lists the sets with their state and who has them next, and makes new ones."""

    template_name = "moderation/sets.html"
    page_title = "Publication sets"
    header_icon = "folder-open-1"
    opens_to = staticmethod(roles.may_see_sets)
    paginate_by = 50
    queryset = PublicationSet.objects.select_related("made_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            (publication_set, publication_set.objects_in_order())
            for publication_set in context["object_list"]
        ]
        return {
            **context,
            "rows": [
                (publication_set, objects, who_is_next(publication_set, objects))
                for publication_set, objects in rows
            ],
        }

    def post(self, request: StaffRequest) -> HttpResponse:
        publication_set = set_actions.make_set(request.user, set_actions.NEW_TITLE)
        return redirect("moderation:set", publication_set.pk)


def who_is_next(publication_set: PublicationSet, objects: list[Any]) -> str:
    if publication_set.state == PublicationSet.State.IN_REVIEW and objects:
        return review_policy.describe_approvers(objects[0])[0]
    if publication_set.state == PublicationSet.State.OPEN and publication_set.made_by:
        return f"Created by {roles.display_name(publication_set.made_by)}."
    return ""


class SetView(AdminView, TemplateView):
    """Shows a set, and lets its authors put it together, submit it and take it back."""

    template_name = "moderation/set.html"
    page_title = "Publication set"
    header_icon = "folder-open-1"
    opens_to = staticmethod(roles.may_see_sets)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.set = get_object_or_404(PublicationSet, pk=self.kwargs["pk"])
        self.page_subtitle = self.set.title
        return super().dispatch(request, *args, **kwargs)

    def level_above(self) -> list[dict[str, str]]:
        return [{"url": reverse("moderation:sets"), "label": "Publication sets"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        objects = self.set.objects_in_order()
        edit_url = AdminURLFinder(user).get_edit_url
        form = kwargs.get("form") or SetForm(instance=self.set)
        if not self.set.is_open:
            for field in form.fields.values():
                field.disabled = True
        return {
            **super().get_context_data(**kwargs),
            "set": self.set,
            "form": form,
            "media": form.media,
            "items": [
                (item_key(obj), obj, edit_url(obj) or "", _preview_address(obj))
                for obj in objects
            ],
            "left_down": _left_down(objects) if self.set.is_open else [],
            "candidates": [] if self.set.published_at else candidates_for(user),
            "ticked": self.request.POST.getlist("add"),
            "next": who_is_next(self.set, objects),
            "may_withdraw": set_actions.may_withdraw(self.set, user),
            "review_address": review_address(objects[0], user) if objects else "",
        }

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("action", "save")
        form = SetForm(request.POST, instance=self.set)
        keeps_form = chosen not in ("withdraw", "discard") and self.set.is_open
        try:
            if keeps_form and not self._save(form):
                messages.error(request, "Not saved. There are errors below.")
                return self.render_to_response(self.get_context_data(form=form))
            messages.success(request, self._act(chosen))
        except ValidationError as error:
            edit_url = AdminURLFinder(request.user).get_edit_url
            not_done = "This could not be done."
            if chosen == "submit":
                not_done = "Could not submit:"
            for problem in error.error_list:
                messages.error(request, _with_way_to_form(not_done, problem, edit_url))
            self.set.refresh_from_db()
            return self.render_to_response(
                self.get_context_data(form=SetForm(instance=self.set))
            )
        if chosen == "discard":
            return redirect("moderation:sets")
        return redirect(request.path)

    @transaction.atomic
    def _save(self, form: SetForm) -> bool:
        """Store what is said of the set, unless somebody has submitted it since it was opened."""
        if not lock_set(self.set.pk).is_open:
            raise ValidationError("Someone has submitted this set since you opened it.")
        if form.is_valid():
            form.save()
            if form.has_changed():
                add_author_of(self.set, self.request.user)
        return form.is_valid()

    def _act(self, chosen: str) -> str:
        """Do what was ``chosen``, and return what to say of it."""
        user = self.request.user
        if chosen == "withdraw":
            set_actions.withdraw(self.set, user)
            return "The submission has been withdrawn. You can edit the set now."
        if chosen == "discard":
            set_actions.discard(self.set, user)
            return "The set has been deleted. The drafts are kept."
        if chosen == "add":
            objects = list(map(find_by_key, self.request.POST.getlist("add")))
            set_actions.add(self.set, user, objects)
            return f"Added to the set: {len(objects)}."
        if chosen.startswith("remove "):
            set_actions.remove(
                self.set, user, [find_by_key(chosen.removeprefix("remove "))]
            )
            return "Removed from the set. The draft is kept."
        if chosen == "submit":
            if self.request.POST.getlist("add"):
                raise ValidationError(
                    "You ticked drafts that are not in the set. Add or untick them first."
                )
            set_actions.submit(self.set, user)
            return f"Submitted for moderation. {who_is_next(self.set, self.set.objects_in_order())}"
        return "Saved."


def _left_down(objects: list[Any]) -> list[Any]:
    """Return the pages that were taken down with one of ``objects`` and are not put back with it."""
    pages: list[Any] = []
    for obj in objects:
        if obj not in pages:
            pages += [page for page in removed_together(obj) if page not in pages]
    return [page for page in pages if page not in objects]


def _preview_address(obj: Any) -> str:
    if not obj.latest_revision_id:
        return ""
    if hasattr(obj, "get_url_parts"):
        return reverse("wagtailadmin_pages:view_draft", args=[obj.pk])
    viewset = type(obj).snippet_viewset
    return reverse(
        viewset.get_url_name("revisions_view"), args=[obj.pk, obj.latest_revision_id]
    )


def _with_way_to_form(
    not_done: str, problem: ValidationError, edit_url: Callable[[Any], str | None]
) -> str:
    """Return ``not_done`` and the problem, which links to the form where it can be fixed, if there is one."""
    text = " ".join(problem.messages)
    if not isinstance(problem, set_actions.ItemProblemError):
        return f"{not_done} {text}"
    address = edit_url(problem.obj)
    if not address:
        return f"{not_done} {text}"
    return format_html('{} <a href="{}">{}</a>', not_done, address, text)
