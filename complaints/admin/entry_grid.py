"""What the screens have in common on which one types into a grid of cells."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form, Script, Textarea
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from complaints.admin.recommendation_lists import may_list_recommendations
from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput
from pages.core.text import PlainTextField
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import StaffRequest

# Deferred: it looks for the grid, which stands below it.
GRID_SCRIPTS = [Script("entry-grid.js", defer=True)]


def problems_of(form: Form, person: User) -> list[tuple[str, str]]:
    """Return what is wrong beside the cells: the form of the page that it is about, and the message."""
    edit_url = AdminURLFinder(person).get_edit_url
    problems = []
    for error in form.non_field_errors().as_data():
        address = edit_url(error.obj) if hasattr(error, "obj") else None
        problems.append((address or "", " ".join(error.messages)))
    return problems


def wrong_cells_of(
    form: Form, otherwise: tuple[str, str]
) -> list[tuple[str, str, str]]:
    """Return what is wrong: the cell that it is about, or ``otherwise``, its name, and the message."""
    found = []
    for name, texts in form.errors.items():
        where = otherwise
        if name in form.fields:
            where = (
                form[name].id_for_label or form[name].auto_id,
                str(form[name].label),
            )
        found += [(*where, str(text)) for text in texts]
    return found


def date_cell(
    label: str, *, show_hidden_initial: bool = False, past: bool = False
) -> PartialDateFormField:
    """Return a cell for a date; one that has to be ``past`` warns at once of a date to come."""
    kind = "past" if past else ""
    return PartialDateFormField(
        required=False,
        label=label,
        widget=PartialDateInput(kind=kind),
        show_hidden_initial=show_hidden_initial,
    )


def text_cell(label: str, rows: int) -> PlainTextField:
    """Return a cell for text that knows with what it was opened."""
    return PlainTextField(
        required=False,
        label=label,
        widget=Textarea(attrs={"rows": rows}),
        show_hidden_initial=True,
    )


class GridRefusedError(ValidationError):
    """Something has to be put right first; the forms say what."""

    def __init__(self, message: Any = "Nothing has been saved yet.") -> None:
        super().__init__(message)


def count_recommendations(number: int) -> str:
    return "1 recommendation" if number == 1 else f"{number} recommendations"


class GridView(WagtailAdminTemplateMixin, TemplateView):
    """A screen with a grid, for those who may work on pages: about ``about``, or what is below it."""

    request: StaffRequest
    about: Page

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_list_recommendations(request.user):
            raise PermissionDenied
        self.find_page(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def find_page(self, key: int) -> None:
        """Set ``about``, or refuse.

        Look it up not by ``pk``, which fails on enormous numbers.
        """
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(list_address=self.list_address, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.list_address, "label": self.about.get_admin_display_title()},
            {"url": "", "label": self.page_title, "sublabel": self.page_subtitle},
        ]

    @property
    def list_address(self) -> str:
        return reverse("wagtailadmin_explore", args=[self.about.pk])

    def say_with_way_to(self, sets: Sequence[PublicationSet], message: str) -> None:
        """Say ``message``, which ends with the names of the ``sets``, with a button that opens the first."""
        names = ", ".join(f"“{publication_set}”" for publication_set in sets)
        button = messages.button(
            reverse("moderation:set", args=[sets[0].pk]), "Open set"
        )
        messages.success(self.request, f"{message} {names}.", buttons=[button])
