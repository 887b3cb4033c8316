"""The form that readers fill in, and its choices. A signed time in it tells when it was opened."""

import datetime
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.db import models
from django.http import QueryDict

from pages.core.secrets import without_secrets
from pages.core.text import PlainTextField, strip_control_characters

TEXT_LIMIT = 1200
"""The most characters of a text. A line break counts as one."""


class About(models.TextChoices):
    """What the feedback is about."""

    PAGE = "page", "The page I was on"
    MISTAKE = "mistake", "A mistake on a page"
    SITE = "site", "This website"
    RESPONSE = "response", "A response to a super-complaint"


class Useful(models.TextChoices):
    """Whether the reader found what they needed."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


TOO_SOON = datetime.timedelta(seconds=3)
"""No person types a web address into the form in less; programs do."""
TOO_LATE = datetime.timedelta(hours=24)

RENEWED_PREFIX = "again."
_signer = TimestampSigner(salt="pages.feedback.form")


def new_token(prefix: str = "") -> str:
    return _signer.sign(prefix + secrets.token_urlsafe(9))


def token_is_valid(token: str, age: datetime.timedelta = TOO_LATE) -> bool:
    """Return whether ``token`` is ours and not older than ``age``."""
    try:
        _signer.unsign(token, max_age=age)
    except BadSignature:
        return False
    return True


WEB_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def path_on_this_site(address: str) -> str:
    try:
        parts = urlsplit(strip_control_characters(address))
    except ValueError:
        return ""
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_own or parts.path.startswith(("//", "/\\")):
        return ""
    # An address that we sent to one person by email is not for the inbox.
    return "" if without_secrets(parts.path) != parts.path else parts.path[:255]


class PathField(forms.Field):
    """The path of a page of this site. Anything else is dropped, because the reader cannot correct it."""

    def clean(self, value: Any) -> str:
        return path_on_this_site(str(value or ""))


class FeedbackForm(forms.Form):
    """What the feedback is about, whether the reader found what they needed, and what happened."""

    about = forms.ChoiceField(
        required=False,
        choices=About,
        widget=forms.RadioSelect,
        label="What is your feedback about? (optional)",
    )
    useful = forms.ChoiceField(
        required=False,
        choices=Useful,
        widget=forms.RadioSelect,
        label="Did you find what you needed? (optional)",
    )
    text = PlainTextField(
        required=False,
        max_length=TEXT_LIMIT,
        label="What happened, or what could be better?",
        help_text=f"You can enter up to {TEXT_LIMIT:,} characters. Leave out names, addresses and other "
        "personal details, including other people’s.",
        error_messages={"max_length": f"Shorten your text to {TEXT_LIMIT:,} characters or fewer"},
    )
    page_path = PathField(required=False, widget=forms.HiddenInput)
    # Invisible to people; a program that fills it in gives itself away.
    subject = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @classmethod
    def for_link(cls, query: QueryDict) -> "FeedbackForm":
        path = path_on_this_site(query.get("page", ""))
        useful = query.get("useful", "")
        return cls(
            initial={
                "page_path": path,
                "about": "page" if path else None,
                "useful": useful if useful in Useful else None,
            }
        )

    @property
    def is_one_press(self) -> bool:
        """Whether it is the answer “Yes” from the foot of a page, with nothing that was typed."""
        data = self.data
        return data.get("useful") == Useful.YES and not any(data.get(name) for name in ("opened", "text"))

    @property
    def token(self) -> str:
        """The token to put into the form: the one that was sent while it is valid, otherwise a new one."""
        sent_token = self.data.get("opened", "")
        if token_is_valid(sent_token):
            return sent_token
        # A form that is shown again may be sent without delay.
        return new_token(RENEWED_PREFIX if self.is_bound else "")

    def clean(self) -> dict[str, Any] | None:
        """Refuse what says nothing, was open too long or is a program's. One press of “Yes” needs no more."""
        if self.is_one_press:
            return super().clean()
        token = self.data.get("opened", "")
        if not token_is_valid(token):
            raise forms.ValidationError(
                "The form timed out. Everything you typed is still here: check it and send it again."
            )
        if not any(self.cleaned_data.get(name, "bad") for name in ("text", "useful")):
            self.add_error("text", "Enter what happened, or choose whether you found what you needed")
        has_link = WEB_ADDRESS.search(self.cleaned_data.get("text", ""))
        if has_link and not token.startswith(RENEWED_PREFIX) and token_is_valid(token, TOO_SOON):
            raise forms.ValidationError(
                "You sent a web address very quickly, as programs do. Check it and send it again."
            )
        return super().clean()
