"""The screens of others' accounts: people are invited, and choose their passwords themselves."""

from typing import Any

from django.contrib.auth.models import User
from django.forms import ModelForm

from pages.moderation.desk.accounts import AccountViewSet as ModeratedAccountViewSet
from pages.moderation.desk.accounts import AddAccount, EditAccount
from pages.moderation.gate.roles import display_name

from . import enrolment
from .changes_by_others import LOCKED, is_locked


class InviteView(AddAccount):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        enrolment.invite(person, display_name(self.request.user))
        return person


class EditView(EditAccount):
    """Edits an account."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Say why a locked account stays inactive."""
        form = super().get_form(*args, **kwargs)
        if is_locked(self.object):
            form.fields["is_active"].disabled = True
            form.fields["is_active"].help_text = LOCKED
        return form


class AccountViewSet(ModeratedAccountViewSet):
    """The screens of accounts."""

    add_view_class = InviteView
    edit_view_class = EditView
