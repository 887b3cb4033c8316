"""The forms of the wizard: one field for each question, and the rows that are typed beside a text."""

from typing import Any
from zlib import crc32

from django import forms

from complaints.admin.entry_grid import TABLE_HANDOVER
from complaints.importing.meanings import ColumnMeaning
from complaints.importing.questions import ImportQuestion, ImportQuestions
from complaints.importing.readers import ACCEPTED, MAX_BYTES, read_source
from complaints.importing.tables import UnreadableSourceError

EMPTY_ROWS = 5
MAX_TYPED_ROWS = 150
TYPED_MEANINGS = [
    ColumnMeaning.NUMBER,
    ColumnMeaning.TITLE,
    ColumnMeaning.WORDING,
    ColumnMeaning.POSITION,
    ColumnMeaning.RESPONSE,
    ColumnMeaning.RESPONSE_DATE,
    ColumnMeaning.ACTION,
    ColumnMeaning.OWNER,
    ColumnMeaning.STATUS,
    ColumnMeaning.DUE,
    ColumnMeaning.UPDATE,
    ColumnMeaning.UPDATE_DATE,
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

    def clean_table(self) -> list[Any]:
        """Read each file, and keep its name and what is in it as ``documents``."""
        files = self.cleaned_data["table"]
        self.documents: list[tuple[str, dict[str, Any]]] = []
        errors = []
        for file in files:
            try:
                self.documents.append(
                    (file.name, read_source(file.name, file.read(MAX_BYTES + 1)))
                )
            except UnreadableSourceError as error:
                name = f"{file.name}: " if len(files) > 1 else ""
                errors.append(f"{name}{error}")
        if errors:
            raise forms.ValidationError(errors)
        return files


def field_name(question: ImportQuestion) -> str:
    """Return a name that stays the same however many questions come up before this one."""
    return f"answer-{crc32(question.key.encode()):x}"


class StepForm(forms.Form):
    """The questions of one step."""

    def __init__(self, questions: ImportQuestions, step: str, data: Any = None) -> None:
        super().__init__(data)
        self.questions = {
            field_name(question): question for question in questions.of_step(step)
        }
        for name, question in self.questions.items():
            self.fields[name] = question.field()

    @property
    def asked(self) -> list[tuple[ImportQuestion, forms.BoundField]]:
        return [(question, self[name]) for name, question in self.questions.items()]

    def fields_about(self, recommendation: str) -> list[forms.BoundField]:
        """Return the fields of the preview that are about one ``recommendation``."""
        return [
            field for question, field in self.asked if question.about == recommendation
        ]

    def answers(self) -> dict[str, str]:
        """Return the valid answers, even if others in the form are not."""
        return {
            self.questions[name].key: answer
            for name, answer in self.cleaned_data.items()
        }


class TypedRowForm(forms.Form):
    """What a text outside the tables says of one recommendation or action."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for meaning in TYPED_MEANINGS:
            box = forms.Textarea(attrs={"rows": 1})
            self.fields[meaning] = forms.CharField(
                required=False, label=meaning.label, widget=box
            )

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


TypedRows = forms.formset_factory(
    TypedRowForm, extra=EMPTY_ROWS, max_num=MAX_TYPED_ROWS, absolute_max=MAX_TYPED_ROWS
)
