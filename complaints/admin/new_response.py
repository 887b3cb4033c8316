"""A new response: a super-complaint with all its numbered recommendations, made in one form."""

import re
from itertools import chain
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from wagtail.admin import messages
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.models import Page

from complaints.admin.entry_grid import (
    GRID_SCRIPTS,
    GridRefusedError,
    GridView,
    count_recommendations,
    problems_of,
    wrong_cells_of,
)
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.round_sets import put_into_sets
from complaints.admin.update_round.rows import list_rows
from complaints.catalogue.reader import read_catalogue
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
    identifiers,
)
from complaints.models.respondents import offered_organisations
from complaints.models.super_complaint import RESERVED_SLUGS
from complaints.site_setup.loading import add_draft, draft_report, reports_to_add
from complaints.vocabulary import ItemKind
from pages.content.panels import MultipleChooser
from pages.core.grouping import index_by_text_key
from pages.core.partial_date_fields import PartialDateInput
from pages.core.partial_dates import PartialDate, UnreadableDateError, read_date
from pages.core.stored_content import parse_key
from pages.core.text import PlainTextField
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.publication_rules import messages_by_field
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import StaffRequest
from pages.search.indexing import index_at_end

FIELDS = [
    "title",
    "official_title",
    "summary",
    "lead_bodies",
    "stage",
    "submitted",
    "report_published",
    "respond_by",
    "respond_by_printed",
]
"""The fields of a super-complaint that a new response begins with; its own form has the rest."""
EMPTY_ROWS = 8
MAX_ROWS = 150
TYPED = ("number", "title", "summary", "addressees", "addressees_printed", "deadline")
"""The cells by which a row is filled in."""
YEARS = range(2010, 2101)
"""Years that a deadline can have: the first super-complaint was made in 2018."""
HAS_DATE = re.compile(r"(?!within\b).*\d", re.IGNORECASE | re.DOTALL)
"""A text that may be a date; “within 56 days” is not one."""


class SuperComplaintForm(forms.Form):
    """The super-complaint itself."""

    class Media:
        js = GRID_SCRIPTS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.existing: SuperComplaintPage | None = None  # that has its title already
        self.fields |= forms.fields_for_model(
            SuperComplaintPage, fields=FIELDS, formfield_callback=formfield_for_dbfield
        )
        self.fields["title"].help_text = "A short description, shown in lists"


class TypedDeadlineField(forms.CharField):
    """A deadline as printed: a date, words such as “immediately”, or both: “by 27 March 2025”."""

    widget = PartialDateInput(kind="words")

    def clean(self, value: Any) -> PartialDate | None:
        """Return the date; refuse words that may be one."""
        text = super().clean(value) or ""
        date = None
        if HAS_DATE.match(text):
            try:
                date = read_date(text.removeprefix("by ").removesuffix("."))
            except UnreadableDateError as error:
                why = f"{error} Or enter “immediately”, or “within six months”."
                raise ValidationError(why) from error
        if date and date.year not in YEARS:
            raise ValidationError("Enter a date after 1999.")
        return date


def words_beside_date(text: str) -> str:
    """Return the words of a deadline as printed; nothing if they are a date and no more."""
    try:
        read_date(text)
    except UnreadableDateError:
        return text.strip()
    return ""


