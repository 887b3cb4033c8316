"""Exports the filtered list of entries to a spreadsheet without formulas."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.admin.views import generic

from pages.core.spreadsheets import escape_formula

from . import entry_changes


class EntryExportView(generic.IndexView):
    """A list of entries that can be exported by users with the permission for it."""

    export_headings = {
        "created_at": "Received",
        "get_state_display": "State",
        "get_about_display": "About",
        "get_useful_display": "Found what they needed",
        "text": "Text",
        "page_path": "Page",
        "closed_at": "Closed",
    }
    list_export = list(export_headings)
    export_filename = "feedback"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse to export without the permission, even if somebody types the address."""
        if self.is_export and not self.show_export_buttons:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        """Whether the user may export entries."""
        return self.user_has_permission("export")

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> str:
        if field in {"created_at", "closed_at"}:
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
        return escape_formula(value)

    def stream_csv(self, queryset: QuerySet) -> Iterator[Any]:
        """Begin the file with a byte order mark, without which Excel does not recognise UTF-8."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        entry_changes.log_export(
            self.request.user, queryset.count(), spreadsheet_format, self._chosen_filters()
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def _chosen_filters(self) -> dict[str, str]:
        """Return the filters in words. A search may contain somebody's name, so only its use is recorded."""
        values = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        filters = {name: _describe_filter_value(value) for name, value in values.items() if value}
        return {**filters, "search": "yes"} if self.is_searching else filters


def _describe_filter_value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, slice):
        days = [f"{timezone.localtime(day):%Y-%m-%d}" if day else "" for day in (value.start, value.stop)]
        return "–".join(days)
    return str(getattr(value, "pk", value))
