"""The screens of the wizard: an upload, and a screen for each step."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from complaints.admin.entry_grid import GridView, count_recommendations
from complaints.admin.plan_sheets.open_data import is_open_data
from complaints.admin.plan_sheets.reading import FilledSheet
from complaints.admin.plan_sheets.views import owners_to_choose, read_as_sheet
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.update_round.rows import RoundRow, list_rows
from complaints.admin.update_round.views import UpdateRoundView
from complaints.importing.choices import ImportChoices, ImportStep
from complaints.importing.dates import FORMATS
from complaints.importing.numbers import EXAMPLES
from complaints.importing.tables import Document
from complaints.models import SuperComplaintIndexPage, SuperComplaintPage, TableImport
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.views.base import AdminView

from .draft_maker import fingerprint_of
from .forms import StepForm, TypedRows, UploadForm
from .saving import SAVED_ALREADY, note_what_is_needed, read_import, save_import

ONE_AT_A_TIME = "Upload one table at a time. Only plans that you downloaded here can be uploaded together."
OPEN_DATA_ELSEWHERE = (
    "This is recommendations.csv, the open data of a site. Upload it on the update round of its "
    "super-complaint."
)
NOTHING_TO_IMPORT = (
    "Nothing to import yet. Enter at least one row from the text, or include a table."
)


def start_import(
    request: StaffRequest, form: UploadForm, parent: SuperComplaintPage | None
) -> TableImport | None:
    """Keep the table that was sent; return ``None``, with an error in ``form``, if it cannot be imported."""
    if not form.is_valid():
        return None
    if len(form.documents) > 1:
        form.add_error("table", ONE_AT_A_TIME)
        return None
    [(name, document)] = form.documents
    if is_open_data(Document.from_stored(document)):
        form.add_error("table", OPEN_DATA_ELSEWHERE)
        return None
    return TableImport.objects.create(
        owner=request.user,
        super_complaint=parent,
        file_name=name[:255],
        document=document,
    )


def address_of(table_import: TableImport) -> str:
    """Return the address of the preview, which leads to what is not answered yet."""
    return reverse(
        "table_import_step",
        args=[table_import.super_complaint_id, table_import.pk, ImportStep.PREVIEW],
    )


def may_import_tables(user: User) -> bool:
    """Return True if ``user`` may add pages, as an import does."""
    return page_permission_policy.user_has_permission(user, "add")


def unfinished_imports(user: User) -> QuerySet[TableImport]:
    """Return the imports that ``user`` has not finished, the latest first."""
    return TableImport.objects.filter(
        owner=user, saved_at=None, super_complaint__isnull=False
    ).order_by("-changed_at")


class ChooseSuperComplaintView(AdminView, TemplateView):
    """Asks which super-complaint a table is about, and lists the imports that a person has not finished."""

    page_title = "Import a table"
    header_icon = "table"
    template_name = "complaints/admin/table_import/choose.html"
    opens_to = staticmethod(may_import_tables)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        sections = SuperComplaintIndexPage.objects.all()
        return super().get_context_data(
            super_complaints=visible_super_complaints(self.request),
            unfinished=unfinished_imports(user),
            sections=[
                section
                for section in sections
                if section.permissions_for_user(user).can_add_subpage()
            ],
            **kwargs,
        )


class TableImportView(GridView):
    """Uploads a table, and lists those whose import is not finished."""

    header_icon = "table"
    template_name = "complaints/admin/table_import/upload.html"
    page_title = "Import a table"

    def find_page(self, key: int) -> None:
        self.about = get_object_or_404(
            visible_super_complaints(self.request), id=key
        ).specific
        self.page_subtitle = self.about.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or UploadForm()
        return super().get_context_data(
            form=form,
            unfinished=unfinished_imports(self.request.user),
            media=form.media,
            **kwargs,
        )

    @cached_property
    def rows(self) -> list[RoundRow]:
        return list_rows(self.about, self.request.user)

    def owners(self) -> list[tuple[str, list[str]]]:
        """Return the owners whose part of the plan can be downloaded alone."""
        return owners_to_choose(self.rows)

    def post(self, request: StaffRequest, **kwargs: Any) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        sheets = self.read_sheets(form.documents) if form.is_valid() else []
        if sheets:
            return self.show_sheets(form, sheets)
        table_import = start_import(request, form, self.about)
        if table_import:
            return HttpResponseRedirect(address_of(table_import))
        return self.render_to_response(self.get_context_data(form=form))

    def read_sheets(
        self, uploads: list[tuple[str, dict[str, Any]]]
    ) -> list[FilledSheet]:
        """Return what the files say if all of them are plans that were downloaded here, or our open data."""
        sheets = []
        for name, stored in uploads:
            sheet = read_as_sheet(
                name, Document.from_stored(stored), self.about, self.rows
            )
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


class ImportStepView(TableImportView):
    """One step of an import: it shows what is asked, and stores what was chosen."""

    def find_page(self, key: int) -> None:
        super().find_page(key)
        if self.kwargs["step"] not in ImportStep.values:
            raise Http404
        self.step = ImportStep(self.kwargs["step"])
        self.table_import = get_object_or_404(
            TableImport,
            id=self.kwargs["import_id"],
            owner=self.request.user,
            super_complaint=self.about,
        )
        self.choices = ImportChoices(**self.table_import.choices)
        self.page_title = f"Import a table: {self.step.label}"

    def read(self) -> None:
        """Read the table by what was chosen so far."""
        self.plan, self.drafts = read_import(self.table_import, self.request.user)

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if self.table_import.saved_at:
            return self.leave(SAVED_ALREADY)
        if "download" in request.GET:
            headers = {"Content-Disposition": 'attachment; filename="choices.json"'}
            return HttpResponse(
                self.choices.to_json(), content_type="application/json", headers=headers
            )
        self.read()
        if self.step == ImportStep.PREVIEW and not self.drafts:
            return self.go_on()
        return self.show()

    def post(self, request: StaffRequest, **kwargs: Any) -> HttpResponseBase:
        if self.table_import.saved_at:
            return self.leave(SAVED_ALREADY)
        if "discard" in request.POST:
            self.table_import.delete()
            return self.leave(f"The import of “{self.table_import}” has been deleted.")
        self.read()
        if self.step == ImportStep.TEXT:
            return self.store_typed_rows()
        form = StepForm(self.plan.questions, self.step, request.POST)
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
        rows = TypedRows(self.request.POST, initial=self.choices.typed, prefix="typed")
        if not rows.is_valid():
            return self.show(rows=rows)
        self.choices.typed = [row.texts() for row in rows if row.texts()]
        self.store()
        if "more" in self.request.POST:
            return HttpResponseRedirect(self.request.path)
        if self.next_step() == self.step:
            return self.show(problems=[NOTHING_TO_IMPORT])
        return self.go_on()

    def save(self) -> HttpResponseBase:
        """Save everything as drafts, or show what is in the way: first of all a change of what was shown."""
        fingerprint = self.request.POST.get("fingerprint", "")
        try:
            sets = save_import(self.table_import, self.request.user, fingerprint)
        except ValidationError as error:
            return self.show(problems=error.messages)
        if not sets:
            return self.leave(
                "Nothing has changed: everything you included is already on this site."
            )
        number = sum(draft.is_taken for draft in self.drafts)
        self.say_with_way_to(
            sets, f"Saved as drafts: {count_recommendations(number)}, in the set"
        )
        return self.leave()

    # Ways to go

    def leave(self, message: str = "") -> HttpResponseBase:
        """Go to the update round of the super-complaint."""
        if message:
            messages.success(self.request, message)
        return redirect("update_round", self.about.pk)

    def go_on(self) -> HttpResponseBase:
        """Go to the first step in which something is not answered, or else to the preview."""
        return redirect(
            "table_import_step", self.about.pk, self.table_import.pk, self.next_step()
        )

    def next_step(self) -> ImportStep:
        """Return the first step with an open question, or else the preview; the text if nothing is read."""
        last = ImportStep.PREVIEW if self.plan.records else ImportStep.TEXT
        return next((step for step, number in self.steps() if number), last)

    def steps(self) -> list[tuple[ImportStep, int]]:
        """Return the steps that ask something, each with the number of questions that are not answered."""
        unanswered = [question.step for question in self.plan.questions.unanswered]
        shown = {self.step} | {
            question.step for question in self.plan.questions.asked.values()
        }
        if self.table_import.document["paragraphs"]:
            shown.add(ImportStep.TEXT)
        return [(step, unanswered.count(step)) for step in ImportStep if step in shown]

    def show(self, form: StepForm | None = None, **context: Any) -> HttpResponse:
        form = form or StepForm(self.plan.questions, self.step)
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note_what_is_needed(self.drafts)
        steps = self.steps()
        place = [step for step, *_ in steps].index(self.step)
        back = ""
        if place:
            back = steps[place - 1][0]
        kwargs.setdefault("rows", TypedRows(initial=self.choices.typed, prefix="typed"))
        return super().get_context_data(
            **kwargs,
            steps=steps,
            back=back,
            numbers=EXAMPLES,
            dates="; ".join(FORMATS),
            table_import=self.table_import,
            document=self.table_import.document,
            plan=self.plan,
            drafts=[
                (draft, kwargs["form"].fields_about(draft.name))
                for draft in self.drafts
            ],
            fingerprint=fingerprint_of(self.drafts),
        )

    def get_template_names(self) -> list[str]:
        """Return the template of the step; most have none of their own."""
        folder = "complaints/admin/table_import"
        return [f"{folder}/{self.step}.html", f"{folder}/questions.html"]
