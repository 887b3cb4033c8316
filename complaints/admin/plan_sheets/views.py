"""The download of the plan, and the reading of the files that come back."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from complaints.admin.entry_grid import GridView
from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.update_round.rows import RoundRow, list_rows
from complaints.importing.tables import Document

from .open_data import is_open_data, read_open_data
from .plan import list_plan_rows, names_of_organisations, owners_of
from .reading import FilledSheet, read_plan_sheet
from .writing import write_csv, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "xlsx": (XLSX, write_workbook),
    "csv": ("text/csv; charset=utf-8", write_csv),
}


def owners_to_choose(rows: Sequence[RoundRow]) -> list[tuple[str, list[str]]]:
    """Return those whose actions can be downloaded alone, under a heading each."""
    return owners_of(list_plan_rows(rows, names_of_organisations()))


def file_name(about: Page, owner: str, ending: str) -> str:
    """Return the name of the file, with the day of the download: ``stalking-plan-2026-12-02.xlsx``."""
    parts = [about.slug, "plan", slugify(owner)[:60], str(timezone.localdate())]
    return f"{'-'.join(filter(None, parts))}.{ending}"


class PlanDownloadView(GridView):
    """Sends the plan, or the part of it that one owner is responsible for."""

    def find_page(self, key: int) -> None:
        self.about = get_object_or_404(visible_super_complaints(self.request), id=key)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        owner = request.GET.get("owner", "")
        ending = request.GET.get("format", "xlsx")
        rows = list_plan_rows(
            list_rows(self.about, self.request.user), names_of_organisations(), owner
        )
        if ending not in FORMATS or (owner and not rows):
            raise Http404
        content_type, write = FORMATS[ending]
        name = file_name(self.about, owner, ending)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write(rows), content_type=content_type, headers=headers)


def read_as_sheet(
    source: str, document: Document, about: Page, rows: Sequence[RoundRow]
) -> FilledSheet | None:
    """Return what a file says if it is a plan sheet, or our open data; ``None`` if it is another table."""
    if is_open_data(document):
        return read_open_data(source, document, about, rows)
    return read_plan_sheet(source, document)
