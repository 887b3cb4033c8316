"""The same screen for a super-complaint that is made together with the recommendations of the table."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from complaints.admin.entry_grid import RefusedError
from complaints.admin.new_response import (
    ItemRows,
    SuperComplaintForm,
    create_response,
    offered_organisations,
)
from complaints.models import SuperComplaintIndexPage, SuperComplaintPage
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.roles import StaffRequest

from .view import TableImportView

ROW_FIELDS = "items-"


class NewResponseImportView(TableImportView):
    """Takes a table into a super-complaint that is made with it, below the rows that were typed."""

    page_title = "New response from a table"
    header_icon = "plus"

    def find_page(self, key: int) -> None:
        self.parent = None
        self.about = get_object_or_404(SuperComplaintIndexPage, id=key)
        self.page_subtitle = self.about.get_admin_display_title()
        if not self.about.permissions_for_user(self.request.user).can_add_subpage():
            raise PermissionDenied

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Lead to the form, which has the place for the table."""
        return HttpResponseRedirect(reverse("new_response", args=[self.about.pk]))

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the table together with what was typed of the super-complaint."""
        self.form = SuperComplaintForm(request.POST)
        self.form.is_valid()
        return super().post(request, *args, **kwargs)

    @property
    def report(self) -> PartialDate | None:
        if self.parent:
            return self.parent.report_published
        return self.form.cleaned_data.get("report_published") or None

    @property
    def official_title(self) -> str:
        return self.form["official_title"].data or self.form["title"].data or ""

    def show(self, **shown: Any) -> HttpResponse:
        """Show the super-complaint above the table, and carry the rows that were typed."""
        typed = [
            (name, value)
            for name in self.request.POST
            if name.startswith(ROW_FIELDS)
            for value in self.request.POST.getlist(name)
        ]
        return super().show(form=self.form, carried=typed, **shown)

    def lock_parent(self) -> SuperComplaintPage:
        """Make the super-complaint with the rows that were typed."""
        items: Any = ItemRows(
            self.request.POST, prefix="items", form_kwargs={"organisations": offered_organisations()}
        )
        if not items.is_valid():
            wrong = [
                f"{item.name}: {message}" for item in items if item.has_errors for message in item.messages
            ]
            raise RefusedError(f"There is a mistake in the rows that you typed before. {' '.join(wrong)}")
        if not self.form.is_valid():
            raise RefusedError("Say first what the super-complaint is.")
        try:
            self.parent = create_response(self.about, self.request.user, self.form, items.filled_in)
        except RefusedError as error:
            wrong = [message for item in items if item.has_errors for message in item.messages]
            raise RefusedError(" ".join([error.messages[0], *wrong])) from error
        return self.parent

    def save(self, *args: Any, **options: Any) -> HttpResponse:
        try:
            return super().save(*args, **options)
        finally:
            self.parent = None
