"""The filtered list as a spreadsheet that holds no formula."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.views import generic

from pages.core.spreadsheets import neutral

from . import changes


class ExportView(generic.IndexView):
    """A list of entries that can be exported by those who may."""

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

    def dispatch(self, request, *args, **kwargs):
        """Refuse to export without the permission for it, whatever address is typed."""
        if self.is_export and not self.show_export_buttons:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        """Whether the person may take entries out of the site."""
        return self.user_has_permission("export")

    def preprocess_field_value(self, field, value, export_format):
        """Return what is written into a cell."""
        if field in {"created_at", "closed_at"}:
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
        return neutral(value)

    def stream_csv(self, queryset):
        """Mark the file as UTF-8: Excel would not guess it."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Log who takes what, then send the file."""
        changes.log_export(self.request.user, queryset.count(), spreadsheet_format, self._chosen_filters())
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def _chosen_filters(self) -> dict[str, str]:
        """Name the filters; of a search only that there was one, since it may hold somebody's name."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        named = {name: _in_words(value) for name, value in chosen.items() if value}
        return {**named, "search": "yes"} if self.is_searching else named


def _in_words(value) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, slice):
        days = [f"{timezone.localtime(day):%Y-%m-%d}" if day else "" for day in (value.start, value.stop)]
        return "–".join(days)
    return str(getattr(value, "pk", value))
