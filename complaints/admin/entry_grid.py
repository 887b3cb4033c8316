"""What the screens have in common on which one types into a grid of cells."""

from django.forms import Script

from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput

# Deferred: they look for the grid, which stands below them.
GRID_SCRIPTS = [Script(name, defer=True) for name in ("entry-grid.js", "table-handover.js")]


def date_cell(label: str, *, show_hidden_initial: bool = False) -> PartialDateFormField:
    """Return a cell for a date."""
    return PartialDateFormField(
        required=False, label=label, widget=PartialDateInput, show_hidden_initial=show_hidden_initial
    )
