"""The screens of accounts: superusers are for superusers, and one's own groups for others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from pages.moderation.people import open_work
from pages.moderation.rules import roles


class _NoSuperuserBesides:
    """A form of an account that offers, and takes, no more than the person has."""

    request: Any

    def get_form(self, *args, **options):
        """Leave out the box for superusers, and with it what is sent in its name."""
        form = super().get_form(*args, **options)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class AddAccount(_NoSuperuserBesides, CreateView):
    """A new account."""


class EditAccount(_NoSuperuserBesides, EditView):
    """An account, of which another password would let somebody in."""

    def setup(self, request, *args, **kwargs):
        """Refuse everyone else the account of a superuser."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied

    def get_form(self, *args, **options):
        """Show one's own groups without letting them be changed."""
        form = super().get_form(*args, **options)
        form.fields["groups"].disabled = self.editing_self
        return form


class AccountViewSet(UserViewSet):
    """The accounts; none is copied, which would copy its password and its rights."""

    add_view_class = AddAccount
    edit_view_class = EditAccount
    copy_view_enabled = False


def before_editing(request, person) -> None:
    """Call ``tell_of_open_work`` when the screen opens; after a change Wagtail's own hook calls it."""
    if request.method == "GET":
        tell_of_open_work(request, person)


def tell_of_open_work(request, person) -> None:
    """Tell which roles of ``person`` wait, that they have none, or what an inactive account left."""
    for pending in person.pending_roles.all():
        messages.warning(
            request,
            f"“{pending.role}” takes effect when a second person has confirmed it, "
            "in “Roles to confirm” in the settings.",
        )
    if not person.is_active:
        _say_what_was_left(request, person)
    elif not person.is_superuser and not person.groups.exists() and not person.pending_roles.exists():
        messages.warning(request, f"{roles.name_of(person)} has no role yet, and so cannot use the CMS.")


def after_bulk_change(request, action_type, people, action) -> None:
    """Tell it of each account of which the state was changed or to which a role was given in bulk."""
    if action_type in {"set_active_state", "assign_role"}:
        for person in people:
            person.refresh_from_db()
            tell_of_open_work(request, person)


def _say_what_was_left(request, person) -> None:
    for what, objects in (
        ("wrote or submitted, and is not public yet", open_work.open_drafts(person)),
        ("could review, and waits", open_work.open_reviews(person)),
    ):
        if objects:
            find = AdminURLFinder(request.user).get_edit_url
            links = format_html_join("; ", '<a href="{}">{}</a>', [(find(obj) or "", obj) for obj in objects])
            text = format_html("To be handed on. What {} {}: {}", roles.name_of(person), what, links)
            messages.warning(request, text)
