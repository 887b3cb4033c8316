"""Forms of signing in and of one's own account."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User

from pages.core.folding import fold

ANOTHER_HAS_IT = "Another account has this address."


class SignInForm(LoginForm):
    """Asks for a name or address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or e-mail address"
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class FirstPasswordForm(SetPasswordForm):
    """Asks whoever was invited for a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = ""  # the screen says it in fewer words
        self.fields["new_password2"].label = "The same password again"
        self.fields["new_password2"].help_text = ""


class NewAddressForm(forms.Form):
    """Asks for the new e-mail address of one's own account."""

    address = forms.EmailField(
        label="New e-mail address",
        help_text="We send a link there. The address changes when you open it.",
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
    """Tell whether another account has this address, or is found by it, however it is spelt."""
    others = get_user_model().objects.exclude(pk=user.pk).values_list("email", "username")
    return any(fold(address) in {fold(email), fold(name)} for email, name in others)
