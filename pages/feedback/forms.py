"""The form that readers fill in."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict

from pages.core.plain_text_field import PlainTextField, strip_control_characters

from . import form_token
from .choices import TEXT_LIMIT, About, Useful

WEB_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def path_on_this_site(address: str) -> str:
    """Return the path of ``address`` if it is on this site, else an empty string."""
    try:
        parts = urlsplit(strip_control_characters(address))
    except ValueError:
        return ""
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_own or parts.path.startswith(("//", "/\\")):
        return ""
    return parts.path[:255]


class PathField(forms.Field):
    """The path of a page of this site. Anything else is dropped, because the reader cannot correct it."""

    def clean(self, value: Any) -> str:
        return path_on_this_site(str(value or ""))


class FeedbackForm(forms.Form):
    """What the feedback is about, whether the reader found what they needed, and what happened."""

    about = forms.ChoiceField(
        choices=About,
        widget=forms.RadioSelect,
        label="What is your feedback about?",
        error_messages={"required": "Choose what your feedback is about"},
    )
    useful = forms.ChoiceField(
        choices=Useful,
        widget=forms.RadioSelect,
        label="Did you find what you needed?",
        error_messages={"required": "Choose whether you found what you needed"},
    )
    text = PlainTextField(
        required=False,
        max_length=TEXT_LIMIT,
        label="What happened, or what could be better?",
        help_text=f"You can enter up to {TEXT_LIMIT:,} characters. Leave out names, addresses and other "
        "personal details.",
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
        """Return an empty form with the page and the answer from the query parameters of a link."""
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
        if form_token.is_valid(sent_token):
            return sent_token
        return form_token.renewed_token() if self.is_bound else form_token.new_token()

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form that was open too long, is not ours, or is what programs send at once.

        The one press of “Yes” at the foot of a page needs no token: the page is the same for every reader.
        """
        if self.is_one_press:
            return super().clean()
        if not form_token.is_valid(self.data.get("opened", "")):
            raise forms.ValidationError(
                "The form timed out. Everything you typed is still here: check it and send it again."
            )
        has_link = WEB_ADDRESS.search(self.cleaned_data.get("text", ""))
        if has_link and form_token.is_too_soon(self.data.get("opened", "")):
            raise forms.ValidationError(
                "You sent a web address very quickly, as programs do. Check it and send it again."
            )
        return super().clean()
