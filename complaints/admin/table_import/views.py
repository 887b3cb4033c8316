"""The screens of the wizard: an upload, and a screen for each step."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.forms import BoundField
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from complaints.admin.entry_grid import GridView, RefusedError, count_recommendations
from complaints.admin.plan_sheets.open_data import is_open_data
from complaints.admin.plan_sheets.reading import FilledSheet
from complaints.admin.plan_sheets.views import owners_to_choose, read_as_sheet
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.update_round.rows import Row, list_rows
from complaints.admin.update_round.view import UpdateRoundView
from complaints.importing.choices import Choices, Step
from complaints.importing.dates import FORMATS
from complaints.importing.numbers import EXAMPLES
from complaints.importing.readers import MAX_BYTES, read_source
from complaints.importing.tables import Document, UnreadableSourceError
from complaints.models import SuperComplaintIndexPage, SuperComplaintPage, TableImport
from pages.moderation.desk.menus import Screen
from pages.moderation.gate.roles import StaffRequest

from .drafts import Draft, fingerprint_of
from .forms import StepForm, UploadForm, typed_rows
from .saving import SAVED_ALREADY, note_what_is_needed, read_for, save_import

TITLES = {
    Step.TABLES: "Tables",
    Step.TEXT: "Text",
    Step.COLUMNS: "Columns",
    Step.NUMBERS: "Numbers",
    Step.WHOSE: "Organisations",
    Step.WORDS: "Words and colours",
    Step.DATES: "Dates",
    Step.PREVIEW: "Preview",
}
INTRODUCTIONS = {
    Step.TABLES: "Choose how to read each table. The tables are shown below.",
    Step.TEXT: "This text is outside the tables and is not imported. Enter what you need in the rows.",
    Step.COLUMNS: "Choose what each column contains. The site does not guess from its heading.",
    Step.NUMBERS: "Choose which recommendation each of these is about. Numbers in these formats are read "
    f"automatically: {EXAMPLES}.",
    Step.WHOSE: "Choose the organisation that each of these belongs to.",
    Step.WORDS: "Choose what these words and colours mean. If you choose no meaning, readers "
    "see the force’s own word, and its status or position counts as not entered.",
    Step.DATES: "Enter each of these dates as a day, month or year. Dates in these formats are read "
    f"automatically: {'; '.join(FORMATS)}.",
    Step.PREVIEW: "This is what readers will see. Nothing has been saved yet.",
}
TEMPLATES = {Step.TEXT: "text", Step.PREVIEW: "preview"}


ONE_AT_A_TIME = "Upload one table at a time. Only plans that you downloaded here can be uploaded together."
OPEN_DATA_ELSEWHERE = (
    "This is recommendations.csv, the open data of a site. Upload it on the update round of its "
    "super-complaint."
)


def read_uploads(form: UploadForm) -> list[tuple[str, dict[str, Any]]]:
    """Return the name of each file and what is in it; add an error to ``form`` if one cannot be read."""
    if not form.is_valid():
        return []
    files = form.cleaned_data["table"]
    found = []
    for file in files:
        try:
            found.append((file.name, read_source(file.name, file.read(MAX_BYTES + 1))))
        except UnreadableSourceError as error:
            name = f"{file.name}: " if len(files) > 1 else ""
            form.add_error("table", f"{name}{error}")
    return found


def start_import(
    request: StaffRequest,
    form: UploadForm,
    uploads: list[tuple[str, dict[str, Any]]],
    parent: SuperComplaintPage | None,
) -> TableImport | None:
    """Keep the table that was read; return ``None``, with an error in ``form``, if it cannot be imported."""
    if form.errors:
        return None
    if len(uploads) > 1:
        form.add_error("table", ONE_AT_A_TIME)
        return None
    [(name, document)] = uploads
    if is_open_data(Document.from_stored(document)):
        form.add_error("table", OPEN_DATA_ELSEWHERE)
        return None
    return TableImport.objects.create(
        owner=request.user, super_complaint=parent, file_name=name[:255], document=document
    )


def address_of(table_import: TableImport, step: str = "") -> str:
    """Return the address of a step, or of the first one."""
    first = Step.TABLES if table_import.document.get("tables") else Step.TEXT
    key = table_import.super_complaint_id
    return reverse("table_import_step", args=[key, table_import.pk, step or first])


def may_import_tables(user: User) -> bool:
    """Return True if ``user`` may add pages, as an import does."""
    return page_permission_policy.user_has_permission(user, "add")


class ChooseSuperComplaintView(Screen, TemplateView):
    """Asks which super-complaint a table is about, and lists the imports that a person has not finished."""

    page_title = "Import a table"
    header_icon = "table"
    template_name = "complaints/admin/table_import/choose.html"
    opens_to = staticmethod(may_import_tables)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        unfinished = TableImport.objects.filter(owner=user, saved_at=None).exclude(super_complaint=None)
        sections = SuperComplaintIndexPage.objects.all()
        return super().get_context_data(
            super_complaints=visible_super_complaints(self.request),
            unfinished=[(each, address_of(each)) for each in unfinished.order_by("-changed_at")],
            sections=[each for each in sections if each.permissions_for_user(user).can_add_subpage()],
            **kwargs,
        )


class OwnImportsView(GridView):
    """A screen about the tables that a person is importing into a super-complaint."""

    header_icon = "table"

    def find_page(self, key: int) -> None:
        self.about = get_object_or_404(visible_super_complaints(self.request), id=key).specific
        self.page_subtitle = self.about.get_admin_display_title()
        self.own = TableImport.objects.filter(owner=self.request.user, super_complaint=self.about)


class TableImportView(OwnImportsView):
    """Uploads a table, and lists those whose import is not finished."""

    template_name = "complaints/admin/table_import/upload.html"
    page_title = "Import a table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        unfinished = self.own.filter(saved_at=None).order_by("-changed_at")
        return super().get_context_data(
            unfinished=[(each, address_of(each)) for each in unfinished],
            owners=owners_to_choose(self.rows),
            media=kwargs["form"].media,
            **kwargs,
        )

    @cached_property
    def rows(self) -> list[Row]:
        return list_rows(self.about, self.request.user)

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        uploads = read_uploads(form)
        sheets = self.read_sheets(uploads)
        if sheets and not form.errors:
            return self.show_sheets(form, sheets)
        table_import = start_import(request, form, uploads, self.about)
        if table_import:
            return HttpResponseRedirect(address_of(table_import))
        return self.render_to_response(self.get_context_data(form=form))

    def read_sheets(self, uploads: list[tuple[str, dict[str, Any]]]) -> list[FilledSheet]:
        """Return what the files say if all of them are plans that were downloaded here, or our open data."""
        sheets = []
        for name, stored in uploads:
            sheet = read_as_sheet(name, Document.from_stored(stored), self.about, self.rows)
            if not sheet:
                return []
            sheets.append(sheet)
        return sheets

    def show_sheets(self, form: UploadForm, sheets: list[FilledSheet]) -> HttpResponse:
        """Show what the sheets change in the update round, or why nothing of them can be taken."""
        update_round = UpdateRoundView()
        update_round.setup(self.request, **self.kwargs)
        update_round.find_page(self.about.pk)
        comparison = update_round.compare(sheets)
        if comparison.problems:
            form.add_error(None, comparison.problems)
            return self.render_to_response(self.get_context_data(form=form))
        return update_round.show_sheets(comparison)


class ImportStepView(OwnImportsView):
    """One step of an import: it shows what is asked, and stores what was chosen."""

    def find_page(self, key: int) -> None:
        super().find_page(key)
        if self.kwargs["step"] not in list(Step):
            raise Http404
        self.step = Step(self.kwargs["step"])
        self.table_import = get_object_or_404(self.own, id=self.kwargs["import_id"])
        self.choices = Choices(**self.table_import.choices)
        self.page_title = f"Import a table: {TITLES[self.step]}"

    def read(self) -> None:
        """Read the table by what was chosen so far."""
        self.document = Document.from_stored(self.table_import.document)
        self.plan, self.drafts = read_for(self.document, self.choices, self.about, self.request.user)
        self.questions = self.plan.questions

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if self.table_import.saved_at:
            return self.leave(SAVED_ALREADY)
        if "download" in request.GET:
            headers = {"Content-Disposition": 'attachment; filename="choices.json"'}
            return HttpResponse(self.choices.to_json(), content_type="application/json", headers=headers)
        self.read()
        if self.step == Step.PREVIEW and not self.drafts:
            return self.go_on()
        return self.show()

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.table_import.saved_at:
            return self.leave(SAVED_ALREADY)
        if "discard" in request.POST:
            self.table_import.delete()
            return self.leave(f"The import of “{self.table_import}” has been deleted.")
        self.read()
        if self.step == Step.TEXT:
            return self.store_typed_rows()
        form = StepForm(self.questions, self.step, request.POST)
        is_valid = form.is_valid()
        if self.choices.store(self.step, form.answers()):
            self.store()
        if not is_valid:
            return self.show(form=form)
        if "save" in request.POST and self.drafts:
            return self.save()
        return self.go_on()

    def store(self) -> None:
        """Store what was chosen, and read the table by it."""
        self.table_import.choices = vars(self.choices)
        self.table_import.save()
        self.read()

    def store_typed_rows(self) -> HttpResponseBase:
        rows = typed_rows(self.choices.typed, self.request.POST)
        if not rows.is_valid():
            return self.show(rows=rows)
        self.choices.typed = [row.texts() for row in rows if row.texts()]
        self.store()
        return HttpResponseRedirect(self.request.path) if "more" in self.request.POST else self.go_on()

    def save(self) -> HttpResponseBase:
        """Save everything as drafts, or show what is in the way: first of all a change of what was shown."""
        fingerprint = self.request.POST.get("fingerprint", "")
        try:
            sets = save_import(self.table_import, self.request.user, fingerprint)
        except RefusedError as error:
            return self.show(problems=error.messages)
        if not sets:
            return self.leave("Nothing has changed: everything you included is already on this site.")
        number = sum(draft.is_taken for draft in self.drafts)
        self.say_with_way_to(sets, f"Saved as drafts: {count_recommendations(number)}, in the set")
        return self.leave()

    # Ways to go

    def leave(self, message: str = "") -> HttpResponseBase:
        """Go to the update round of the super-complaint."""
        if message:
            messages.success(self.request, message)
        return HttpResponseRedirect(reverse("update_round", args=[self.about.pk]))

    def go_on(self) -> HttpResponseBase:
        """Go to the first step in which something is not answered, or else to the preview."""
        open_steps = {question.step for question in self.questions.unanswered}
        last = Step.PREVIEW if self.plan.records else Step.TEXT
        step = next((step for step in Step if step in open_steps), last)
        return HttpResponseRedirect(address_of(self.table_import, step))

    def steps(self) -> list[tuple[Step, str, str, int]]:
        """Return the steps that ask something: title, address, and how much is not answered."""
        found = []
        unanswered = [question.step for question in self.questions.unanswered]
        for step in Step:
            asks_something = step == self.step or self.questions.of_step(step)
            if asks_something or (step == Step.TEXT and self.document.paragraphs):
                address = address_of(self.table_import, step)
                found.append((step, TITLES[step], address, unanswered.count(step)))
        return found

    def show(self, form: StepForm | None = None, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form or StepForm(self.questions, self.step), **context)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note_what_is_needed(self.drafts)
        steps = self.steps()
        place = [step for step, *_ in steps].index(self.step)
        form = kwargs["form"]
        fields = {question.key: field for question, field in form.asked}
        return super().get_context_data(
            **{"rows": typed_rows(self.choices.typed), **kwargs},
            introduction=INTRODUCTIONS[self.step],
            steps=steps,
            back=steps[place - 1][2] if place else "",
            table_import=self.table_import,
            document=self.document,
            plan=self.plan,
            drafts=[(draft, fields_of(draft, fields)) for draft in self.drafts],
            fingerprint=fingerprint_of(self.drafts),
            media=form.media,
        )

    def get_template_names(self) -> list[str]:
        return [f"complaints/admin/table_import/{TEMPLATES.get(self.step, 'questions')}.html"]


def fields_of(draft: Draft, fields: Mapping[str, BoundField]) -> list[BoundField]:
    """Return those of the ``fields`` of questions, by their keys, that are about one draft."""
    return [fields[question.key] for question in draft.questions if question.key in fields]
