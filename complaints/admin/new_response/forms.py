"""The form of a new response: the super-complaint, and a row for each of its recommendations."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.models import Page

from complaints.admin.entry_grid import GRID_SCRIPTS, date_cell
from complaints.admin.update_round.rows import list_rows
from complaints.models import Organisation, SuperComplaintPage, printed_numbers
from complaints.vocabulary import ItemKind
from pages.content.admin.widgets import MultipleChooser
from pages.core.plain_text_field import PlainTextField

FIELDS = [
    *("title", "official_title", "summary", "lead_bodies", "stage", "submitted"),
    *("report_published", "respond_by", "respond_by_printed"),
]
"""The fields of a super-complaint that a new response begins with; its own form has the rest."""
EMPTY_ROWS = 8
MAX_ROWS = 150
TYPED = ("number", "title", "summary", "addressees", "addressees_printed", "deadline")
"""The cells by which a row is filled in."""


class SuperComplaintForm(forms.Form):
    """The super-complaint itself."""

    class Media:
        js = GRID_SCRIPTS

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take the fields from the page type."""
        super().__init__(*args, **options)
        self.fields |= forms.fields_for_model(
            SuperComplaintPage, fields=FIELDS, formfield_callback=formfield_for_dbfield
        )
        self.fields["title"].label = "Plain title"
        self.fields["title"].help_text = "What it is about, in a few plain words: lists show it."


class ItemForm(forms.Form):
    """The row of one recommendation."""

    kind = forms.ChoiceField(
        choices=ItemKind, required=False, initial=ItemKind.RECOMMENDATION, widget=forms.HiddenInput
    )
    number = forms.CharField(
        required=False, label="Number", max_length=15, validators=[printed_numbers.validate_number]
    )
    title = forms.CharField(required=False, label="Short title", max_length=255)
    summary = PlainTextField(required=False, label="What it asks", widget=forms.Textarea(attrs={"rows": 2}))
    addressees = forms.MultipleChoiceField(required=False, label="Addressees", widget=MultipleChooser)
    addressees_printed = forms.CharField(required=False, label="Addressees as printed", max_length=200)
    deadline = date_cell("Deadline")

    def __init__(self, *args: Any, organisations: dict[str, Organisation], **options: Any) -> None:
        """Offer ``organisations``, which are read once for all rows."""
        super().__init__(*args, **options)
        self.organisations = organisations
        addressees: Any = self.fields["addressees"]
        addressees.choices = [(key, each.name) for key, each in organisations.items()]

    @property
    def is_filled_in(self) -> bool:
        """Whether anything was typed or chosen in the row."""
        return any(self[name].data for name in TYPED)

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, as it was typed."""
        return {name: self[name].data for name in ("kind", *TYPED, "DELETE")}

    @property
    def is_left_out(self) -> bool:
        """Whether the person ticked the row as not wanted."""
        return bool(self["DELETE"].data)

    @property
    def name(self) -> str:
        """What labels and the summary of errors call the row; a script numbers the rows that it adds."""
        place = str(self.prefix).rpartition("-")[2]
        return f"row {int(place) + 1 if place.isdecimal() else '__number__'}"

    @property
    def kind_words(self) -> str:
        """What the item is, if it is no recommendation; a row that is copied may be something else."""
        kind = self["kind"].value()
        return dict(ItemKind.choices).get(kind, "") if kind != ItemKind.RECOMMENDATION else ""

    @property
    def has_errors(self) -> bool:
        """Whether something in the row has to be put right."""
        return self.is_bound and not self.is_left_out and bool(self.errors)

    @property
    def messages(self) -> list[str]:
        """What has to be put right."""
        return [str(text) for texts in self.errors.values() for text in texts]

    @property
    def first_wrong_cell(self) -> str:
        """The id of the cell that the summary of errors leads to."""
        wrong = next((name for name in self.errors if name in self.fields), "title")
        return self[wrong].id_for_label

    @property
    def chosen_addressees(self) -> list[Organisation]:
        """The organisations that were chosen."""
        return [self.organisations[key] for key in self.cleaned_data["addressees"]]

    def clean(self) -> dict[str, Any]:
        """Refuse a row without a title."""
        cleaned = super().clean() or {}
        if self.is_filled_in and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "Say in a few words what it asks for.")
        return cleaned


class ItemFormSet(forms.BaseFormSet):
    """All rows."""

    @property
    def filled_in(self) -> list[ItemForm]:
        """The rows that are filled in and not left out."""
        return [each for each in self.forms if each.is_filled_in and not each.is_left_out]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Call what Django calls *Delete* what it does."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Leave out"

    def clean(self) -> None:
        """Refuse a number twice."""
        seen: set[tuple[str, str]] = set()
        for form in self.filled_in:
            number = form.cleaned_data.get("number") if form.is_valid() else ""
            item = (form.cleaned_data.get("kind", ""), number or "")
            if number and item in seen:
                form.add_error("number", f"Another row has the number {number}, too.")
            seen.add(item)


ItemRows = forms.formset_factory(
    ItemForm,
    ItemFormSet,
    extra=0,
    can_delete=True,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS,
    validate_max=True,
)


def offered_organisations() -> dict[str, Organisation]:
    """Return the organisations that may be addressed, by key."""
    return {str(each.pk): each for each in Organisation.objects.filter(live=True).order_by("name")}


def rows_to_fill_in(rows: list[dict[str, Any]], empty: int, organisations: dict[str, Organisation]) -> Any:
    """Return the rows ``rows`` to be changed, and ``empty`` ones below."""
    initial = [*rows, *({} for _ in range(empty))][:MAX_ROWS]
    return ItemRows(initial=initial, prefix="items", form_kwargs={"organisations": organisations})


def rows_of(
    super_complaint: Page, user: User, organisations: dict[str, Organisation]
) -> list[dict[str, Any]]:
    """Return numbers, titles and addressees of another super-complaint, without its answers and dates."""
    return [
        {
            "kind": row.content["kind"],
            "number": row.content["number"],
            "title": row.content["title"],
            "addressees": [str(key) for key in row.content["addressees"] if str(key) in organisations],
            "addressees_printed": row.content["addressees_printed"],
        }
        for row in list_rows(super_complaint, user)
    ]
