"""What the screens have in common on which one types into a grid of cells."""

from django.contrib.auth.models import User
from django.forms import Form, Script
from wagtail.admin.admin_url_finder import AdminURLFinder

from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput

# Deferred: they look for the grid, which stands below them.
GRID_SCRIPTS = [Script(name, defer=True) for name in ("entry-grid.js", "table-handover.js")]


def problems_of(form: Form, person: User) -> list[tuple[str, str]]:
    """Return what is wrong beside the cells: the form of the page that it is about, and the message."""
    edit_url = AdminURLFinder(person).get_edit_url
    return [
        (edit_url(error.obj) or "" if hasattr(error, "obj") else "", " ".join(error.messages))
        for error in form.non_field_errors().as_data()
    ]


def date_cell(label: str, *, show_hidden_initial: bool = False, past: bool = False) -> PartialDateFormField:
    """Return a cell for a date; one that has to be ``past`` warns at once of a date to come."""
    return PartialDateFormField(
        required=False,
        label=label,
        widget=PartialDateInput(kind="past" if past else ""),
        show_hidden_initial=show_hidden_initial,
    )
