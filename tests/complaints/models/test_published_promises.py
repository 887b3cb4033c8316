"""Published due dates and progress updates stay; new ones are added."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from complaints.models import (
    Action,
    DueDate,
    ProgressUpdate,
    RecommendationResponsePage,
)
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import MODERATORS
from tests.editing import SUBMIT, edit, errors_of
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_response,
)
from tests.forms import action, due_date, progress_update, recommendation_form, response


class TestPublishedPromisesStay:
    @pytest.fixture
    def page(self, section, force):
        page = RecommendationResponsePageFactory(
            parent=SuperComplaintPageFactory(parent=section),
            title="Train officers",
            number="7.1",
            responses=[make_response("accepted", force)],
            actions=[
                Action(
                    title="Train every officer",
                    description="<p>Every officer is trained.</p>",
                    status="in_progress",
                    due_dates=[DueDate(due=PartialDate(2025, 3, 27))],
                )
            ],
            progress_updates=[
                ProgressUpdate(as_at=PartialDate(2025, 1), text="<p>Half.</p>")
            ],
        )
        page.save_revision()
        return page

    def existing(
        self, page, due="2025-03-27", more_due_dates=(), update="<p>Half.</p>"
    ):
        row = page.actions.get()
        boxes = {**due_date(due), "id": row.due_dates.get().pk}
        answer = page.responses.get()
        whose = list(answer.respondents.all())
        one = action(due_dates=[boxes, *more_due_dates], whose=whose, id=row.pk)
        told = progress_update("2025-01", update, whose)
        form = recommendation_form(
            responses=[{**response(whose), "id": answer.pk}],
            actions=[one],
            progress_updates=[{**told, "id": page.progress_updates.get().pk}],
        )
        return {
            **form,
            "responses-INITIAL_FORMS": "1",
            "actions-INITIAL_FORMS": "1",
            "actions-0-due_dates-INITIAL_FORMS": "1",
            "progress_updates-INITIAL_FORMS": "1",
        }

    def test_the_date_that_counts_is_set_below_what_readers_were_promised(self, page):
        one = page.actions.get()
        one.set_due_date(PartialDate(2025, 9))
        one.set_due_date(PartialDate(2025, 10))

        assert [str(date.due) for date in one.due_dates_in_order()] == [
            "2025-03-27",
            "2025-10",
        ]
        other = Action(due_dates=[DueDate(due=PartialDate(2025, 3), worked_out=True)])
        assert other.set_due_date(PartialDate(2025, 3)).worked_out
        assert not other.set_due_date(PartialDate(2025, 4)).worked_out

    def test_a_later_due_date_is_added_below(self, client, editor, page):
        later = due_date("2025-09-30", reason="The trainer left.")

        answer = edit(
            client, page, self.existing(page, more_due_dates=[later]), **SUBMIT
        )

        assert answer.status_code == 302, errors_of(answer)

    def test_what_readers_were_promised_or_told_cannot_be_changed_or_removed(
        self, client, editor, page
    ):
        for form, said in [
            (self.existing(page, due="2025-09-30"), "Put back “27 March 2025”"),
            (
                self.existing(page, update="<p>All of them.</p>"),
                "Put back the update of January 2025",
            ),
            (
                {**self.existing(page), "actions-0-DELETE": "on"},
                "Readers were shown a due date for the action “Train every officer”",
            ),
        ]:
            assert said in str(errors_of(edit(client, page, form, **SUBMIT)))

    def test_published_due_dates_cannot_be_reordered(self, page):
        promised = page.actions.get()
        DueDate.objects.create(
            action=promised, due=PartialDate(2025, 9), reason="Late.", sort_order=1
        )
        DueDate.objects.filter(action=promised, due="2025-03-27").update(
            sort_order=0, reason="First."
        )
        changed = Action.objects.get(pk=promised.pk)
        first, second = changed.due_dates_in_order()
        changed.clean_for_publication()
        first.sort_order, second.sort_order = 1, 0
        changed.due_dates = [second, first]

        with pytest.raises(
            ValidationError, match="Published due dates cannot be removed"
        ):
            changed.clean_for_publication()

    def test_an_unchanged_live_page_can_be_saved_and_locked(
        self, client, signed_in, page
    ):
        RecommendationResponsePage.objects.get(pk=page.pk).save()
        signed_in(MODERATORS)

        answer = client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))

        assert answer.status_code == 302
        page.refresh_from_db()
        assert page.locked
