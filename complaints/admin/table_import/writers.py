"""Writes what a table says of one recommendation into its draft, and notes what that changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.rich_text import RichText
from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.update_round.rows import to_rich_text, with_links
from complaints.importing.dates import words_beside_date
from complaints.importing.meanings import LEADS, OF_AN_ACTION, OF_AN_UPDATE, OF_THE_RESPONSE, Meaning
from complaints.importing.options import LEFT_OUT, STATED_NONE, TITLED_BY_RECOMMENDATION
from complaints.importing.records import LeftOut, Line, Record, Statement
from complaints.models import Action, Organisation, ProgressUpdate, Response
from complaints.models.actions import next_place
from complaints.models.recommendation import SOURCE_OF_IMPORTED_WORDING
from complaints.stated_none import TICKS, untick_contradicted
from complaints.vocabulary import ActionStatus, Position
from pages.moderation.gate.publication_rules import messages_by_field

from .texts import is_plain, plain, short, text_of_stream, together, words

FILLED_IF_EMPTY = {
    Meaning.TITLE: "title",
    Meaning.SUMMARY: "summary",
    Meaning.WORDING: "wording",
    Meaning.ADDRESSEES: "addressees_printed",
    Meaning.EVIDENCE_ASKED: "wording_note",
}
"""What a plan repeats from the report, and the fields that have it. What is there already wins."""
ENDS = {
    Meaning.COMPLETED: (ActionStatus.COMPLETE, "completed"),
    Meaning.CLOSED: (ActionStatus.CLOSED, "closed"),
}
"""The dates of an action that ended, and the statuses that it then has."""
MAX_OWN_WORDS = 100
STAYS = "This site has something different, which stays as it is."


@dataclass(frozen=True)
class FieldChange:
    """One field as it was and as it becomes."""

    label: str
    before: str
    after: str


class RecommendationWriter:
    """Writes all that a table says of one recommendation into a draft that is not saved yet.

    What is the same already changes nothing.
    """

    def __init__(
        self,
        draft: Any,
        record: Record,
        organisations: Mapping[str, Organisation],
        ask_for_action: Callable[[str], str],
    ) -> None:
        self.draft = draft
        self.record = record
        self.organisations = organisations
        self.ask_for_action = ask_for_action
        """Returns the title of an action that the table does not name; empty to exclude it."""
        self.written: list[Any] = []
        """The responses and updates that rows of the table gave their text: no other row replaces it."""
        self.leads: dict[Meaning, str] = {}
        """The first lead of each kind that a row names."""
        self.without_name: list[Action] = []
        """The actions about which a row said something without naming them."""
        self.changes: list[FieldChange] = []
        self.left_out: list[LeftOut] = []
        self.problems: list[str] = []

    def write(self, our_force: str) -> None:
        self.responses = list(self.draft.responses.all())
        self.updates = list(self.draft.progress_updates.all())
        self.actions = list(self.draft.actions.all())
        for line in self.record.lines:
            for statement in line.statements:
                self.write_statement(line, statement, our_force)
            for whose, said in line.by_organisation().items():
                if not OF_THE_RESPONSE.isdisjoint(said):
                    self.write_response(line, whose, said)
                if not OF_AN_ACTION.isdisjoint(said):
                    self.write_action(line, whose, said)
                if not OF_AN_UPDATE.isdisjoint(said):
                    self.write_updates(line, said)
        untick_contradicted(self.draft)
        self.draft.responses = self.responses
        self.draft.progress_updates = self.updates
        self.draft.actions = self.actions

    # One field

    def note(self, label: str, before: Any, after: Any) -> None:
        """Note a change, unless readers would not see any."""
        change = FieldChange(label, words(before), words(after))
        if change.before != change.after:
            self.changes.append(change)

    def leave_out(self, line: Line, statement: Statement, why: str) -> None:
        self.left_out.append(LeftOut(line.place, statement.heading, statement.text, why))

    def leave_out_dates(self, line: Line, dates: list[Statement]) -> None:
        for statement in dates:
            self.leave_out(line, statement, "The row has no text for this date.")

    def set(self, part: Any, name: str, value: Any, label: str = "") -> None:
        """Set a field, unless it has ``value`` already or ``value`` is longer than it takes."""
        before = getattr(part, name)
        field = part._meta.get_field(name)
        label = label or capfirst(field.verbose_name)
        most = field.max_length
        if isinstance(value, str) and most and len(value) > most:
            self.problems.append(f"{label}: “{value[:60]}…” is longer than {most} characters.")
        elif (before or None) != (value or None):  # a date that is unknown is either, until it is stored
            setattr(part, name, value)
            self.note(label, before, value)

    def set_date(self, part: Any, name: str, statement: Statement) -> None:
        """Set a date, or the words that the table has in place of one."""
        if statement.date:
            self.set(part, name, statement.date)
        else:
            self.set(part, f"{name}_words", statement.text)

    def set_code(self, part: Any, name: str, statements: Sequence[Statement], codes: Any) -> None:
        """Set a status or position if a person chose one, and all the words of the force beside it."""
        if not statements:
            return
        label = statements[0].meaning.label
        labels = dict(codes.choices)
        chosen = {statement.code for statement in statements} - {""}
        if len(chosen) > 1:
            meanings = " and ".join(sorted(labels[code] for code in chosen))
            self.problems.append(f"{label}: one row says {meanings}. Exclude one of the two columns.")
        for code in chosen:
            self.note(label, labels.get(getattr(part, name), ""), labels[code])
            setattr(part, name, code)
        own_words = []
        for statement in statements:
            is_our_word = statement.text == labels.get(statement.code)
            if statement.text and statement.text not in own_words and not is_our_word:
                own_words.append(statement.text)
        self.set(part, f"{name}_words", " · ".join(own_words))

    def check(self, part: Any) -> None:
        untick_contradicted(part)
        try:
            part.clean()
        except ValidationError as error:
            for found in messages_by_field(error).values():
                self.problems.extend(found)

    def add(self, model: Any, siblings: list[Any], whose: str, **fields: Any) -> Any:
        """Add a part that is of the organisations in ``whose``, one a line."""
        respondents = [self.organisations[name] for name in whose.splitlines()]
        part = model(page=self.draft, sort_order=next_place(siblings), respondents=respondents, **fields)
        siblings.append(part)
        return part

    def is_of(self, part: Any, whose: str) -> bool:
        """Return True if ``part`` is of the organisations in ``whose``, and of no other."""
        return {each.name for each in part.respondents.all()} == set(whose.splitlines())

    # Responses

    def responses_of(self, whose: str) -> list[Any]:
        """Return what those in ``whose`` answered themselves, not what another body did for them."""
        return [each for each in self.responses if self.is_of(each, whose) and not each.answered_by]

    def write_response(self, line: Line, whose: str, said: dict[Meaning, list[Statement]]) -> None:
        """Write what one organisation answers in one row, which may have several texts."""
        response: Any = None
        for text in said.get(Meaning.RESPONSE, []):
            response = self.write_text(line, text)
            if not response:  # the rest belongs to a text that readers would not see
                return
        dates = said.get(Meaning.RESPONSE_DATE, [])
        if not response:
            theirs = self.responses_of(whose)
            if not theirs and OF_THE_RESPONSE.intersection(said) == {Meaning.RESPONSE_DATE}:
                self.leave_out_dates(line, dates)
                return
            response = theirs[-1] if theirs else self.add(Response, self.responses, whose)
        self.set_code(response, "position", said.get(Meaning.POSITION, []), Position)
        for statement in said.get(Meaning.REASON, []):
            self.set(response, "reason", statement.text)
        for statement in dates:
            self.set_date(response, "date", statement)
        self.check(response)

    def write_text(self, line: Line, statement: Statement) -> Any:
        """Write one text, and return its response; ``None`` if another text stays in its place."""
        response: Any = None
        for each in self.responses_of(statement.whose):
            if plain(text_of_stream(each.narrative)) == plain(statement.text):
                self.written.append(each)
                return each
            is_same_day = not statement.date or each.date in {None, statement.date}
            if each not in self.written and (is_same_day or not each.narrative):
                response = each
        response = response or self.add(Response, self.responses, statement.whose)
        self.written.append(response)
        if not is_plain(response.narrative):
            self.leave_out(
                line, statement, "The response on this site is more than plain paragraphs, so it stays."
            )
            return None
        before = text_of_stream(response.narrative)
        response.narrative = [("text", RichText(to_rich_text(statement.text)))]
        self.note(f"{Meaning.RESPONSE.label}, {together(statement.whose)}", before, statement.text)
        if statement.date:
            self.set(response, "date", statement.date)
        return response

    def write_statement(self, line: Line, statement: Statement, our_force: str) -> None:
        meaning = statement.meaning
        if meaning in FILLED_IF_EMPTY:
            self.fill(line, statement)
        elif meaning == Meaning.DEADLINE:
            self.write_deadline(line, statement)
        elif meaning in LEADS and statement.whose == our_force:
            first = self.leads.setdefault(meaning, statement.text)
            if statement.text == first:
                self.set_name(self.draft, meaning.value, "lead", statement)
            else:
                self.leave_out(line, statement, "An earlier row names another lead.")
        elif meaning in LEADS:
            self.leave_out(line, statement, "It is the lead of another organisation.")

    def set_name(self, part: Any, name: str, tick: str, statement: Statement) -> None:
        """Set the name of a post, or the tick that the plan names none."""
        if statement.code == STATED_NONE:
            self.set(part, TICKS[tick].field_name, True)
        else:
            self.set(part, name, statement.text)

    # What the report says

    def fill(self, line: Line, statement: Statement) -> None:
        name, text = FILLED_IF_EMPTY[statement.meaning], statement.text
        if statement.meaning == Meaning.EVIDENCE_ASKED:
            text = f"Evidence that the report asks for, as the force’s plan prints it: {text}"
        before = getattr(self.draft, name)
        if not before:
            self.set(self.draft, name, text, statement.meaning.label)
            if statement.meaning == Meaning.WORDING:
                self.draft.wording_checked = False
                self.draft.wording_source = SOURCE_OF_IMPORTED_WORDING
        elif plain(before) != plain(text):
            self.leave_out(line, statement, STAYS)

    def write_deadline(self, line: Line, statement: Statement) -> None:
        draft = self.draft
        if not draft.deadline and not draft.deadline_printed:
            self.set(draft, "deadline", statement.date)
            self.set(draft, "deadline_printed", words_beside_date(statement.text))
        elif plain(statement.text) != plain(draft.deadline_printed) and statement.date != draft.deadline:
            self.leave_out(line, statement, STAYS)

    # Updates

    def write_updates(self, line: Line, said: dict[Meaning, list[Statement]]) -> None:
        """Write the updates of a row, all of its one date if it has a column of those."""
        dates = said.get(Meaning.UPDATE_DATE, [])
        dated = dates[0] if dates else None
        if Meaning.UPDATE not in said:
            self.leave_out_dates(line, dates)
        for update in said.get(Meaning.UPDATE, []):
            self.write_update(update, dated)

    def write_update(self, statement: Statement, dated: Statement | None) -> None:
        """Write an update in place of an earlier one of the same day that was never public, or as a new one.

        It is ``dated`` by a cell of its own, or else by its heading.
        """
        whose = statement.whose
        day = dated.date if dated else statement.date
        public = getattr(self.draft, "public_updates", ())
        update: Any = None
        for each in self.updates:
            if plain(text_of(each.text)) == plain(statement.text):
                self.written.append(each)
                return
            is_same_day = day and each.as_at == day and self.is_of(each, whose)
            if is_same_day and each.published_content not in public and each not in self.written:
                update = each
        update = update or self.add(ProgressUpdate, self.updates, whose)
        self.written.append(update)
        self.note(f"{Meaning.UPDATE.label}, {together(whose)}", text_of(update.text), statement.text)
        update.text = to_rich_text(statement.text)
        if dated:
            self.set_date(update, "as_at", dated)
        elif day:
            self.set(update, "as_at", day)
        self.check(update)

    # Actions

    def write_action(self, line: Line, whose: str, said: dict[Meaning, list[Statement]]) -> None:
        named = said.get(Meaning.ACTION, [])
        if named:
            action = self.action_with_text("\n".join(each.text for each in named), whose)
        else:
            action = self.action_without_name(line, whose)
        if not action:
            for meaning in sorted(OF_AN_ACTION):
                for statement in said.get(meaning, []):
                    self.leave_out(line, statement, "The table does not name the action.")
            return
        # The status comes first: it decides on the dates.
        self.set_code(action, "status", said.get(Meaning.STATUS, []), ActionStatus)
        if action.status != ActionStatus.COMPLETE and action.completed:
            self.set(action, "completed", None)
        for meaning in sorted(OF_AN_ACTION):
            for statement in said.get(meaning, []):
                self.write_about_action(action, line, statement)
        self.check(action)

    def action_with_text(self, text: str, whose: str) -> Any:
        """Return the action that a row names, a new one if there is none."""
        for action in self.actions:
            if self.is_of(action, whose) and plain(text) in names_of(action):
                return action
        return self.add_action(short(text), text, whose)

    def action_without_name(self, line: Line, whose: str) -> Any:
        """Return the only action here or a new one, as the person chose; ``None`` if it is left out."""
        theirs = [each for each in self.actions if self.is_of(each, whose)]
        if line.action_of == LEFT_OUT:
            return None
        if not theirs:
            title = self.draft.title
            if line.action_of != TITLED_BY_RECOMMENDATION:
                title = self.ask_for_action(whose)
            if not title:
                return None
            theirs = [self.add_action(short(title), "", whose)]
        elif len(theirs) > 1 or theirs[0] in self.without_name:
            self.problems.append(
                f"{line.place} is about one of several actions. Name the action in the table."
            )
            return None
        self.without_name.append(theirs[0])
        return theirs[0]

    def add_action(self, title: str, text: str, whose: str) -> Any:
        action = self.add(Action, self.actions, whose, title=title, description=to_rich_text(text))
        self.note(f"{Meaning.ACTION.label}, {together(whose)}", "", text or title)
        return action

    def write_about_action(self, action: Any, line: Line, statement: Statement) -> None:
        meaning = statement.meaning
        if meaning == Meaning.OWNER:
            self.set_name(action, "owning_post", "owner", statement)
        elif meaning == Meaning.DUE:
            self.write_due(action, statement)
        elif meaning == Meaning.EVIDENCE:
            self.write_evidence(action, statement)
        elif meaning in ENDS:
            self.write_end(action, line, statement)

    def write_end(self, action: Any, line: Line, statement: Statement) -> None:
        """Set the date on which an action was completed or closed, if it has that status."""
        status, name = ENDS[statement.meaning]
        if action.status == status and (statement.date or status == ActionStatus.COMPLETE):
            self.set_date(action, name, statement)
        elif action.status == status:
            self.leave_out(line, statement, "It is not a date.")
        else:
            self.leave_out(line, statement, "The action does not have that status.")

    def write_due(self, action: Any, statement: Statement) -> None:
        """Replace a due date that was never public; add one below those that readers were shown."""
        current = action.current_due_date
        before = str(current or "")
        own_words = "" if statement.date else statement.text[:MAX_OWN_WORDS]
        if current and (current.due, current.due_words) == (statement.date, own_words):
            return
        day = statement.date
        due_date = action.set_due_date(day) if day else action.set_due_words(own_words)
        self.note(due_date.heading, before, due_date)

    def write_evidence(self, action: Any, statement: Statement) -> None:
        new = with_links(statement.text)
        if plain(text_of(new)) not in plain(text_of_stream(action.evidence)):
            action.add_evidence(new)
            self.note(Meaning.EVIDENCE.label, "", statement.text)


def names_of(action: Any) -> set[str]:
    """Return the texts by which a table may name an action."""
    return {plain(action.title), plain(text_of(action.description))}
