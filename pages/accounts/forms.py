"""Forms of signing in, of one's own account, and of accounts that others look after."""

import json
import struct
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpResponse
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, UserViewSet

from pages.core.mailbox import mailbox
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.approval.roles import display_name
from pages.moderation.dual_control.accounts import change_roles
from pages.moderation.views.people import (
    AccountsView,
    EditAccount,
    HideSuperuserField,
    warn_of_pending_changes,
)

from . import enrolment

ANOTHER_HAS_IT = "Another account has this address or username. Adding a plus sign does not make a different address."


class SignInForm(LoginForm):
    """Asks for a name or address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email address"
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
        }
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class AnswerDecoder(json.JSONDecoder):
    """Reads the answer of a passkey: Django takes ``JSONDecodeError`` alone as a wrong answer."""

    def decode(self, text: str, *args: Any) -> Any:
        try:
            return super().decode(text, *args)
        except (
            RecursionError,
            ValueError,
        ) as error:  # nested too deeply, or a number of too many digits
            raise json.JSONDecodeError("Unreadable", text, 0) from error


class _OddAnswersAreWrong(forms.Form):
    """Refuses the odd answers of a passkey at which allauth fails: anybody may send one."""

    credential = forms.JSONField(decoder=AnswerDecoder, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            struct.error,
            TypeError,
            ValueError,
        ):
            self.add_error(
                "credential", get_adapter().validation_error("incorrect_code")
            )


class PasskeyForm(_OddAnswersAreWrong, LoginWebAuthnForm):
    """Signs in by a passkey alone."""


class PasskeyAfterPasswordForm(_OddAnswersAreWrong, AuthenticateWebAuthnForm):
    """Signs in by a passkey after the password."""


class PasskeyAgainForm(_OddAnswersAreWrong, ReauthenticateWebAuthnForm):
    """Asks who is signed in for a passkey again."""


class NewPasskeyForm(_OddAnswersAreWrong, AddWebAuthnForm):
    """Adds a passkey."""


class FirstPasswordForm(SetPasswordForm):
    """Asks whoever was invited for a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = ""  # the screen says it in fewer words
        self.fields["new_password2"].label = "The same password again"
        self.fields["new_password2"].help_text = ""


class NewAddressForm(forms.Form):
    """Asks for the new email address of one's own account."""

    address = forms.EmailField(
        label="New email address",
        help_text=(
            "We will send a link to this address. Open it to change your address. If you can approve or "
            "administer, a second person then needs to confirm it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if is_taken(address, self.user):
            raise forms.ValidationError(ANOTHER_HAS_IT)
        return address


def is_taken(address: str, user: User) -> bool:
    """Return True if another account has this mailbox, or is found by it: one person has one account."""
    others = User.objects.exclude(pk=user.pk).values_list("email", "username")
    return any(
        mailbox(address) in {mailbox(email), mailbox(name)} for email, name in others
    )


class _OneAddressEach:
    """Refuses what would find another account at sign-in: its address or user name, in either field."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        return self._unless_taken("email")

    def clean_username(self) -> str:
        return self._unless_taken("username")

    def _unless_taken(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        if text != getattr(self.instance, name) and is_taken(text, self.instance):
            raise ValidationError(ANOTHER_HAS_IT)
        return text


class InvitationForm(_OneAddressEach, UserCreationForm):
    """The form of a new account."""


class AccountForm(_OneAddressEach, UserEditForm):
    """The form of an account."""


class _TellOfSameAddress:
    """Shows the form again if another account got the address in the same moment."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            place = "email" if ANOTHER_HAS_IT in error.messages else None
            form.add_error(place, error)
            self.is_valid(form)  # type: ignore[attr-defined]  # Wagtail's view says so above the form
            return self.form_invalid(form)  # type: ignore[attr-defined]


class InviteView(_TellOfSameAddress, HideSuperuserField, CreateView):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        """Make the account without a role, then give it the roles that were chosen, or ask for them."""
        wanted = self.form.cleaned_data["groups"]
        self.form.cleaned_data["groups"] = wanted.none()
        self.form.instance.set_unusable_password()
        with opened_for(WritePurpose.ONE_PERSON):
            person = super().save_instance()
        warn_of_pending_changes(
            self.request, change_roles(person, self.request.user, wanted)
        )
        enrolment.invite(person, display_name(self.request.user))
        return person

    def get_success_message(self, instance: User) -> str:
        return f"{display_name(instance)} has been added. We emailed a link to {instance.email}."


class EditView(_TellOfSameAddress, EditAccount):
    """Edits an account."""


class AccountViewSet(UserViewSet):
    """The screens of accounts.

    Accounts are not copied: a copy has the same password and rights.
    """

    index_view_class = AccountsView
    copy_view_enabled = False
    add_view_class = InviteView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return AccountForm if for_update else InvitationForm
