"""Writes what a plan answers into a draft, and notes what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.rich_text import RichText

from complaints.admin.update_round.rows import to_rich_text
from complaints.importing.cells import Said
from complaints.importing.columns import LABELS, Meaning
from complaints.importing.plan import Item, Report
from complaints.models import Organisation, ReportResponse, Response
from complaints.models.actions import next_place
from complaints.states.facts import read_numbers
from complaints.vocabulary import Coverage, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.gate.publication_rules import messages_by_field

from .texts import date_of, is_plain, plain, text_of_stream, words


@dataclass(frozen=True)
class FieldChange:
    """One field as it was and as it becomes."""

    label: str
    before: str
    after: str
    reading: str = ""
    """How the cell was read, if it was not taken as it is written."""
    written: str = ""
    """The cell itself, then."""


@dataclass
class Surroundings:
    """What a plan itself does not say."""

    our_force: Organisation | None
    organisations: Mapping[str, Organisation]
    """By name, in small letters."""
    as_at: PartialDate | None = None
    """The date of an update that has none of its own."""
    wording_source: str = ""


class AnswerWriter:
    """Writes answers into a draft that is not saved yet."""

    def __init__(self, draft: Any, item: Item, around: Surroundings) -> None:
        self.draft, self.item, self.around = draft, item, around
        self.changes: list[FieldChange] = []
        self.problems: list[str] = list(item.problems)
        self.not_taken: list[tuple[Said, str]] = []
        """What stays as it is in the draft although the plan says something else."""
        self.needed: list[str] = []
        """What a publication needs and the plan does not say."""

    def _said(self, meaning: Meaning) -> Said | None:
        return self.item.said.get(meaning)

    def note(self, label: str, before: Any, after: Any, said: Said | None = None) -> None:
        """Note that a field changes."""
        reading = said.reading if said else ""
        self.changes.append(
            FieldChange(label, words(before), words(after), reading, said.text if said and reading else "")
        )

    def _refuse(self, said: Said, why: str) -> None:
        self.problems.append(f"{said.place.capitalize()}, “{said.heading}”: “{said.text[:60]}” {why}")

    def write_answers(self) -> None:
        """Write position, reason and answers of our force; what is the same already changes nothing."""
        position, reason, day = map(self._said, (Meaning.POSITION, Meaning.REASON, Meaning.ANSWER_DATE))
        if not (position or reason or self.item.answers):
            return
        ours = self._our_responses()
        if ours is None:
            return
        reports = sorted(self.item.answers, key=lambda report: str(date_of(report) or ""))
        is_taken = True
        for report in reports:
            is_taken = self._write_answer(ours, report, date_of(report) or (day.value if day else None))
        if not is_taken:  # they are of words that readers would not see
            self.not_taken += [(said, "It belongs to that answer.") for said in (position, reason) if said]
            position = reason = None
        if not ours:
            self._add_response(ours)
        self._write_position(ours[-1], position, reason)
        self._check(ours[-1])

    def _write_position(self, response: Any, position: Said | None, reason: Said | None) -> None:
        if position and response.position != position.code:
            self.note(
                LABELS[Meaning.POSITION],
                Position(response.position).label if response.position else "",
                Position(position.code).label,
                position,
            )
            response.position = position.code
        if reason and plain(response.reason) != plain(reason.text):
            self.note(LABELS[Meaning.REASON], response.reason, reason.text, reason)
            response.reason = reason.text
        response.untick_if_contradicted()
        if response.lacks_reason:
            self.needed.append(f"The reason for “{Position(response.position).label}”.")

    def _our_responses(self) -> list[Any] | None:
        """Return the responses of our force alone; note a problem if nobody knows which that is."""
        force = self.around.our_force
        if not force:
            self.problems.append(
                "Nobody can say whose answer this is: the site wording names no organisation as our force."
            )
            return None
        self.responses = list(self.draft.responses.all())
        return [each for each in self.responses if self.is_ours(each)]

    def is_ours(self, response: Any) -> bool:
        return list(response.respondents.all()) == [self.around.our_force]

    def _new_response(self, **fields: Any) -> Any:
        return Response(**fields)

    def _add_response(self, ours: list[Any]) -> Any:
        place, whose = next_place(self.responses), [self.around.our_force]
        response = self._new_response(page=self.draft, sort_order=place, respondents=whose)
        ours.append(response)
        self.responses.append(response)
        self.draft.responses = self.responses
        return response

    def _write_answer(self, ours: list[Any], report: Report, day: Any) -> bool:
        """Write one answer; return False if the one that is here stays."""
        texts = [plain(text_of_stream(each.narrative)) for each in ours]
        if plain(report.text.text) in texts:
            response = ours[texts.index(plain(report.text.text))]
        else:
            response = self._response_to_write(ours, day)
            if not is_plain(response.narrative):
                self.not_taken.append(
                    (report.text, "The answer here has more than paragraphs, so it is left as it is.")
                )
                return False
            before = text_of_stream(response.narrative)
            response.narrative = [("text", RichText(to_rich_text(report.text.text)))]
            self.note(LABELS[Meaning.ANSWER], before, report.text.text, report.text)
        if day and response.date != day:
            self.note(LABELS[Meaning.ANSWER_DATE], response.date, day)
            response.date = day
        self._check(response)
        return True

    def _response_to_write(self, ours: list[Any], day: Any) -> Any:
        """Return the response of that day, or without a text yet; a new one if all are of other days."""
        fitting = [
            each for each in ours if not each.narrative or not day or not each.date or each.date == day
        ]
        return fitting[-1] if fitting else self._add_response(ours)

    def _check(self, part: Model) -> None:
        try:
            part.clean()
        except ValidationError as error:
            for found in messages_by_field(error).values():
                self.problems += [message for message in found if message not in self.problems]


class JointAnswerWriter(AnswerWriter):
    """Writes the answer to several recommendations, which stands once, on the super-complaint."""

    def _new_response(self, **fields: Any) -> ReportResponse:
        return ReportResponse(coverage=Coverage.NAMED, numbers=self.item.number, **fields)

    def is_ours(self, response: Any) -> bool:
        return super().is_ours(response) and read_numbers(response.numbers) == read_numbers(self.item.number)

    def note(self, label: str, *values: Any) -> None:
        """Name the recommendations, too."""
        super().note(f"{label} to recommendations {self.item.number}", *values)
