"""The screen of the update round."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from complaints.admin.entry_grid import (
    GridRefusedError,
    GridView,
    count_recommendations,
    problems_of,
)
from complaints.admin.recommendation_filters import (
    RecommendationFilterSet,
    visible_super_complaints,
)
from complaints.admin.round_sets import open_sets_of
from complaints.models import Organisation, RecommendationResponsePage
from complaints.vocabulary import POSITIONS_NEEDING_REASON
from pages.content.site_wording import site_wording_for
from pages.core.stored_content import parse_key
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.views.my_work import annotate_work_state

from .forms import RoundForm, RowForms
from .rows import list_rows
from .saving import save_round


class UpdateRoundView(GridView):
    """Lists the recommendations of a super-complaint, ready for typing, and saves what was typed."""

    template_name = "complaints/admin/update_round.html"
    page_title = "Update round"
    header_icon = "table"

    def find_page(self, key: int) -> None:
        self.about = get_object_or_404(visible_super_complaints(self.request), id=key)
        self.page_subtitle = self.about.get_admin_display_title()
        self.rows = list_rows(self.about, self.request.user)
        self.is_filtered = bool(self.request.GET)
        if self.is_filtered:
            chosen = self.filtered_ids()
            self.rows = [row for row in self.rows if row.page.pk in chosen]

    def filtered_ids(self) -> set[int]:
        """Return the pages that the filters in the address choose; those of a form stay until it is saved."""
        if self.request.method == "POST":
            return set(filter(None, map(parse_key, self.request.POST.getlist("row"))))
        below = annotate_work_state(
            RecommendationResponsePage.objects.child_of(self.about)
        )
        filtered = RecommendationFilterSet(
            self.request.GET, below, request=self.request
        ).qs
        return set(filtered.values_list("pk", flat=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or RoundForm(initial=self.initial)
        entries = kwargs["entries"] if "entries" in kwargs else self.entries()
        saved_before = self.saved_before() if form.errors else []
        return super().get_context_data(
            form=form,
            problems=problems_of(form, self.request.user),
            saved_before=saved_before,
            entries=entries,
            wrong=[entry for entry in entries if entry.has_errors],
            deleted=kwargs.get("deleted", []),
            positions_with_reason=" ".join(sorted(POSITIONS_NEEDING_REASON)),
            media=form.media,
        )

    def saved_before(self) -> list[tuple[PublicationSet, list[tuple[str, str]]]]:
        """Return the drafts of an earlier save, which a submission takes along: their forms, by their set."""
        edit_url = AdminURLFinder(self.request.user).get_edit_url
        saved = []
        for open_set in open_sets_of([self.about, *(row.page for row in self.rows)]):
            pages = open_set.objects_in_order()
            links = [(edit_url(page) or "", page.full_name) for page in pages]
            saved.append((open_set, links))
        return saved

    @property
    def initial(self) -> dict[str, str]:
        sets = open_sets_of(row.page for row in self.rows)
        initial = {"as_at": self.today}
        if len(sets) == 1:
            initial["change_note"] = sets[0].change_note
        return initial

    @property
    def today(self) -> str:
        return format_date(timezone.localdate(), "j F Y")

    def entries(
        self, posted: set[int] | frozenset[int] = frozenset()
    ) -> list[RowForms]:
        """Return the cells of all rows; those of ``posted`` pages with what was typed."""
        our_force = self.our_force()
        entries = []
        for row in self.rows:
            typed = self.request.POST if row.page.pk in posted else None
            entries.append(RowForms(row, our_force, typed))
        return entries

    def our_force(self) -> Organisation | None:
        name = site_wording_for(self.request).force_name
        return Organisation.objects.filter(live=True, name=name).first()

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was typed, all of it or nothing."""
        posted = self.posted_ids()
        form, entries = (
            RoundForm(request.POST, initial=self.initial),
            self.entries(posted),
        )
        touched = [entry for entry in entries if entry.is_touched]
        deleted = self.typed_for_deleted(posted - {row.page.pk for row in self.rows})
        submit = "submit" in request.POST
        if not deleted:
            try:
                number, sets = save_round(
                    self.about, request.user, form, touched, submit=submit
                )
            except GridRefusedError:
                pass
            else:
                if sets:
                    return self.say_what_was_saved(number, sets, submit=submit)
                messages.warning(
                    request, "Nothing to save: you have not changed any rows."
                )
        # What nobody touched is shown as it is now.
        shown = []
        for entry in entries:
            if entry in touched:
                shown.append(entry)
            else:
                shown.append(RowForms(entry.row, entry.our_force))
        return self.render_to_response(
            self.get_context_data(form=form, entries=shown, deleted=deleted)
        )

    def say_what_was_saved(
        self, number: int, sets: list[PublicationSet], *, submit: bool
    ) -> HttpResponse:
        """Say what was saved or submitted, with the way to the set; after a submission, leave the screen."""
        count = count_recommendations(number)
        if submit:
            words = "Submitted for moderation together:"
        else:
            words = f"Saved as drafts: {count}, in the set"
        self.say_with_way_to(sets, words)
        if submit:
            return HttpResponseRedirect(self.list_address)
        return HttpResponseRedirect(self.request.get_full_path())

    def posted_ids(self) -> set[int]:
        """Return the pages that the form names; raise ``PermissionDenied`` if the person may not edit one."""
        keys = list(map(parse_key, self.request.POST.getlist("row")))
        posted = {key for key in keys if key is not None}
        if None in keys:
            raise PermissionDenied
        editable = {row.page.pk for row in self.rows if row.may_edit}
        if Page.objects.filter(id__in=posted - editable).exists():
            raise PermissionDenied
        return posted

    def typed_for_deleted(self, deleted: set[int]) -> list[str]:
        posted = self.request.POST
        typed = []
        for key in sorted(deleted):
            for name in posted:
                text = posted[name]
                is_cell = name.startswith(f"row-{key}-")
                is_version = name.endswith("-version")
                was_changed = text and text != posted.get(f"initial-{name}", "")
                if is_cell and was_changed and not is_version:
                    typed.append(text)
        return typed
