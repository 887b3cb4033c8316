"""The screens of accounts, where only a superuser makes superusers or changes one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.users.views.users import CreateView, EditView, UserViewSet


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


class AccountViewSet(UserViewSet):
    """The accounts; none is copied, which would copy its password and its rights."""

    add_view_class = AddAccount
    edit_view_class = EditAccount
    copy_view_enabled = False
