"""What the screens have in common on which one types into a grid of cells."""

from django.forms import Script

from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput

# Deferred: they look for the grid, which stands below them.
GRID_SCRIPTS = [Script(name, defer=True) for name in ("entry-grid.js", "table-handover.js")]


def date_cell(label: str, *, show_hidden_initial: bool = False, past: bool = False) -> PartialDateFormField:
    """Return a cell for a date; one that has to be ``past`` warns at once of a date to come."""
    return PartialDateFormField(
        required=False,
        label=label,
        widget=PartialDateInput(kind="past" if past else ""),
        show_hidden_initial=show_hidden_initial,
    )
