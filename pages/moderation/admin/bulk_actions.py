"""Bulk actions: those that a list offers, and Wagtail's changed to say beforehand what they will not do."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from pages.moderation.rules import roles


def offered_bulk_actions(model: type[Model], user: User) -> Iterator[type[BulkAction]]:
    """Return the bulk actions on ``model`` to offer to ``user``, in Wagtail's order."""
    actions = bulk_action_registry.get_bulk_actions_for_model(model._meta.app_label, model._meta.model_name)
    for action in sorted(actions, key=lambda each: each.action_priority):
        if _is_allowed(action, model, user):
            yield action


def _is_allowed(action: type[BulkAction], model: type[Model], user: User) -> bool:
    """Tell whether ``user`` may do this to some objects. With pages it depends on each: see its screen."""
    if action.action_type == "add_to_collection" and Collection.objects.count() == 1:
        return False
    needed = "delete" if action.action_type == "delete" else "change"
    return issubclass(model, Page) or policy_registry.get_by_type(model).user_has_permission(user, needed)


class DeleteSnippetsAction(DeleteBulkAction):
    """Deletes snippets that are not public."""

    def check_perm(self, snippet: Model) -> bool:
        """Leave out what is public: it has to be taken down first."""
        return super().check_perm(snippet) and not getattr(snippet, "live", False)


class GiveRoleAction(AssignRoleBulkAction):
    """Gives several people a role; some roles then wait for a second person."""

    display_name = "Give a role"
    aria_label = "Give the selected people a role"

    def check_perm(self, obj: User) -> bool:
        """Leave the user out: nobody gives themselves a role."""
        return super().check_perm(obj) and obj != self.request.user

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Name those who have the role now; of the others a warning tells."""
        role = self.cleaned_form.cleaned_data["role"]
        holders = role.user_set.filter(pk__in=[person.pk for person in self.actionable_objects])
        names = ", ".join(roles.display_name(person) for person in holders)
        return f"Role given: {role} to {names}." if names else None


class SetActiveStateAction(SetActiveStateBulkAction):
    """Makes accounts active or inactive, each by saving it: Wagtail's own sends no signal."""

    def check_perm(self, obj: User) -> bool:
        """Leave superusers to superusers, as the form of an account does."""
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)

    @classmethod
    def execute_action(
        cls, objects: Iterable[User], mark_as_active: bool = False, user: User | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Save each account, but not one's own, and return how many there were."""
        people = [person for person in objects if person != user]
        for person in people:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
        return len(people), 0
