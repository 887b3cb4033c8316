"""The screen of a new response."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.recommendation_lists import may_list_recommendations
from complaints.models import SuperComplaintIndexPage
from pages.core.stored_links import parse_key
from pages.moderation.types import StaffRequest

from .creation import ResponseRefusedError, create_response
from .forms import EMPTY_ROWS, ItemRows, SuperComplaintForm, offered_organisations, rows_of, rows_to_fill_in


class NewResponseView(WagtailAdminTemplateMixin, TemplateView):
    """Makes a super-complaint with its recommendations, and leads to the grid that fills them in."""

    request: StaffRequest
    template_name = "complaints/admin/new_response.html"
    page_title = "New response"
    header_icon = "plus"

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Refuse those who may not add pages to the section."""
        # Not by ``pk``, which fails on enormous numbers.
        self.section = get_object_or_404(SuperComplaintIndexPage, id=kwargs["pk"])
        may_add = self.section.permissions_for_user(request.user).can_add_subpage()
        if not may_add or not may_list_recommendations(request.user):
            raise PermissionDenied
        self.organisations = offered_organisations()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the section."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.list_address, "label": self.section.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    @property
    def list_address(self) -> str:
        """The list of super-complaints."""
        return reverse("wagtailadmin_explore", args=[self.section.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show an empty form, or what was typed."""
        form = kwargs.get("form") or SuperComplaintForm()
        items = kwargs.get("items") or rows_to_fill_in([], EMPTY_ROWS, self.organisations)
        return super().get_context_data(
            form=form,
            items=items,
            wrong=[item for item in items if item.has_errors],
            has_typed=kwargs.get("has_typed", False),
            others=visible_super_complaints(self.request).filter(numchild__gt=0),
            list_address=self.list_address,
            media=form.media + items.empty_form.media,
        )

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the drafts, or offer more rows without losing what was typed."""
        form = SuperComplaintForm(request.POST)
        items: Any = ItemRows(request.POST, prefix="items", form_kwargs={"organisations": self.organisations})
        if "add_rows" in request.POST or "copy" in request.POST:
            return self.offer_more_rows(form, items)
        # Both, so that all errors are shown together.
        if all([form.is_valid(), items.is_valid()]):
            try:
                page = create_response(self.section, request.user, form, items.filled_in)
            except ResponseRefusedError:
                pass
            else:
                number = len(items.filled_in)
                count = "1 recommendation" if number == 1 else f"{number} recommendations"
                messages.success(request, f"“{page}” and {count} are drafts now. Fill in what is known.")
                return HttpResponseRedirect(reverse("update_round", args=[page.pk]))
        return self.render_to_response(self.get_context_data(form=form, items=items, has_typed=True))

    def offer_more_rows(self, form: Form, items: Any) -> HttpResponse:
        """Show what was typed with more rows: empty ones, or those of another super-complaint."""
        typed = [item.typed for item in items if item.is_filled_in]
        if "copy" in self.request.POST:
            key = parse_key(self.request.POST.get("copy_from")) or 0
            other = get_object_or_404(visible_super_complaints(self.request), id=key)
            typed += rows_of(other, self.request.user, self.organisations)
        rows = rows_to_fill_in(typed, EMPTY_ROWS, self.organisations)
        shown = SuperComplaintForm(initial={name: form[name].data for name in form.fields})
        return self.render_to_response(self.get_context_data(form=shown, items=rows, has_typed=True))
