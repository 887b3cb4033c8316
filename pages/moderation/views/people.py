"""The screens of accounts and of confirmations by a second person."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.users.views.users import EditView, IndexView

from pages.core.stored_content import parse_key
from pages.moderation.approval import roles
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.dual_control import (
    accounts,
    membership,
    second_person,
)
from pages.moderation.dual_control.accounts import roles_waiting_for
from pages.moderation.dual_control.second_person import PendingChange

from .base import AdminView


class HideSuperuserField:
    """Removes the superuser field from an account form: ``manage.py administer`` changes it."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Remove the field, so that a value sent for it is ignored too."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.fields.pop("is_superuser", None)
        return form


class EditAccount(HideSuperuserField, EditView):
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
            address = form.fields["email"]
            address.disabled = True
            address.help_text = (
                "You can change this under “Sign-in and security” in your account."
            )
        return form

    def save_instance(self) -> User:
        """Change what takes one person, and ask for the rest."""
        wanted = self.form.cleaned_data
        user = self.request.user
        person = User.objects.get(pk=self.object.pk)
        asked = [accounts.change_details(person, user, wanted)]
        if not self.editing_self:
            asked.append(accounts.change_access(person, user, wanted["is_active"]))
            asked.extend(accounts.change_roles(person, user, wanted["groups"]))
        warn_of_pending_changes(self.request, asked)
        return User.objects.get(pk=person.pk)


def warn_of_pending_changes(
    request: HttpRequest, asked: Iterable[PendingChange | None]
) -> None:
    """Name each request that a second person must confirm."""
    for change in asked:
        if change:
            text = f"Awaiting confirmation by a second person: {change}. Nothing has changed yet."
            messages.warning(request, text)


def describe_roles(person: User) -> str:
    groups = [group.name for group in person.groups.all()]
    waiting = [
        f"{pending.data['role']} (to be confirmed)"
        for pending in roles_waiting_for(person)
    ]
    superuser = ["Superuser"] if person.is_superuser else []
    return ", ".join(superuser + groups + waiting) or "No role"


class AccountsView(IndexView):
    """Lists the accounts with their roles, where Wagtail tells only superusers from the others."""

    @cached_property
    def columns(self) -> list[Column]:
        columns = super().columns
        for place, column in enumerate(columns):
            if column.name == "is_superuser":
                columns[place] = Column(
                    "roles", label="Roles", accessor=describe_roles, width="25%"
                )
        return columns

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().prefetch_related("groups", "pending_changes")


def show_open_work_on_opening(request: StaffRequest, person: User) -> None:
    """Call ``show_open_work`` when the screen opens; after a change another hook calls it."""
    if request.method == "GET":
        show_open_work(request, person)


def show_open_work(request: StaffRequest, person: User) -> None:
    """Warn about roles that wait for confirmation, a missing role, or work that an inactive account left."""
    for pending in roles_waiting_for(person):
        text = (
            f"{roles.display_name(person)}: “{pending.data['role']}” takes effect once a second person "
            "confirms it under “Confirmations needed” in the settings."
        )
        if not pending.confirmers:
            text += " No one on this site can confirm it. "
            text += "The people who run the server can: manage.py confirm_change."
        messages.warning(request, text)
    if not person.is_active:
        _list_work_to_hand_on(request, person)
    elif not (
        person.is_superuser or person.groups.exists() or roles_waiting_for(person)
    ):
        messages.warning(
            request,
            f"{roles.display_name(person)} has no role yet, so they cannot use the CMS.",
        )


def show_open_work_after_bulk_change(
    request: StaffRequest, action_type: str, people: Iterable[User], action: Any
) -> None:
    if action_type in {"set_active_state", "assign_role"}:
        for person in people:
            person.refresh_from_db()
            show_open_work(request, person)


def _list_work_to_hand_on(request: StaffRequest, person: User) -> None:
    name = roles.display_name(person)
    drafts = membership.open_drafts(person)
    reviews = membership.open_reviews(person)
    _show_work(request, name, "wrote or submitted (not public yet)", drafts)
    _show_work(request, name, "could review", reviews)


def _show_work(
    request: StaffRequest, name: str, description: str, objects: Iterable[Any]
) -> None:
    if objects:
        edit_url = AdminURLFinder(request.user).get_edit_url
        links = format_html_join(
            "; ", '<a href="{}">{}</a>', [(edit_url(obj) or "", obj) for obj in objects]
        )
        text = format_html(
            "Work for others to take over. What {} {}: {}", name, description, links
        )
        messages.warning(request, text)


class SecondPersonView(AdminView, TemplateView):
    """Lists the changes that wait, with buttons for who may decide; offers to suspend an account."""

    page_title = "Confirmations needed"
    header_icon = "user"
    template_name = "moderation/second_person.html"

    def may_open(self) -> bool:
        return True  # everybody sees what they asked for, and what concerns them

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [
            (
                change,
                roles.display_name(change.asked_by),
                change.may_be_confirmed_by(user),
                change.may_be_refused_by(user),
            )
            for change in second_person.changes_seen_by(user)
        ]
        return super().get_context_data(
            **kwargs,
            rows=rows,
            accounts=membership.accounts_to_suspend(user),
        )

    def post(self, request: StaffRequest) -> HttpResponse:
        if "account" in request.POST:
            self._suspend(request)
        else:
            self._decide(request)
        return redirect(second_person.SCREEN)

    def _suspend(self, request: StaffRequest) -> None:
        accounts = membership.accounts_to_suspend(request.user)
        person = get_object_or_404(accounts, pk=parse_key(request.POST["account"]))
        membership.suspend(person, request.user)
        person.refresh_from_db()
        messages.success(
            request,
            f"{roles.display_name(person)} is suspended and has been signed out.",
        )
        show_open_work(request, person)

    def _decide(self, request: StaffRequest) -> None:
        decisions = {
            "confirm": (second_person.confirm, "confirmed"),
            "refuse": (second_person.refuse, "rejected"),
        }
        action = request.POST.get("action", "")
        if action not in decisions:
            raise PermissionDenied
        decide, outcome = decisions[action]
        change = get_object_or_404(
            PendingChange, pk=parse_key(request.POST.get("change"))
        )
        name = str(change)
        try:
            decide(change, request.user)
        except PendingChange.DoesNotExist:  # somebody else has decided
            raise Http404 from None
        except ValidationError as error:
            messages.error(
                request, f"This could not be done. {' '.join(error.messages)}"
            )
        else:
            messages.success(request, f"{name}: {outcome}.")
