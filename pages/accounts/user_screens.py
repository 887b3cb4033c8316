"""The screens of others' accounts: people are invited, and choose their passwords themselves."""

from django.contrib.auth.models import User
from django.forms import ModelForm
from django.http import HttpResponse

from pages.moderation.desk.accounts import AccountViewSet as ModeratedAccountViewSet
from pages.moderation.desk.accounts import AddAccount, EditAccount
from pages.moderation.gate.roles import display_name

from . import enrolment
from .forms import ANOTHER_HAS_IT, is_taken


class _OneAddressEach:
    """Says on the form of an account that another account has its address."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        if "email" in form.changed_data and is_taken(form.cleaned_data["email"], form.instance):
            form.add_error("email", ANOTHER_HAS_IT)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        return super().form_valid(form)  # type: ignore[misc]


class EditView(_OneAddressEach, EditAccount):
    """Edits an account."""


class InviteView(_OneAddressEach, AddAccount):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        enrolment.invite(person, display_name(self.request.user))
        return person


class AccountViewSet(ModeratedAccountViewSet):
    """The screens of accounts."""

    add_view_class = InviteView
    edit_view_class = EditView
