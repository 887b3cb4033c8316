"""The forms of the wizard: one field for each question, and the rows that are typed beside a text."""

from typing import Any
from zlib import crc32

from django import forms

from complaints.admin.entry_grid import TABLE_HANDOVER
from complaints.importing.meanings import Meaning
from complaints.importing.numbers import EXAMPLES
from complaints.importing.questions import Kind, Options, Question, Questions
from complaints.importing.readers import ACCEPTED
from pages.core.partial_date_fields import PartialDateInput

EMPTY_ROWS = 5
MAX_TYPED_ROWS = 150
ERRORS = {
    Kind.NUMBER: f"Choose a recommendation, or enter a number in one of these forms: {EXAMPLES}.",
    Kind.SEVERAL: "Choose one or more organisations, or one of the first two answers on its own.",
    Kind.DATE: "Enter a date like 27 March 2025, 27/3/2025, March 2025 or 2025.",
}
TYPED_MEANINGS = [
    Meaning.NUMBER,
    Meaning.TITLE,
    Meaning.WORDING,
    Meaning.POSITION,
    Meaning.RESPONSE,
    Meaning.RESPONSE_DATE,
    Meaning.ACTION,
    Meaning.OWNER,
    Meaning.STATUS,
    Meaning.DUE,
    Meaning.UPDATE,
    Meaning.UPDATE_DATE,
]


class FilesInput(forms.FileInput):
    """A box for one or more files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        clean_file = super().clean
        return [clean_file(file, initial) for file in data or [None]]


class UploadForm(forms.Form):
    """A file, or what was pasted, which the script of the page sends as a file too."""

    table = FilesField(
        label="Table",
        help_text="XLSX, DOCX or CSV, at most 10 MB and 300 rows. You can upload several plans that you "
        "downloaded here together. Or copy a table with its headings from Word, Excel or a web page, and "
        "paste it anywhere on this screen.",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
    )

    class Media:
        js = [TABLE_HANDOVER]


class SeveralField(forms.MultipleChoiceField):
    """Tick boxes for one or more choices. The value has one choice on each line."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value.splitlines() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return "\n".join(super().clean(value))


class NumberInput(forms.TextInput):
    """A text box that suggests the recommendations on this site by title, and accepts any number."""

    template_name = "complaints/admin/table_import/number.html"

    def __init__(self, offered: Options) -> None:
        super().__init__()
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-offered"
        context["offered"] = self.offered
        return context


def field_name(question: Question) -> str:
    """Return a name that stays the same however many questions come up before this one."""
    return f"answer-{crc32(question.key.encode()):x}"


class StepForm(forms.Form):
    """The questions of one step."""

    def __init__(self, questions: Questions, step: str, data: Any = None) -> None:
        super().__init__(data)
        self.questions = {field_name(question): question for question in questions.of_step(step)}
        for name, question in self.questions.items():
            answer = questions.answer_to(question)
            self.fields[name] = make_field(question, question.initial if answer is None else answer)

    @property
    def asked(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[name]) for name, question in self.questions.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, question in self.questions.items():
            if name in cleaned and not question.accepts(cleaned[name]):
                self.add_error(name, ERRORS.get(question.kind, "Choose one of these."))
        return cleaned

    def answers(self) -> dict[str, str]:
        """Return the valid answers, even if others in the form are not."""
        return {self.questions[name].key: answer for name, answer in self.cleaned_data.items()}


def make_field(question: Question, initial: str) -> forms.Field:
    options: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.is_required,
        "initial": initial,
    }
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=question.options, **options)
    if question.kind == Kind.SEVERAL:
        return SeveralField(choices=question.options, **options)
    if question.kind == Kind.NUMBER:
        return forms.CharField(max_length=255, widget=NumberInput(question.options), **options)
    if question.kind == Kind.DATE:
        return forms.CharField(widget=PartialDateInput, max_length=200, **options)
    return forms.CharField(max_length=255, **options)


class TypedRowForm(forms.Form):
    """What a text outside the tables says of one recommendation or action."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for meaning in TYPED_MEANINGS:
            box = forms.Textarea(attrs={"rows": 1})
            self.fields[meaning] = forms.CharField(required=False, label=meaning.label, widget=box)

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


TypedRows = forms.formset_factory(
    TypedRowForm, extra=EMPTY_ROWS, max_num=MAX_TYPED_ROWS, absolute_max=MAX_TYPED_ROWS
)


def typed_rows(typed: list[dict[str, str]], data: Any = None) -> Any:
    return TypedRows(data, initial=typed, prefix="typed")
