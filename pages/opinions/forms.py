"""The forms of those who ask, and of those who are asked."""

from django import forms

from pages.core.plain_text_field import PlainTextField

from .models import OpinionRequest

DAYS = {7: "A week", 14: "Two weeks", 30: "30 days"}


class AskForm(forms.Form):
    """Who is asked, and what for."""

    post = forms.CharField(
        label="Who they are",
        max_length=100,
        help_text="By post, such as “Deputy Chief Constable”. Colleagues see it with the answer.",
        error_messages={"required": "Say who you ask, by post."},
    )
    address = forms.EmailField(
        label="Their e-mail address",
        help_text="The link works for this mailbox alone.",
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )
    purpose = forms.ChoiceField(
        label="What you ask them to do",
        choices=OpinionRequest.Purpose.choices,
        widget=forms.RadioSelect,
        initial=OpinionRequest.Purpose.OPINION,
    )
    days = forms.TypedChoiceField(
        label="How long the link works", choices=list(DAYS.items()), coerce=int, initial=14
    )


class CodeForm(forms.Form):
    """The code from the e-mail, and what was typed before it was asked for."""

    code = forms.CharField(
        label="Code from our e-mail",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Type the code from our e-mail"},
    )
    comment = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What somebody thinks of a draft."""

    verdict = forms.ChoiceField(
        choices=[
            (OpinionRequest.Verdict.AGREES, "I agree"),
            (OpinionRequest.Verdict.CHANGES, "I ask for changes"),
        ],
        widget=forms.RadioSelect,
        label="Your answer",
        error_messages={"required": "Choose one of the two answers"},
    )
    comment = PlainTextField(
        required=False,
        max_length=10_000,
        label="Comment",
        help_text="The people who work on the draft read it. Readers of the site do not.",
        error_messages={"max_length": "Shorten your comment to 10,000 characters or fewer"},
    )

    def clean(self) -> dict:
        """Ask for words where changes are asked for."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("verdict") == OpinionRequest.Verdict.CHANGES
            and not cleaned.get("comment", "").strip()
        ):
            self.add_error("comment", "Say what should change")
        return cleaned
