"""The form that readers fill in. A signed time in it tells when it was opened."""

import datetime
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict

from pages.core.secrets import without_secrets
from pages.core.text import PlainTextField, strip_control_characters

from .entries import TEXT_LIMIT, About, FeedbackEntry, Useful

TOO_SOON = datetime.timedelta(seconds=3)
"""No person types a web address into the form in less; programs do."""
TOO_LATE = datetime.timedelta(hours=24)

RENEWED_PREFIX = "again."
_signer = TimestampSigner(salt="pages.feedback.form")


def new_token(prefix: str = "") -> str:
    return _signer.sign(prefix + secrets.token_urlsafe(9))


def token_is_valid(token: str, age: datetime.timedelta = TOO_LATE) -> bool:
    """Return True if ``token`` is ours and not older than ``age``."""
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
    """The path of a page of this site.

    Anything else is dropped, because the reader cannot correct it.
    """

    def clean(self, value: Any) -> str:
        return path_on_this_site(str(value or ""))


def form_field(model_field: Any, **options: Any) -> forms.Field:
    """Return the form field for ``model_field``: radios for its choices, none of which is empty."""
    if model_field.choices:
        label = options.get("label")
        return forms.ChoiceField(
            choices=model_field.choices,
            required=False,
            widget=forms.RadioSelect,
            label=label,
        )
    return model_field.formfield(**options)


class FeedbackForm(forms.ModelForm):
    """What the feedback is about, whether the reader found what they needed, and what happened.

    What ``Meta.fields`` names is asked, stored, and part of what tells two entries
    apart.
    """

    class Meta:
        model = FeedbackEntry
        fields = ("about", "useful", "text")
        formfield_callback = form_field
        field_classes = {"text": PlainTextField}
        labels = {
            "about": "What is your feedback about? (optional)",
            "useful": "Did you find what you needed? (optional)",
            "text": "What happened, or what could be better?",
        }
        labels_for_staff = {"about": "About", "useful": "Found what they needed"}
        """What the list, the filters, the export and the screen of an entry call the answers with choices."""
        help_texts = {
            "text": f"You can enter up to {TEXT_LIMIT:,} characters. Leave out names, addresses and other "
            "personal details, including other people’s."
        }
        error_messages = {
            "text": {
                "max_length": f"Shorten your text to {TEXT_LIMIT:,} characters or fewer"
            }
        }

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
        about = query.get("about", About.PAGE if path else "")
        return cls(
            initial={
                "page_path": path,
                "about": about if about in About else None,
                "useful": useful if useful in Useful else None,
            }
        )

    @property
    def answers(self) -> dict[str, str]:
        """What the reader answered, by the field of the entry."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def is_one_press(self) -> bool:
        """Return True if it is the answer “Yes” from the foot of a page, with nothing that was typed."""
        data = self.data
        return data.get("useful") == Useful.YES and not any(
            map(data.get, ("opened", "text"))
        )

    @property
    def token(self) -> str:
        """The token to put into the form: the one that was sent while it is valid, otherwise a new one."""
        sent_token = self.data.get("opened", "")
        if token_is_valid(sent_token):
            return sent_token
        # A form that is shown again may be sent without delay.
        prefix = RENEWED_PREFIX if self.is_bound else ""
        return new_token(prefix)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what says nothing, was open too long or is a program's.

        One press of “Yes” needs no more.
        """
        if self.is_one_press:
            return super().clean()
        token = self.data.get("opened", "")
        if not token_is_valid(token):
            raise forms.ValidationError(
                "The form timed out. Everything you typed is still here: check it and send it again."
            )
        if not any(self.cleaned_data.get(name, "bad") for name in ("text", "useful")):
            self.add_error(
                "text",
                "Enter what happened, or choose whether you found what you needed",
            )
        has_link = WEB_ADDRESS.search(self.cleaned_data.get("text", ""))
        if (
            has_link
            and not token.startswith(RENEWED_PREFIX)
            and token_is_valid(token, TOO_SOON)
        ):
            raise forms.ValidationError(
                "You sent a web address very quickly, as programs do. Check it and send it again."
            )
        return super().clean()