class ItemForm(forms.Form):
    """The row of one recommendation."""

    kind = forms.ChoiceField(
        choices=ItemKind,
        required=False,
        initial=ItemKind.RECOMMENDATION,
        widget=forms.HiddenInput,
    )
    number = forms.CharField(
        required=False,
        label="Number",
        max_length=15,
        validators=[identifiers.validate_number],
    )
    title = forms.CharField(required=False, label="Short title", max_length=255)
    summary = PlainTextField(
        required=False, label="What it asks", widget=forms.Textarea(attrs={"rows": 2})
    )
    addressees = forms.MultipleChoiceField(
        required=False, label="Who is asked", widget=MultipleChooser
    )
    addressees_printed = forms.CharField(
        required=False, label="Who is asked, in the report’s own words", max_length=200
    )
    deadline = TypedDeadlineField(required=False, label="Deadline")

    def __init__(
        self, *args: Any, organisations: dict[str, Organisation], **options: Any
    ) -> None:
        """Offer ``organisations``, which are read once for all rows."""
        super().__init__(*args, **options)
        self.organisations = organisations
        addressees: Any = self.fields["addressees"]
        addressees.choices = [
            (key, organisation.name) for key, organisation in organisations.items()
        ]

    @property
    def is_filled_in(self) -> bool:
        return any(self[name].data for name in TYPED)

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("kind", *TYPED, "DELETE")}

    @property
    def is_left_out(self) -> bool:
        return bool(self["DELETE"].data)

    @property
    def name(self) -> str:
        """What labels and the summary of errors call the row; a script numbers the rows that it adds."""
        place = str(self.prefix).rpartition("-")[2]
        if place.isdecimal():
            return f"row {int(place) + 1}"
        return "row __number__"

    @property
    def kind_words(self) -> str:
        """What the item is, if it is no recommendation; a row that is copied may be something else."""
        kind = self["kind"].value()
        if kind != ItemKind.RECOMMENDATION:
            return dict(ItemKind.choices).get(kind, "")
        return ""

    @property
    def has_errors(self) -> bool:
        return self.is_bound and not self.is_left_out and bool(self.errors)

    @property
    def messages(self) -> list[str]:
        return list(map(str, chain.from_iterable(self.errors.values())))

    @property
    def wrong_cells(self) -> list[tuple[str, str, str]]:
        return wrong_cells_of(
            self, (self["title"].id_for_label, str(self["title"].label))
        )

    @property
    def chosen_addressees(self) -> list[Organisation]:
        return [self.organisations[key] for key in self.cleaned_data["addressees"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            self.is_filled_in
            and not cleaned.get("title")
            and "title" not in self.errors
        ):
            self.add_error("title", "Enter a short title.")
        return cleaned


class ItemFormSet(forms.BaseFormSet):
    """All rows."""

    @property
    def filled_in(self) -> list[ItemForm]:
        return [
            form for form in self.forms if form.is_filled_in and not form.is_left_out
        ]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Call what Django calls *Delete* what it does."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Exclude"

    def clean(self) -> None:
        seen: set[tuple[str, str]] = set()
        for form in self.filled_in:
            number = form.cleaned_data.get("number") if form.is_valid() else ""
            item = (form.cleaned_data.get("kind", ""), number or "")
            if number and item in seen:
                form.add_error("number", f"Another row also has the number {number}.")
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


def rows_to_fill_in(
    rows: list[dict[str, Any]], empty: int, organisations: dict[str, Organisation]
) -> Any:
    """Return the rows ``rows`` to be changed, and ``empty`` ones below."""
    initial = [*rows, *({} for _ in range(empty))][:MAX_ROWS]
    return ItemRows(
        initial=initial, prefix="items", form_kwargs={"organisations": organisations}
    )


def rows_of(
    super_complaint: Page, user: User, organisations: dict[str, Organisation]
) -> list[dict[str, Any]]:
    """Return numbers, titles and addressees of another super-complaint, without its answers and dates."""
    rows = []
    for row in list_rows(super_complaint, user):
        addressees = map(str, row.content["addressees"])
        values = {"addressees": list(filter(organisations.get, addressees))}
        for name in ("kind", "number", "title", "addressees_printed"):
            values[name] = row.content[name]
        rows.append(values)
    return rows


MAX_SLUG_LETTERS = 80
ITEM_FIELDS = ("number", "title", "summary", "addressees_printed")
"""What a row says of its recommendation as it is typed."""


@transaction.atomic
def create_response(
    section: Page, person: User, form: SuperComplaintForm, items: list[ItemForm]
) -> SuperComplaintPage:
    """Make drafts of the super-complaint in ``form`` and its recommendations in ``items``, as one set.

    Raises ``RefusedError`` if one of them cannot be made: then none is.
    """
    lock_row(section)
    title = form.cleaned_data["title"]
    siblings = SuperComplaintPage.objects.child_of(section)
    form.existing = siblings.filter(
        Q(title__iexact=title) | Q(draft_title__iexact=title)
    ).first()
    if form.existing:
        form.add_error(
            "title",
            "There is already a super-complaint with this title. Enter another title.",
        )
        raise GridRefusedError
    values = {
        **form.cleaned_data,
        "lead_bodies": list(form.cleaned_data["lead_bodies"]),
    }
    page = SuperComplaintPage(slug=_free_slug(section, title), **values)
    parts: list[Page] = [page]
    with index_at_end():
        _add(section, page, person, form)
        if form.is_valid():
            for item in items:
                parts.append(_recommendation(item))
                _add(page, parts[-1], person, item)
    if form.errors or any(item.errors for item in items):
        raise GridRefusedError
    put_into_sets(person, f"{page.title}: response", PublicationSet.Job.RESPONSE, parts)
    return page


def _recommendation(item: ItemForm) -> RecommendationResponsePage:
    typed = item.cleaned_data
    return RecommendationResponsePage(
        **{name: typed[name] for name in ITEM_FIELDS},
        kind=typed["kind"] or ItemKind.RECOMMENDATION,
        addressees=item.chosen_addressees,
        deadline=typed["deadline"],
        deadline_printed=words_beside_date(item["deadline"].data or ""),
    )


def _add(parent: Page, page: Page, person: User, form: Form) -> None:
    try:
        add_draft(parent, page, person)
    except ValidationError as error:
        for field, messages in messages_by_field(error).items():
            place = field if field in form.fields else None
            form.add_error(place, messages)


def _free_slug(section: Page, title: str) -> str:
    base = slugify(title)[:MAX_SLUG_LETTERS].rstrip("-") or "super-complaint"
    taken: set[Any] = RESERVED_SLUGS | set(
        section.get_children().values_list("slug", flat=True)
    )
    return identifiers.first_free_identifier(base, taken.__contains__)


class NewResponseView(GridView):
    """Makes a super-complaint with its recommendations, and leads to the grid that fills them in.

    It begins with the question which report it is: the catalogue has the facts of those
    that it knows.
    """

    template_name = "complaints/admin/new_response.html"
    page_title = "New super-complaint"
    header_icon = "plus"

    def find_page(self, key: int) -> None:
        self.about = get_object_or_404(SuperComplaintIndexPage, id=key)
        if not self.about.permissions_for_user(self.request.user).can_add_subpage():
            raise PermissionDenied
        self.organisations = index_by_text_key(offered_organisations())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or SuperComplaintForm()
        items = kwargs.get("items") or rows_to_fill_in(
            [], EMPTY_ROWS, self.organisations
        )
        return super().get_context_data(
            form=form,
            items=items,
            problems=problems_of(form, self.request.user),
            wrong=[item for item in items if item.has_errors],
            has_typed=kwargs.get("has_typed", False),
            others=visible_super_complaints(self.request).filter(numchild__gt=0),
            reports=reports_to_add(self.about),
            media=form.media + items.empty_form.media,
        )

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the drafts, or offer more rows without losing what was typed."""
        if "report" in request.POST:
            return self.draft_from_catalogue(request)
        form = SuperComplaintForm(request.POST)
        items: Any = ItemRows(
            request.POST,
            prefix="items",
            form_kwargs={"organisations": self.organisations},
        )
        if "add_rows" in request.POST or "copy" in request.POST:
            return self.offer_more_rows(form, items)
        # All, so that all errors are shown together.
        if all([form.is_valid(), items.is_valid()]):
            try:
                page = create_response(self.about, request.user, form, items.filled_in)
            except GridRefusedError:
                pass
            else:
                count = count_recommendations(len(items.filled_in))
                messages.success(
                    request,
                    f"“{page}” and {count} are saved as drafts. Fill in what you know.",
                )
                return HttpResponseRedirect(reverse("update_round", args=[page.pk]))
        context = self.get_context_data(form=form, items=items, has_typed=True)
        return self.render_to_response(context)

    def draft_from_catalogue(self, request: StaffRequest) -> HttpResponse:
        report = read_catalogue().report(request.POST["report"])
        try:
            if not report:
                raise ValidationError("Choose a report.")
            page = draft_report(self.about, request.user, report)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)
        messages.success(
            request,
            f"“{page}” and its recommendations are saved as drafts. Fill in your responses.",
        )
        return HttpResponseRedirect(reverse("update_round", args=[page.pk]))

    def offer_more_rows(self, form: Form, items: Any) -> HttpResponse:
        """Show what was typed with more rows: empty ones, or those of another super-complaint."""
        typed = [item.typed for item in items if item.is_filled_in]
        if "copy" in self.request.POST:
            key = parse_key(self.request.POST.get("copy_from")) or 0
            other = get_object_or_404(visible_super_complaints(self.request), id=key)
            typed += rows_of(other, self.request.user, self.organisations)
        rows = rows_to_fill_in(typed, EMPTY_ROWS, self.organisations)
        shown = SuperComplaintForm(
            initial={name: form[name].data for name in form.fields}
        )
        return self.render_to_response(
            self.get_context_data(form=shown, items=rows, has_typed=True)
        )
