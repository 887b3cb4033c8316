"""The columns of the CMS's lists of recommendations, and the words in their cells."""

from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn, ParentPageColumn

from complaints.models import RecommendationResponsePage, RecommendationState
from complaints.vocabulary import FINISHED_ACTIONS
from pages.core.partial_dates import PartialDate
from pages.moderation.admin.work_state import describe_work_state

NOT_PUBLIC = "Not public yet"


def overall_state(page: RecommendationResponsePage) -> RecommendationState | None:
    """Return the stored state of the recommendation as a whole; ``None`` if it was never public."""
    return next((row for row in page.states.all() if row.respondent_id is None), None)


def status_words(page: RecommendationResponsePage) -> str:
    """Return the state today, as readers see it."""
    state = overall_state(page)
    return state.state_today.label if state else NOT_PUBLIC


def position_words(page: RecommendationResponsePage) -> str:
    """Return the position that the respondents take."""
    state = overall_state(page)
    return state.get_position_display() if state else ""


def due_words(page: RecommendationResponsePage) -> str:
    """Return the date by which something is due, as precisely as it is known; empty if nothing is."""
    state = overall_state(page)
    if not state:
        first = min(draft_due_dates(page.draft_content or {}), key=lambda due: due.latest, default=None)
        return first.words if first else ""
    if not state.due_day:
        return ""
    dates = [
        action.current_due_date for action in page.actions.all() if action.status not in FINISHED_ACTIONS
    ]
    limits = [page.deadline, *(each.due for each in dates if each)]
    due = [limit for limit in limits if limit and limit.latest == state.due_day]
    return due[0].words if due else format_date(state.due_day, "j F Y")


def draft_due_dates(content: dict[str, Any]) -> list[PartialDate]:
    """Return the dates by which something is due, from the content of a draft that was never public."""
    actions = [action for action in content.get("actions", []) if action["status"] not in FINISHED_ACTIONS]
    current = [action["due_dates"][-1]["due"] for action in actions if action.get("due_dates")]
    return [PartialDate.parse(date) for date in [content.get("deadline"), *current] if date]


def last_update_words(page: RecommendationResponsePage) -> str:
    """Return the date of the last report to readers, as precisely as it is known."""
    state = overall_state(page)
    if not state or not state.last_reported:
        return ""
    reports = [response.date for response in page.responses.all()]
    reports += [update.as_at for update in page.progress_updates.all()]
    reports += [action.completed for action in page.actions.all()]
    last = [report for report in reports if report and report.latest == state.last_reported]
    return last[0].words if last else format_date(state.last_reported, "j F Y")


def work_state_words(page: RecommendationResponsePage) -> str:
    """Return who has the page now, in one line."""
    return "; ".join(describe_work_state(page))


class RecommendationTitleColumn(PageTitleColumn):
    """Number and title, which lead to the editor. Buttons in each row would ask the database for each."""

    cell_template_name = "complaints/admin/title_cell.html"


class WordsColumn(Column):
    """A column of words; a dash stands where there are none."""

    empty_value_display = "–"


class DueColumn(WordsColumn):
    """The due date, which stands out once it has passed."""

    def get_value(self, instance: RecommendationResponsePage) -> str:
        """Return the date, marked if it has passed."""
        words, state = due_words(instance), overall_state(instance)
        if state and state.passed_since:
            return format_html('<strong class="recommendation-list__overdue">{}</strong>', words)
        return words


class WorkStateColumn(Column):
    """Who has the page now, one thing a line."""

    def get_value(self, instance: RecommendationResponsePage) -> str:
        """Return the lines."""
        lines = format_html_join("", "<li>{}</li>", [(line,) for line in describe_work_state(instance)])
        return format_html('<ul class="recommendation-list__work">{}</ul>', lines)


COLUMNS: list[Any] = [
    BulkActionsColumn("bulk_actions"),
    RecommendationTitleColumn("title", label="Recommendation", sort_key="number", width="28%"),
    ParentPageColumn("parent", label="Super-complaint"),
    WordsColumn("position", label="Position", accessor=position_words),
    WordsColumn("status", label="Status", accessor=status_words),
    DueColumn("due", label="Due", sort_key="due"),
    WordsColumn(
        "last_update",
        label="Last update",
        accessor=last_update_words,
        sort_key="last_update",
    ),
    WorkStateColumn("work_state", label="Who has it"),
]
