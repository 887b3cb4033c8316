"""The form that readers fill in."""

from urllib.parse import urlsplit

from django import forms

from pages.core.readable_text import ReadableField, readable

from . import form_token
from .choices import TEXT_LIMIT, About, Useful


def own_path(address: str) -> str:
    """Return the path of ``address`` if it is one of this site, else an empty string."""
    try:
        parts = urlsplit(readable(address))
    except ValueError:
        return ""
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_own or parts.path.startswith(("//", "/\\")):
        return ""
    return parts.path[:255]


class PathField(forms.Field):
    """The path of a page of this site; anything else is dropped, as the reader cannot put it right."""

    def clean(self, value) -> str:
        """Return the path, or an empty string."""
        return own_path(str(value or ""))


class FeedbackForm(forms.Form):
    """What it is about, whether it was useful, and what happened."""

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
    text = ReadableField(
        required=False,
        max_length=TEXT_LIMIT,
        label="What happened, or what could be better?",
        help_text=f"You can enter up to {TEXT_LIMIT:,} characters. Leave out names, addresses and other "
        "personal details.",
        error_messages={"max_length": f"Shorten your text to {TEXT_LIMIT:,} characters or fewer"},
    )
    page_path = PathField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @classmethod
    def for_link(cls, query) -> "FeedbackForm":
        """Return an empty form, with the page and the answer that the followed link named filled in."""
        path = own_path(query.get("page", ""))
        useful = query.get("useful", "")
        return cls(
            initial={
                "page_path": path,
                "about": "page" if path else None,
                "useful": useful if useful in Useful else None,
            }
        )

    @property
    def token(self) -> str:
        """The token to send along: the one that came, while it holds, so that corrections are not hasty."""
        sent = self.data.get("opened", "")
        if form_token.is_valid(sent):
            return sent
        return form_token.renewed() if self.is_bound else form_token.new()

    def clean(self):
        """Ask to send a form again that was open for more than a day, or is none of ours."""
        if not form_token.is_valid(self.data.get("opened", "")):
            raise forms.ValidationError(
                "This form was open for more than a day. Everything you typed is still here: "
                "check it and send it again."
            )
        if form_token.is_too_soon(self.data.get("opened", "")):
            raise forms.ValidationError(
                "You sent this faster than most people can. Check it and send it again."
            )
        return super().clean()
