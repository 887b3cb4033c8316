"""Bulk actions: those that a list offers, and Wagtail's changed to say beforehand what they will not do."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.pages.bulk_actions import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    SetActiveStateBulkAction,
)

from pages.core.grouping import keys_of
from pages.moderation.approval import roles
from pages.moderation.approval.permissions import has_live_pages
from pages.moderation.approval.publication_set import PublicationSet, sets_holding
from pages.moderation.approval.set_actions import add, make_set
from pages.moderation.dual_control.accounts import (
    change_access,
    change_right,
    may_change,
)
from pages.moderation.dual_control.page_moves import ask_to_move

from .people import warn_of_pending_changes
from .sets import obstacle_to_set


def offered_bulk_actions(model: type[Model], user: User) -> Iterator[type[BulkAction]]:
    """Yield what ``user`` may do to some objects.

    With pages it depends on each: see the action's screen.
    """
    actions = bulk_action_registry.get_bulk_actions_for_model(
        model._meta.app_label, model._meta.model_name
    )
    for action in sorted(actions, key=lambda action: action.action_priority):
        if (
            action.action_type == "add_to_collection"
            and Collection.objects.count() == 1
        ):
            continue
        needed = "delete" if action.action_type == "delete" else "change"
        if issubclass(model, Page) or policy_registry.get_by_type(
            model
        ).user_has_permission(user, needed):
            yield action


def label_of_bulk_action(
    action: type[BulkAction], model: type[Model], user: User
) -> str:
    """Return the text of the button.

    With pages it says that ``user`` can do this to drafts alone.
    """
    if not issubclass(model, Page):
        return str(action.display_name)
    if action.action_type == "delete":
        return "Delete drafts"
    if action.action_type == "move" and not roles.is_site_administrator(user):
        return "Move drafts"
    return str(action.display_name)


class DeleteSnippetsAction(DeleteBulkAction):
    """Deletes snippets that are not public."""

    def check_perm(self, snippet: Model) -> bool:
        """Leave out what is public: it has to be taken down first."""
        return super().check_perm(snippet) and not getattr(snippet, "live", False)


class ShowsRefusal:
    """Shows the form again with the reason if nothing was changed, and passes the request to the action."""

    request: Any

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "request": self.request}  # type: ignore[misc]


class GiveRoleAction(ShowsRefusal, AssignRoleBulkAction):
    """Gives several people a role; some roles then wait for a second person."""

    display_name = "Give a role"
    aria_label = "Give the selected people a role"

    def check_perm(self, obj: User) -> bool:
        """Leave the user out, as nobody gives themselves a role, and leave superusers to superusers."""
        user = self.request.user
        return super().check_perm(obj) and may_change(user, obj) and obj != user

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[User],
        role: Any = None,
        request: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        """Give each the role, or ask for it."""
        people = list(objects)
        asked = [
            change_right(person, request.user, role.name, give=True)
            for person in people
        ]
        warn_of_pending_changes(request, asked)
        return len(people), 0

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str | None:
        """Name those who have the role now; of the others a warning tells."""
        role = self.cleaned_form.cleaned_data["role"]
        holders = role.user_set.filter(pk__in=keys_of(self.actionable_objects))
        names = ", ".join(map(roles.display_name, holders))
        return f"Role given: {role} to {names}." if names else None


class SetActiveStateAction(ShowsRefusal, SetActiveStateBulkAction):
    """Makes accounts active or inactive, or asks for it."""

    def check_perm(self, obj: User) -> bool:
        """Leave superusers to superusers, as the form of an account does."""
        return super().check_perm(obj) and may_change(self.request.user, obj)

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[User],
        mark_as_active: bool = False,
        request: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        """Change each account, but not one's own, and return how many there were."""
        people = [person for person in objects if person != request.user]
        warn_of_pending_changes(
            request,
            [change_access(person, request.user, mark_as_active) for person in people],
        )
        return len(people), 0

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str | None:
        """Count those who are active, or are not, by now; of the others a warning tells."""
        is_active = self.cleaned_form.cleaned_data["mark_as_active"]
        people = User.objects.filter(pk__in=keys_of(self.actionable_objects))
        changed = people.filter(is_active=is_active).count()
        return super().get_success_message(changed, 0) if changed else None


class MoveAction(ShowsRefusal, MoveBulkAction):
    """Moves drafts, and asks a second person to confirm that public pages are moved."""

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        destination: Page | None = None,
        request: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        drafts = []
        for page in objects:
            if has_live_pages(page):
                warn_of_pending_changes(
                    request, [ask_to_move(page.specific, destination, request.user)]
                )
            else:
                drafts.append(page)
        return super().execute_action(drafts, destination=destination, **kwargs)

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str | None:
        if not num_parent_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


class ChosenSetForm(forms.Form):
    """Asks for an open set, or the title of a new one."""

    publication_set = forms.ModelChoiceField(
        queryset=PublicationSet.objects.filter(state=PublicationSet.State.OPEN),
        required=False,
        empty_label="New set",
        help_text="Only sets that have not been submitted are listed.",
    )
    title = forms.CharField(
        required=False,
        max_length=PublicationSet._meta.get_field("title").max_length,
        label="Title of the new set",
        help_text="Readers can see it in the history of each page. "
        "The person who enters it cannot approve the set.",
    )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if not self.errors and not chosen["publication_set"] and not chosen["title"]:
            self.add_error("title", "Enter a title, or choose a set above.")
        return chosen


class PutIntoSetAction(ShowsRefusal, PageBulkAction):
    """Puts the latest drafts of pages into a new or an open set, by the rules of the set's own screen."""

    display_name = "Add to a set"
    action_type = "put_into_set"
    aria_label = "Add the selected pages to a publication set"
    template_name = "moderation/put_into_set.html"
    action_priority = 5
    form_class = ChosenSetForm

    def check_perm(self, page: Page) -> bool:
        return not self._obstacle(page)

    def _obstacle(self, page: Page) -> str:
        return obstacle_to_set(page, self.request.user, sets_holding([page]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of each page that is left out why it is."""
        context = super().get_context_data(**kwargs)
        for left_out in context["items_with_no_access"]:
            left_out["reason"] = self._obstacle(left_out["item"])
        return context

    def execute_action(self, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        """Put the pages in, and lead to the set, where it is submitted."""
        if not objects:
            raise ValidationError(
                "Someone has since submitted or changed these. Check the list again."
            )
        user = self.request.user
        chosen = self.cleaned_form.cleaned_data
        pages = [page.specific for page in objects]
        publication_set = chosen["publication_set"]
        if publication_set:
            add(publication_set, user, pages)
        else:
            publication_set = make_set(user, chosen["title"], objects=pages)
        self.next_url = reverse("moderation:set", args=[publication_set.pk])
        return len(pages), 0

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        return f"Added to the set: {num_parent_objects}."
