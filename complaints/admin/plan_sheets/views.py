"""The screen of the plan sheet: its download, its upload, and the preview of what it changes."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from complaints.admin.entry_grid import GridView, count_recommendations
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.update_round.rows import list_rows
from pages.moderation.approval.roles import StaffRequest

from .comparing import SheetComparison
from .reading import FilledSheet, UploadForm
from .saving import save_sheet
from .writing import write_csv, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "xlsx": (XLSX, write_workbook),
    "csv": ("text/csv; charset=utf-8", write_csv),
}


class PlanView(GridView):
    """A view of the plan of one super-complaint."""

    def find_page(self, key: int) -> None:
        found = get_object_or_404(visible_super_complaints(self.request), id=key)
        self.about = found.specific
        self.page_subtitle = self.about.get_admin_display_title()


class PlanDownloadView(PlanView):
    """Sends the plan as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ending = request.GET.get("format", "xlsx")
        if ending not in FORMATS:
            raise Http404
        content_type, write = FORMATS[ending]
        name = f"{self.about.slug}-plan-{timezone.localdate()}.{ending}"
        return HttpResponse(
            write(list_rows(self.about, self.request.user)),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class PlanSheetView(PlanView):
    """Uploads the plan, shows what it changes, and saves that once it is confirmed."""

    page_title = "Plan as a spreadsheet"
    header_icon = "table"
    template_name = "complaints/admin/plan_sheet.html"

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sheet" in request.POST:
            return self.save(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(problems=form.errors["plan"])
        sheet: FilledSheet = form.cleaned_data["plan"]
        comparison = SheetComparison(self.about, request.user, sheet)
        if comparison.problems:
            return self.show(problems=comparison.problems)
        return self.show(changes=comparison.changes, sheet=sheet.for_preview())

    def save(self, request: StaffRequest) -> HttpResponse:
        """Save what the preview showed."""
        try:
            sheet = FilledSheet.from_preview(request.POST["sheet"])
            number, sets = save_sheet(self.about, request.user, sheet)
        except BadSignature as error:
            raise PermissionDenied from error
        except ValidationError as error:
            return self.show(problems=error.messages)
        if sets:
            count = count_recommendations(number)
            self.say_with_way_to(sets, f"Saved as drafts: {count}, in the set")
        return HttpResponseRedirect(reverse("update_round", args=[self.about.pk]))

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=UploadForm(), **kwargs)
