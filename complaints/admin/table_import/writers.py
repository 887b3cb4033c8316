"""Writes what a table says of one recommendation into its draft, and notes what that changes."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.rich_text import RichText
from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.update_round.rows import to_rich_text, with_links
from complaints.importing.choices import ImportStep
from complaints.importing.dates import words_beside_date
from complaints.importing.meanings import (
    LEADS,
    OF_AN_ACTION,
    OF_AN_UPDATE,
    OF_THE_RESPONSE,
    ColumnMeaning,
)
from complaints.importing.options import LEFT_OUT, TITLED_BY_RECOMMENDATION
from complaints.importing.questions import ImportQuestions, TextQuestion
from complaints.importing.records import (
    ImportedLine,
    ImportedStatement,
    StatementsByMeaning,
)
from complaints.models import Action, Organisation, ProgressUpdate, Response
from complaints.models.actions import next_place
from complaints.models.recommendation import SOURCE_OF_IMPORTED_WORDING
from complaints.stated_none import untick_contradicted
from complaints.vocabulary import ActionStatus

from .draft import FieldChange, RecommendationDraft
from .texts import is_plain, plain, short, text_of_stream, together, words

FILLED_IF_EMPTY = {
    ColumnMeaning.TITLE: "title",
    ColumnMeaning.SUMMARY: "summary",
    ColumnMeaning.WORDING: "wording",
    ColumnMeaning.ADDRESSEES: "addressees_printed",
    ColumnMeaning.EVIDENCE_ASKED: "wording_note",
}
"""What a plan repeats from the report, and the fields that have it.

