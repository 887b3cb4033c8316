"""One row of a table of recommendations: who was asked, by when, and the status of each organisation."""

from collections.abc import Iterable
from dataclasses import replace

from complaints.models import RecommendationResponsePage
from complaints.stated_none import STATED_NONE
from complaints.status.respondent_states import state_of_a_part, those_asked
from complaints.status.sentences import ONLY_ONE
from complaints.vocabulary import Knowledge, Position
from pages.core.names import join_as_in_a_sentence, join_names

from .organisation_cards import ShownStatus

WHO_IS_NOT_KNOWN: dict[str, str] = {
    Knowledge.NONE: "The report does not say",
    Knowledge.NOT_ENTERED: "Not recorded here",
}
DEADLINE_IS_NOT_KNOWN: dict[str, str] = {
    Knowledge.NONE: "None given",
    Knowledge.NOT_ENTERED: "Not recorded here",
}


def asked_in_short(item: RecommendationResponsePage) -> str:
    """Return who was asked: “The force and the commissioner” where there is one of each."""
    known = STATED_NONE["addressees"].known_in(item)
    if known != Knowledge.STATED:
        return WHO_IS_NOT_KNOWN[known]
    addressees = list(item.addressees.all())
    if not addressees:
        return item.addressed_to
    kinds = [addressee.kind for addressee in addressees]
    names = []
    for addressee in addressees:
        if kinds.count(addressee.kind) == 1 and addressee.kind in ONLY_ONE:
            names.append(ONLY_ONE[addressee.kind])
        else:
            names.append(join_names([addressee]))
    joined = join_as_in_a_sentence(names)
    return joined[:1].upper() + joined[1:]


def deadline_in_short(item: RecommendationResponsePage) -> str:
    """Return the words for a deadline without a date."""
    known = STATED_NONE["deadline"].known_in(item)
    if known != Knowledge.STATED:
        return DEADLINE_IS_NOT_KNOWN[known]
    return f"“{item.deadline_printed}”"


def statuses_of_row(item: RecommendationResponsePage) -> list[ShownStatus]:
    """Return each status once: of the whole, or of each organisation where they differ.

    Beside it is whether it accepts, and what the columns of the row do not say.
    """
    names: dict[ShownStatus, list[str]] = {}
    for state in those_asked(item.respondent_states):
        details = [state.attributed_position, state.detail_beside_deadline]
        detail = ", ".join(filter(None, details))
        shown = ShownStatus(state.status, state.status_label, detail)
        names.setdefault(shown, []).append(state.name)
    of_part = state_of_a_part(item.state_rows)
    if not of_part and len(names) == 1:
        return list(names)
    statuses = [
        replace(shown, who=join_as_in_a_sentence(whose))
        for shown, whose in names.items()
    ]
    if of_part:
        whole = ShownStatus(of_part.status, of_part.status_label, of_part.detail)
        statuses.insert(0, whole)
    return statuses


def other_positions(item: RecommendationResponsePage) -> list[str]:
    """Return the positions of those who responded without being asked, with their names."""
    states = item.respondent_states
    asked = set(map(id, those_asked(states)))
    positions = []
    for state in states:
        is_stated = state.position_label and state.position != Position.NOT_STATED
        if is_stated and id(state) not in asked:
            positions.append(f"{state.name}: {state.position_label.lower()}")
    return positions


def prepare_rows(items: Iterable[RecommendationResponsePage]) -> None:
    """Give each of ``items`` what its row shows."""
    for item in items:
        item.asked = asked_in_short(item)
        item.asked_in_print = item.addressees_printed if item.addressees.all() else ""
        item.deadline_words = deadline_in_short(item)
        item.row_statuses = statuses_of_row(item)
        item.other_positions = other_positions(item)
