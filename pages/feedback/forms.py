"""The form that readers fill in."""

from urllib.parse import urlsplit

from django import forms

from .models import TEXT_LIMIT, FeedbackEntry


def own_path(address: str) -> str:
    """Return the path of ``address`` if it is one of this site, else an empty string."""
    try:
        parts = urlsplit(address.replace("\0", ""))
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


class FeedbackForm(forms.ModelForm):
    """What it is about, whether it was useful, and what happened."""

    # Declared, since Django would offer an empty choice of its own.
    about = forms.ChoiceField(
        choices=FeedbackEntry.About,
        widget=forms.RadioSelect,
        label="What is your feedback about?",
        error_messages={"required": "Choose what your feedback is about"},
    )
    useful = forms.ChoiceField(
        choices=FeedbackEntry.Useful,
        widget=forms.RadioSelect,
        label="Did you find what you needed?",
        error_messages={"required": "Choose whether you found what you needed"},
    )
    page_path = PathField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FeedbackEntry
        fields = ["about", "useful", "text"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "text": "What happened, or what could be better?",
        }
        help_texts = {
            "text": f"Up to {TEXT_LIMIT:,} characters. Leave out names, addresses and other "
            "personal details.",
        }
        error_messages = {
            "text": {"max_length": f"Shorten your text to {TEXT_LIMIT:,} characters or fewer"},
        }

    @classmethod
    def for_link(cls, query) -> "FeedbackForm":
        """Return an empty form, with the page that the followed link named filled in."""
        path = own_path(query.get("page", ""))
        return cls(initial={"page_path": path, "about": "page" if path else None})