What is there already wins.
"""
ENDS = {
    ColumnMeaning.COMPLETED: (ActionStatus.COMPLETE, "completed"),
    ColumnMeaning.CLOSED: (ActionStatus.CLOSED, "closed"),
}
"""The dates of an action that ended, and the statuses that it then has."""
COLOUR_OR_HABIT = re.compile(
    r"^\W*(?:rag)?\W*(?:red|amber|green|blue|grey|gray|black|bau|business as usual)\W*$",
    re.IGNORECASE,
)
"""A status that is a colour or “business as usual”: what it means is our reading."""
MAX_OWN_WORDS = 100
STAYS = "A different value is already there and stays as it is."


class RecommendationWriter:
    """Writes all that a table says of one recommendation into a draft that is not saved yet.

    What is the same already changes nothing.
    """

    def __init__(
        self,
        draft: RecommendationDraft,
        organisations: Mapping[str, Organisation],
        questions: ImportQuestions,
    ) -> None:
        self.draft = draft
        self.page = draft.page
        self.organisations = organisations
        self.questions = questions
        self.responses = list(self.page.responses.all())
        self.updates = list(self.page.progress_updates.all())
        self.actions = list(self.page.actions.all())
        self.written: list[Any] = []
        """The responses and unnamed actions that a row of the table has written: no other row does."""
        self.leads: dict[ColumnMeaning, str] = {}
        """The first lead of each kind that a row names."""

    def write(self) -> None:
        for line in self.draft.record.lines:
            for statement in line.statements:
                self.write_statement(statement)
            for whose, statements in line.by_organisation().items():
                if not OF_THE_RESPONSE.isdisjoint(statements):
                    self.write_response(whose, statements)
                if not OF_AN_ACTION.isdisjoint(statements):
                    self.write_action(whose, statements, line)
                if not OF_AN_UPDATE.isdisjoint(statements):
                    self.write_updates(whose, statements)
        untick_contradicted(self.page)
        self.page.responses = self.responses
        self.page.progress_updates = self.updates
        self.page.actions = self.actions

    # One field

    def note(self, label: str, before: Any, after: Any) -> None:
        """Note a change, unless readers would not see any."""
        change = FieldChange(label, words(before), words(after))
        if change.before != change.after:
            self.draft.changes.append(change)

    def leave_out(self, statements: list[ImportedStatement], why: str) -> None:
        self.draft.left_out.extend(statement.left_out(why) for statement in statements)

    def set(self, part: Any, name: str, value: Any, label: str = "") -> None:
        """Set a field, unless it has ``value`` already or ``value`` is longer than it takes."""
        before = getattr(part, name)
        field = part._meta.get_field(name)
        label = label or capfirst(field.verbose_name)
        most = field.max_length
        if isinstance(value, str) and most and len(value) > most:
            self.draft.problems.append(
                f"{label}: “{value[:60]}…” is longer than {most} characters."
            )
        elif (before or None) != (
            value or None
        ):  # a date that is unknown is either, until it is stored
            setattr(part, name, value)
            labels = dict(field.flatchoices)
            self.note(label, labels.get(before, before), labels.get(value, value))

    def set_date(self, part: Any, name: str, statement: ImportedStatement) -> None:
        """Set a date, or the words that the table has in place of one."""
        if statement.date:
            self.set(part, name, statement.date)
        else:
            self.set(part, f"{name}_words", statement.text)

    def set_code(
        self, part: Any, name: str, statements: list[ImportedStatement]
    ) -> None:
        """Set a status or position if a person chose one, and all the words of the force beside it."""
        labels = dict(part._meta.get_field(name).flatchoices)
        codes = dict.fromkeys(
            statement.code for statement in statements if statement.code
        )
        if len(codes) > 1:
            meanings = " and ".join(labels[code] for code in codes)
            self.draft.problems.append(
                f"{statements[0].place}: one row says {meanings}. Choose another meaning for one of them."
            )
        for code in codes:
            self.set(part, name, code, statements[0].meaning.label)
        own_words = dict.fromkeys(
            statement.text
            for statement in statements
            if statement.text and statement.text != labels.get(statement.code)
        )
        if statements:
            self.set(part, f"{name}_words", " · ".join(own_words))

    def check(self, part: Any) -> None:
        untick_contradicted(part)
        try:
            part.clean()
        except ValidationError as error:
            self.draft.problems.extend(error.messages)

    # One part

    def add(self, model: Any, siblings: list[Any], whose: str, **fields: Any) -> Any:
        """Add a part that is of the organisations in ``whose``, one a line."""
        respondents = [self.organisations[name] for name in whose.splitlines()]
        part = model(
            page=self.page,
            sort_order=next_place(siblings),
            respondents=respondents,
            **fields,
        )
        siblings.append(part)
        return part

    def parts_of(self, whose: str, parts: list[Any]) -> list[Any]:
        """Return the ``parts`` that are of the organisations in ``whose``, and of no other."""
        wanted = set(whose.splitlines())
        matching = []
        for part in parts:
            names = {respondent.name for respondent in part.respondents.all()}
            if names == wanted:
                matching.append(part)
        return matching

    # What the report says, and the leads

    def write_statement(self, statement: ImportedStatement) -> None:
        meaning = statement.meaning
        if meaning in FILLED_IF_EMPTY:
            self.fill(statement)
        elif meaning == ColumnMeaning.DEADLINE:
            self.write_deadline(statement)
        elif meaning in LEADS:
            self.write_lead(statement)

    def fill(self, statement: ImportedStatement) -> None:
        name, text = FILLED_IF_EMPTY[statement.meaning], statement.text
        if statement.meaning == ColumnMeaning.EVIDENCE_ASKED:
            text = f"Evidence that the report asks for, as the force’s plan prints it: {text}"
        before = getattr(self.page, name)
        if not before:
            self.set(self.page, name, text, statement.meaning.label)
            if statement.meaning == ColumnMeaning.WORDING:
                self.page.wording_checked = False
                self.page.wording_source = SOURCE_OF_IMPORTED_WORDING
        elif plain(before) != plain(text):
            self.leave_out([statement], STAYS)

    def write_deadline(self, statement: ImportedStatement) -> None:
        page = self.page
        if not page.deadline and not page.deadline_printed:
            self.set(page, "deadline", statement.date)
            self.set(page, "deadline_printed", words_beside_date(statement.text))
        elif (
            plain(statement.text) != plain(page.deadline_printed)
            and statement.date != page.deadline
        ):
            self.leave_out([statement], STAYS)

    def write_lead(self, statement: ImportedStatement) -> None:
        meaning = statement.meaning
        if statement.whose != self.questions.known.our_force:
            self.leave_out([statement], "It is the lead of another organisation.")
        elif self.leads.setdefault(meaning, statement.text) != statement.text:
            self.leave_out([statement], "An earlier row names another lead.")
        else:
            self.set(self.page, meaning.value, statement.text)

    # Responses

    def responses_of(self, whose: str) -> list[Any]:
        """Return what those in ``whose`` answered themselves, not what another body did for them."""
        return [
            part
            for part in self.parts_of(whose, self.responses)
            if not part.answered_by
        ]

    def write_response(self, whose: str, statements: StatementsByMeaning) -> None:
        """Write what one organisation answers in one row, which may have several texts."""
        response: Any = None
        for text in statements[ColumnMeaning.RESPONSE]:
            response = self.write_text(text)
            if not response:  # the rest belongs to a text that readers would not see
                return
        theirs = self.responses_of(whose)
        if not response and theirs:
            response = theirs[-1]
        elif (
            not response
            and not statements[ColumnMeaning.POSITION]
            and not statements[ColumnMeaning.REASON]
        ):
            self.leave_out(
                statements[ColumnMeaning.RESPONSE_DATE],
                "The row has no text for this date.",
            )
            return
        response = response or self.add(Response, self.responses, whose)
        self.set_code(response, "position", statements[ColumnMeaning.POSITION])
        for statement in statements[ColumnMeaning.REASON]:
            self.set(response, "reason", statement.text)
        for statement in statements[ColumnMeaning.RESPONSE_DATE]:
            self.set_date(response, "date", statement)
        self.check(response)

    def write_text(self, statement: ImportedStatement) -> Any:
        """Write one text, and return its response; ``None`` if another text stays in its place."""
        response: Any = None
        for known in self.responses_of(statement.whose):
            if plain(text_of_stream(known.narrative)) == plain(statement.text):
                self.written.append(known)
                return known
            is_same_day = not statement.date or known.date in {None, statement.date}
            if known not in self.written and (is_same_day or not known.narrative):
                response = known
        response = response or self.add(Response, self.responses, statement.whose)
        self.written.append(response)
        if not is_plain(response.narrative):
            why = (
                "The response on this site is more than plain paragraphs, so it stays."
            )
            self.leave_out([statement], why)
            return None
        before = text_of_stream(response.narrative)
        response.narrative = [("text", RichText(to_rich_text(statement.text)))]
        self.note(
            f"{ColumnMeaning.RESPONSE.label}, {together(statement.whose)}",
            before,
            statement.text,
        )
        if statement.date:
            self.set(response, "date", statement.date)
        return response

    # Updates

    def write_updates(self, whose: str, statements: StatementsByMeaning) -> None:
        """Add the updates of a row that are not there yet, with the date in the row if it has one."""
        dates = statements[ColumnMeaning.UPDATE_DATE]
        if not statements[ColumnMeaning.UPDATE]:
            self.leave_out(dates, "The row has no text for this date.")
        there = {
            plain(text_of(part.text)) for part in self.parts_of(whose, self.updates)
        }
        for statement in statements[ColumnMeaning.UPDATE]:
            if plain(statement.text) in there:
                continue
            update = self.add(
                ProgressUpdate, self.updates, whose, text=to_rich_text(statement.text)
            )
            self.note(
                f"{ColumnMeaning.UPDATE.label}, {together(whose)}", "", statement.text
            )
            if dates:
                self.set_date(update, "as_at", dates[0])
            elif statement.date:
                self.set(update, "as_at", statement.date)
            self.check(update)

    # Actions

    def write_action(
        self, whose: str, statements: StatementsByMeaning, line: ImportedLine
    ) -> None:
        named = statements[ColumnMeaning.ACTION]
        if named:
            action = self.action_with_text(
                "\n".join(statement.text for statement in named), whose
            )
        else:
            action = self.action_without_name(whose, line)
        if action:
            self.write_details(action, statements)
            return
        for meaning in OF_AN_ACTION:
            self.leave_out(statements[meaning], "The table does not name the action.")

    def write_details(self, action: Any, statements: StatementsByMeaning) -> None:
        # The status comes first: it decides on the dates.
        self.set_code(action, "status", statements[ColumnMeaning.STATUS])
        texts = [
            statement.text
            for statement in statements[ColumnMeaning.STATUS]
            if statement.code
        ]
        if texts:  # what a colour means is our reading
            words_for_it = [
                text for text in texts if text and not COLOUR_OR_HABIT.search(text)
            ]
            self.set(action, "status_chosen_here", not words_for_it)
        if action.status != ActionStatus.COMPLETE and action.completed:
            self.set(action, "completed", None)
        for statement in statements[ColumnMeaning.OWNER]:
            self.set(action, "owning_post", statement.text)
        for statement in statements[ColumnMeaning.DUE]:
            self.write_due(action, statement)
        for statement in (
            statements[ColumnMeaning.COMPLETED] + statements[ColumnMeaning.CLOSED]
        ):
            self.write_end(action, statement)
        for statement in statements[ColumnMeaning.EVIDENCE]:
            self.write_evidence(action, statement)
        self.check(action)

    def action_with_text(self, text: str, whose: str) -> Any:
        """Return the action that a row names, a new one if there is none."""
        for action in self.parts_of(whose, self.actions):
            if plain(text) in {plain(action.title), plain(text_of(action.description))}:
                return action
        return self.add_action(short(text), text, whose)

    def action_without_name(self, whose: str, line: ImportedLine) -> Any:
        """Return the only action here or a new one, as the person chose; ``None`` if it is left out."""
        theirs = self.parts_of(whose, self.actions)
        if line.action_of == LEFT_OUT:
            return None
        if not theirs:
            title = self.page.title
            if line.action_of != TITLED_BY_RECOMMENDATION:
                title = self.ask_for_action(whose)
            if not title:
                return None
            theirs = [self.add_action(short(title), "", whose)]
        elif len(theirs) > 1 or theirs[0] in self.written:
            self.draft.problems.append(
                f"{line.place} is about one of several actions. Name the action in the table "
                "and upload it again, or exclude this recommendation."
            )
            return None
        self.written.append(theirs[0])
        return theirs[0]

    def ask_for_action(self, whose: str) -> str:
        """Return the title of an action that the table does not name; empty to exclude it."""
        question = TextQuestion(
            ImportStep.PREVIEW,
            f"{self.draft.name}: action of {whose}",
            f"Action by {together(whose)}",
            known="",
            help="Your table gives a status, date, post or evidence, but does not name the action. Enter "
            "the action, or leave blank to exclude these.",
            about=self.draft.name,
        )
        return self.questions.ask(question) or ""

    def add_action(self, title: str, text: str, whose: str) -> Any:
        action = self.add(
            Action, self.actions, whose, title=title, description=to_rich_text(text)
        )
        self.note(f"{ColumnMeaning.ACTION.label}, {together(whose)}", "", text or title)
        return action

    def write_end(self, action: Any, statement: ImportedStatement) -> None:
        """Set the date on which an action was completed or closed, if it has that status."""
        status, name = ENDS[statement.meaning]
        if action.status != status:
            self.leave_out([statement], "The action does not have that status.")
        elif statement.date or status == ActionStatus.COMPLETE:
            self.set_date(action, name, statement)
        else:
            self.leave_out([statement], "It is not a date.")

    def write_due(self, action: Any, statement: ImportedStatement) -> None:
        """Replace a due date that was never public; add one below those that readers were shown."""
        current = action.current_due_date
        before = str(current or "")
        day = statement.date
        own_words = "" if day else statement.text[:MAX_OWN_WORDS]
        if current and (current.due, current.due_words) == (day, own_words):
            return
        due_date = action.set_due_date(day) if day else action.set_due_words(own_words)
        self.note(due_date.heading, before, due_date)

    def write_evidence(self, action: Any, statement: ImportedStatement) -> None:
        new = with_links(statement.text)
        if plain(text_of(new)) not in plain(text_of_stream(action.evidence)):
            action.add_evidence(new)
            self.note(ColumnMeaning.EVIDENCE.label, "", statement.text)
