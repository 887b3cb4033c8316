"""The screen of the update round."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from complaints.admin.recommendation_filters import visible_super_complaints
from complaints.admin.recommendation_lists import may_list_recommendations
from complaints.models import Organisation
from pages.content.site_wording import site_wording_for
from pages.moderation.types import StaffRequest

from .forms import RoundForm, RowForms
from .rows import list_rows
from .saving import RoundRefusedError, save_round

MAX_ID_DIGITS = 18


class UpdateRoundView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the recommendations of a super-complaint, ready for typing, and saves what was typed."""

    request: StaffRequest
    template_name = "complaints/admin/update_round.html"
    page_title = "Update round"
    header_icon = "table"
    _show_breadcrumbs = True

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Refuse those who may not work on pages, and what they may not see."""
        if not may_list_recommendations(request.user):
            raise PermissionDenied
        # Not by ``pk``, which fails on enormous numbers.
        self.super_complaint = get_object_or_404(visible_super_complaints(request), id=kwargs["pk"])
        self.page_subtitle = self.super_complaint.get_admin_display_title()
        self.rows = list_rows(self.super_complaint, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the list of recommendations."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.list_address, "label": self.page_subtitle},
            {"url": "", "label": self.page_title, "sublabel": self.page_subtitle},
        ]

    @property
    def list_address(self) -> str:
        """The list of recommendations."""
        return reverse("wagtailadmin_explore", args=[self.super_complaint.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the rows as they are, or as they were typed."""
        form = kwargs.get("form") or RoundForm()
        entries = kwargs.get("entries") or self.entries()
        return super().get_context_data(
            form=form,
            entries=entries,
            wrong=[entry for entry in entries if entry.has_errors],
            deleted=kwargs.get("deleted", []),
            list_address=self.list_address,
            media=form.media,
        )

    def entries(self, posted: set[int] | frozenset[int] = frozenset()) -> list[RowForms]:
        """Return the cells of all rows; those of ``posted`` pages with what was typed."""
        our_force = Organisation.objects.filter(
            live=True, name=site_wording_for(self.request).force_name
        ).first()
        return [
            RowForms(row, our_force, self.request.POST if row.page.pk in posted else None)
            for row in self.rows
        ]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was typed, all of it or nothing."""
        posted = self.posted_ids()
        form, entries = RoundForm(request.POST), self.entries(posted)
        touched = [entry for entry in entries if entry.is_touched]
        deleted = self.typed_for_deleted(posted - {row.page.pk for row in self.rows})
        submit = "submit" in request.POST
        if touched and not deleted:
            try:
                drafts = save_round(self.super_complaint, request.user, form, touched, submit=submit)
            except RoundRefusedError:
                pass
            else:
                messages.success(request, _describe_success(len(drafts), submit=submit))
                return HttpResponseRedirect(self.list_address if submit else request.path)
        elif not touched and not deleted:
            messages.warning(request, "Nothing is saved: you have not changed any row.")
        return self.render_to_response(self.get_context_data(form=form, entries=entries, deleted=deleted))

    def posted_ids(self) -> set[int]:
        """Return the pages that the form names; raise ``PermissionDenied`` if the person may not edit one."""
        named = self.request.POST.getlist("row")
        if not all(each.isascii() and each.isdecimal() and len(each) <= MAX_ID_DIGITS for each in named):
            raise PermissionDenied
        posted = {int(each) for each in named}
        editable = {row.page.pk for row in self.rows if row.may_edit}
        if Page.objects.filter(id__in=posted - editable).exists():
            raise PermissionDenied
        return posted

    def typed_for_deleted(self, deleted: set[int]) -> list[str]:
        """Return what was typed for pages that somebody has deleted meanwhile."""
        typed = self.request.POST
        return [
            typed[name]
            for pk in sorted(deleted)
            for name in typed
            if name.startswith(f"row-{pk}-")
            and typed[name] != typed.get(f"initial-{name}", "")
            and typed[name]
            and not name.endswith("-version")
        ]


def _describe_success(number: int, *, submit: bool) -> str:
    if number == 1:
        return f"1 recommendation {'submitted for approval' if submit else 'saved as a draft'}."
    return f"{number} recommendations {'submitted for approval' if submit else 'saved as drafts'}."
