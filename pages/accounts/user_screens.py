"""The screens of others' accounts: people are invited, and choose their passwords themselves."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from pages.moderation.desk.accounts import AccountViewSet as ModeratedAccountViewSet
from pages.moderation.desk.accounts import AddAccount, EditAccount
from pages.moderation.gate.roles import display_name

from . import enrolment
from .forms import ANOTHER_HAS_IT, is_taken


class _OneAddressEach:
    """Refuses the address of another account."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        if address != self.instance.email and is_taken(address, self.instance):
            raise ValidationError(ANOTHER_HAS_IT)
        return address


class InvitationForm(_OneAddressEach, UserCreationForm):
    """The form of a new account."""


class AccountForm(_OneAddressEach, UserEditForm):
    """The form of an account."""


class InviteView(AddAccount):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        enrolment.invite(person, display_name(self.request.user))
        return person


class AccountViewSet(ModeratedAccountViewSet):
    """The screens of accounts."""

    add_view_class = InviteView
    edit_view_class = EditAccount

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return AccountForm if for_update else InvitationForm
