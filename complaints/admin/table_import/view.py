"""The screen that shows what a table of the force makes and changes, asks what is not sure, and saves it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin import messages

from complaints.admin.entry_grid import GRID_SCRIPTS, GridView, RefusedError, count_recommendations
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.importing.columns import LABELS, Meaning
from complaints.importing.plan import Plan
from complaints.importing.sources import read_source, refuse_size
from complaints.importing.tables import Source, UnreadableSourceError
from complaints.models import SuperComplaintPage
from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.publication_set import PublicationSet
from pages.moderation.gate.roles import StaffRequest

from .comparison import LEFT_OUT, UNDATED, Comparison, compare, surroundings_of
from .reading import SaidByPerson, read, remember
from .saving import lock_for_import, save_changes

CHANGED_MEANWHILE = (
    "Somebody changed these recommendations meanwhile. Below stands what the table changes now."
)
COLUMN_CHOICES = [(each.value, LABELS[each]) for each in Meaning]


class CommonForm(forms.Form):
    """What counts for all rows."""

    as_at = PartialDateFormField(
        required=False,
        label="Date of the updates",
        widget=PartialDateInput,
        help_text="The date of each progress update that has none of its own.",
    )
    wording_source = forms.CharField(
        required=False,
        max_length=300,
        label="Source of the exact wording",
        help_text="Where the exact wording that the table brings is printed.",
    )

    class Media:
        js = GRID_SCRIPTS[-1:]


class TableImportView(GridView):
    """Takes a table into the recommendations of a super-complaint."""

    template_name = "complaints/admin/table_import.html"
    page_title = "Take in a table"
    header_icon = "table"
    parent: SuperComplaintPage | None
    """The super-complaint; ``None`` as long as it is to be made together with its recommendations."""

    def find_page(self, key: int) -> None:
        self.about = self.parent = get_object_or_404(visible_super_complaints(self.request), id=key).specific
        self.page_subtitle = self.about.get_admin_display_title()

    @property
    def report(self) -> PartialDate | None:
        """When the report was published to which the plan answers."""
        return self.parent.report_published if self.parent else None

    @property
    def official_title(self) -> str:
        return (self.parent.official_title or self.parent.title) if self.parent else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        common = kwargs.get("common") or CommonForm(initial=self.initial)
        shown = {**kwargs, "common": common, "media": common.media}
        return super().get_context_data(column_choices=COLUMN_CHOICES, **shown)

    @property
    def initial(self) -> dict[str, Any]:
        return {"wording_source": self.official_title}

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            source = self.read_source()
            said = self.said_by_person()
            plan = read(source, said, self.parent, self.report)
        except UnreadableSourceError as error:
            return self.render_to_response(self.get_context_data(refused=str(error)), status=200)
        is_first = bool(request.FILES.get("table"))
        common = CommonForm(self.initial if is_first else request.POST)
        shown = {
            "source": source.to_json(),
            "notes": [*source.notes, *plan.notes],
            "plan": plan,
            "common": common,
            "said": said,
        }
        if not plan.is_understood or not common.is_valid():
            return self.show(**shown)
        if "show" in request.POST:
            return self.show_one(plan, common)
        if "save" in request.POST and not plan.open_questions:
            return self.save(plan, said, common, shown)
        return self.show(comparison=self.compare(plan, common), **shown)

    def show(self, **shown: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**shown))

    # What was sent

    def read_source(self) -> Source:
        """Return what was pasted or chosen just now, or what the form carries of it."""
        if file := self.request.FILES.get("table"):
            refuse_size(file.size or 0)
            return read_source(file.name or "", file.read())
        if "source" not in self.request.POST:
            raise UnreadableSourceError("Choose a file, or paste the table.")
        return Source.from_json(self.request.POST["source"])

    def said_by_person(self) -> SaidByPerson:
        """Return what the form says of columns, words and dates; of a table that is new, nothing."""
        typed = self.request.POST
        if self.request.FILES.get("table"):
            return SaidByPerson()
        columns: dict[int, list[str]] = {}
        for name in typed:
            if name.startswith("columns-") and name[8:].isdecimal() and len(name) < 12:
                columns[int(name[8:])] = typed.getlist(name)
        answers = {name[7:]: typed[name] for name in typed if name.startswith("answer-") and typed[name]}
        written = {
            name[6:]: typed[name] for name in typed if name.startswith("write-") and typed[name].strip()
        }
        first_row = typed.get("first_row")
        is_new = first_row is not None and first_row != typed.get("first_row_before")
        return SaidByPerson(
            {} if is_new else columns,
            answers,
            written,
            None if first_row is None else first_row == "headings",
        )

    # What becomes of it

    def compare(self, plan: Plan, common: CommonForm) -> Comparison:
        around = surroundings_of(
            plan, as_at=common.cleaned_data["as_at"], wording_source=common.cleaned_data["wording_source"]
        )
        comparison = compare(plan, self.parent, self.request.user, around)
        left_out = self.request.POST.getlist("left_out")
        for change in comparison.all_changes:
            change.is_left_out = change.name in left_out
        if comparison.lacks_date:
            common.add_error("as_at", UNDATED)
        return comparison

    def save(self, plan: Plan, said: SaidByPerson, common: CommonForm, shown: dict[str, Any]) -> HttpResponse:
        """Save all of it as drafts, or show again what is in the way."""
        comparison = None
        try:
            with transaction.atomic():
                parent = self.lock_parent()
                comparison = self.compare(plan, common)
                if comparison.fingerprint != self.request.POST.get("fingerprint"):
                    raise RefusedError(CHANGED_MEANWHILE)
                sets = save_changes(parent, self.request.user, comparison)
                remember(plan, said, self.request.user)
        except RefusedError as error:
            comparison = comparison or self.compare(plan, common)
            return self.show(comparison=comparison, problem=error.messages[0], **shown)
        return self.say_what_was_saved(parent, comparison, sets)

    def lock_parent(self) -> SuperComplaintPage:
        """Return the super-complaint, locked until the transaction ends, or raise ``RefusedError``."""
        if not self.parent:
            raise RefusedError("There is no super-complaint yet.")
        lock_for_import(self.parent)
        return self.parent

    def say_what_was_saved(
        self, parent: SuperComplaintPage, comparison: Comparison, sets: list[PublicationSet]
    ) -> HttpResponse:
        """Lead to the round, from which all of it is submitted."""
        number = len(comparison.to_save) - bool(comparison.above in comparison.to_save)
        if not sets:
            what = "what you took of the table" if comparison.of_kind(LEFT_OUT) else "all that the table says"
            messages.success(self.request, f"Nothing is changed: {what} is here already.")
        else:
            count = count_recommendations(number)
            self.say_with_way_to(sets, f"Saved as drafts: {count}, in the set")
        return HttpResponseRedirect(reverse("update_round", args=[parent.pk]))

    def show_one(self, plan: Plan, common: CommonForm) -> HttpResponseBase:
        """Show one recommendation as readers will see it: it is saved, shown and undone."""
        response = None
        with transaction.atomic():
            try:
                parent = self.lock_parent()
                comparison = self.compare(plan, common)
                wanted = [each for each in comparison.to_save if each.name == self.request.POST["show"]]
                save_changes(parent, self.request.user, Comparison(wanted))
                if wanted:
                    response = wanted[0].draft.make_preview_request(self.request)
            except ValidationError:
                pass  # the other screen says what is wrong
            transaction.set_rollback(True)
        if not response:
            return self.render_to_response(
                self.get_context_data(refused="This cannot be shown before it is put right.")
            )
        return response
