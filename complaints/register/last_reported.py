"""Who reported last, and whether what is published here may be out of date."""

from collections.abc import Iterable

from django.utils import timezone

from complaints.models import RecommendationResponsePage
from complaints.models.recommendation_state import MONTHS_WITHOUT_UPDATE
from complaints.vocabulary import ActionStatus, DetailedStatus
from pages.core.moments import months_later
from pages.core.names import join_as_in_a_sentence, join_names
from pages.core.partial_dates import PartialDate


def may_be_old(
    last_reported: PartialDate | None, items: Iterable[RecommendationResponsePage]
) -> bool:
    """Return True if readers should be warned that ``items`` may not show what happens today.

    They are warned from six months after the last date on which an organisation
    reported, and where there is no such date. Where no organisation has published
    anything, nothing can be out of date.
    """
    if not last_reported:
        for item in items:
            for state in item.respondent_states:
                is_answered = state.open_detailed_status != DetailedStatus.NOT_ANSWERED
                if is_answered or state.actions:
                    return True
        return False
    limit = months_later(timezone.localdate(), -MONTHS_WITHOUT_UPDATE)
    return last_reported.latest < limit


def who_reported_last(page: RecommendationResponsePage) -> str:
    """Return the names of the organisations that reported on the last date of ``page``.

    Reporting is a response, an update or a completed action. Return an empty string if
    the date belongs to one of its parts, or if there is none.
    """
    last = page.last_reported
    if not last:
        return ""
    names = []
    for response in page.all_responses:
        if response.responded_on == last:
            names.append(response.answered_by or join_names(response.respondents.all()))
    for update in page.progress_updates.all():
        if update.as_at == last:
            names.append(join_names(update.respondents.all()))
    for action in page.actions.all():
        if action.status == ActionStatus.COMPLETE and action.completed == last:
            names.append(join_names(action.respondents.all()))
    return join_as_in_a_sentence(list(dict.fromkeys(names)))
