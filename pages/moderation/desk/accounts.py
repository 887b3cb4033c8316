"""The screens of accounts: only superusers change superusers, and nobody changes their own groups."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from pages.moderation.gate import roles
from pages.moderation.people import membership
from pages.moderation.people.membership import roles_waiting_for
from pages.moderation.types import StaffRequest

NOBODY_TO_CONFIRM = (
    "Nobody who may confirm it is active. Whoever runs the server can: manage.py confirm_change."
)


class _HideSuperuserField:
    """Removes the superuser field from an account form unless a superuser uses it."""

    request: StaffRequest

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Remove the field, so that a value sent for it is ignored too."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class AddAccount(_HideSuperuserField, CreateView):
    """Adds an account."""


class EditAccount(_HideSuperuserField, EditView):
    """Edits an account."""

    def setup(self, request: StaffRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse the account of a superuser to everybody else: a new password would let them in."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Show people their own groups, but do not let them change these."""
        form = super().get_form(*args, **kwargs)
        form.fields["groups"].disabled = self.editing_self
        if self.editing_self:
            form.fields["email"].disabled = True
            form.fields["email"].help_text = "Change it in “Sign-in and security” of your account."
        return form


def describe_roles(person: User) -> str:
    groups = [group.name for group in person.groups.all()]
    waiting = [f"{pending.detail} (to be confirmed)" for pending in roles_waiting_for(person)]
    superuser = ["Superuser"] if person.is_superuser else []
    return ", ".join(superuser + groups + waiting) or "No role"


class AccountsView(IndexView):
    """Lists the accounts with their roles, where Wagtail tells only superusers from the others."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns, with the roles in the place of the access level."""
        roles_column = Column("roles", label="Roles", accessor=describe_roles, width="25%")
        return [roles_column if each.name == "is_superuser" else each for each in super().columns]

    def get_base_queryset(self) -> QuerySet[User]:
        """Read the roles of all accounts together."""
        return super().get_base_queryset().prefetch_related("groups", "pending_changes")


class AccountViewSet(UserViewSet):
    """The screens of accounts. Accounts are not copied: a copy has the same password and rights.

    It is a base: the screens that add and edit are named where people are invited.
    """

    index_view_class = AccountsView
    copy_view_enabled = False


def show_open_work_on_opening(request: StaffRequest, person: User) -> None:
    """Call ``show_open_work`` when the screen opens; after a change another hook calls it."""
    if request.method == "GET":
        show_open_work(request, person)


def show_open_work(request: StaffRequest, person: User) -> None:
    """Warn about roles that wait for confirmation, a missing role, or work that an inactive account left."""
    for pending in roles_waiting_for(person):
        messages.warning(
            request,
            f"{roles.display_name(person)}: “{pending.detail}” takes effect when a second person has "
            "confirmed it, in “Waits for a second person” in the settings."
            + ("" if pending.confirmers else f" {NOBODY_TO_CONFIRM}"),
        )
    if not person.is_active:
        _list_work_to_hand_on(request, person)
    elif not (person.is_superuser or person.groups.exists() or roles_waiting_for(person)):
        messages.warning(request, f"{roles.display_name(person)} has no role yet, and so cannot use the CMS.")


def show_open_work_after_bulk_change(
    request: StaffRequest, action_type: str, people: Iterable[User], action: Any
) -> None:
    """Call ``show_open_work`` for each account that was (de)activated or given a role in bulk."""
    if action_type in {"set_active_state", "assign_role"}:
        for person in people:
            person.refresh_from_db()
            show_open_work(request, person)


def _list_work_to_hand_on(request: StaffRequest, person: User) -> None:
    edit_url = AdminURLFinder(request.user).get_edit_url
    for description, objects in (
        ("wrote or submitted, and is not public yet", membership.open_drafts(person)),
        ("could review, and waits", membership.open_reviews(person)),
    ):
        if objects:
            links = format_html_join(
                "; ", '<a href="{}">{}</a>', [(edit_url(obj) or "", obj) for obj in objects]
            )
            name = roles.display_name(person)
            text = format_html("Work for others to take over. What {} {}: {}", name, description, links)
            messages.warning(request, text)
