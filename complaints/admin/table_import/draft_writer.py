"""Writes what a plan says of one recommendation into its draft, and notes what that changes."""

from typing import Any

from wagtail.rich_text import RichText
from wagtail.rich_text import get_text_for_indexing as text_of

from complaints.admin.update_round.rows import to_rich_text
from complaints.importing.cells import Said
from complaints.importing.columns import LABELS, OWN_LABELS, Meaning
from complaints.importing.dates import words_to_keep
from complaints.importing.plan import ActionLine, Item
from complaints.models import Action, Organisation, ProgressUpdate, RecommendationResponsePage
from complaints.models.actions import next_place
from complaints.other_bodies import other_body_in
from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate

from .answer_writer import AnswerWriter, Surroundings
from .texts import date_of, names_in, plain, short, text_of_stream, with_links, words

FILLED_IF_EMPTY = (Meaning.TITLE, Meaning.SUMMARY, Meaning.WORDING)
"""What a plan repeats from the report: an existing text stays."""
MAX_OWN_WORDS = 100
LEADS = (Meaning.EXECUTIVE_LEAD, Meaning.OPERATIONAL_LEAD)


class DraftWriter(AnswerWriter):
    """Writes all that a plan says of one recommendation into a draft that is not saved yet."""

    def __init__(
        self, draft: RecommendationResponsePage, item: Item, around: Surroundings, *, is_new: bool
    ) -> None:
        super().__init__(draft, item, around)
        self.is_new = is_new
        self.is_undated = False
        """Whether an update that it writes has no date."""

    def write(self) -> None:
        """Write all of it; what is the same already changes nothing."""
        for meaning in FILLED_IF_EMPTY:
            self._fill(meaning)
        self._write_source()
        self._write_deadline()
        self._write_addressees()
        for meaning in LEADS:
            if said := self._said(meaning):
                self._set(meaning.value, said.text, said, LABELS[meaning])
        self._write_evidence_asked()
        if self.is_new and not self.draft.title:
            self._make_title()
        self.write_answers()
        self._write_updates()
        self._write_actions()

    # What the report says

    def _fill(self, meaning: Meaning) -> None:
        said = self._said(meaning)
        if not said:
            return
        before = getattr(self.draft, meaning.value)
        if not before:
            self._set(meaning.value, said.text, said, LABELS[meaning])
        elif plain(before) != plain(said.text):
            self.not_taken.append((said, "The recommendation has another text here, which stays."))

    def _set(self, name: str, value: Any, said: Said, label: str) -> None:
        """Set a field of the page, unless its cell is longer than that takes."""
        most = self.draft._meta.get_field(name).max_length
        if isinstance(value, str) and most and len(value) > most:
            self._refuse(said, f"is longer than the {most} letters that fit.")
            return
        before = getattr(self.draft, name)
        if before == value:
            return
        setattr(self.draft, name, value)
        self.note(label, before, value, said)

    def _write_source(self) -> None:
        filled = self._said(Meaning.WORDING) and self.draft.wording and not self.draft.wording_source
        if filled and self.around.wording_source:
            self.draft.wording_source = self.around.wording_source
            self.note("Source of the wording", "", self.draft.wording_source)

    def _write_deadline(self) -> None:
        said = self._said(Meaning.DEADLINE)
        if not said:
            return
        if self.draft.deadline or self.draft.deadline_printed:
            same = {plain(words(self.draft.deadline)), plain(self.draft.deadline_printed)}
            if plain(said.text) not in same and said.value != self.draft.deadline:
                self.not_taken.append((said, "The recommendation has another deadline, which stays."))
            return
        if isinstance(said.value, PartialDate):
            self._set("deadline", said.value, said, LABELS[Meaning.DEADLINE])
        if printed := words_to_keep(said.text):
            self._set("deadline_printed", printed, said, "Deadline as printed")

    def _write_addressees(self) -> None:
        said = self._said(Meaning.ADDRESSEES)
        if not said:
            return
        here = {plain(each.name) for each in self.draft.addressees.all()}
        parts = names_in(said.text, self.around.organisations)
        named = [self.around.organisations[part] for part in parts if part in self.around.organisations]
        if here or self.draft.addressees_printed:
            if here != set(parts) and plain(self.draft.addressees_printed) != plain(said.text):
                self.not_taken.append((said, "The recommendation has other addressees, which stay."))
        elif len(named) == len(parts):
            self.draft.addressees = named
            self.note(LABELS[Meaning.ADDRESSEES], "", ", ".join(each.name for each in named), said)
        else:
            self._set("addressees_printed", said.text, said, "Addressees as printed")

    def _write_evidence_asked(self) -> None:
        said = self._said(Meaning.EVIDENCE_ASKED)
        if not said:
            return
        note = f"Evidence that the report asks for: {said.text}"
        if not self.draft.wording_note:
            self._set("wording_note", note, said, "Note on the wording")
        elif plain(note) not in plain(self.draft.wording_note):
            self.not_taken.append((said, "The note on the wording says something else, which stays."))

    def _make_title(self) -> None:
        """Make a short title of what the recommendation asks, to be made better."""
        said = self._said(Meaning.SUMMARY) or self._said(Meaning.WORDING)
        if said:
            self.draft.title = short(said.text)
            self.note(
                LABELS[Meaning.TITLE],
                "",
                self.draft.title,
                Said("", said.text, "", "", "its first words: shorten it"),
            )
        else:
            self.draft.title = self.draft.heading
            self.note(LABELS[Meaning.TITLE], "", self.draft.title)

    # Updates

    def _write_updates(self) -> None:
        updates = list(self.draft.progress_updates.all())
        for report in self.item.updates:
            if any(plain(text_of(each.text)) == plain(report.text.text) for each in updates):
                continue
            day = date_of(report) or self.around.as_at
            self.is_undated |= not day
            public = getattr(self.draft, "public_updates", ())
            new = [each for each in updates if each.as_at == day and each.published_content not in public]
            update = (
                new[0] if new and day else ProgressUpdate(page=self.draft, sort_order=next_place(updates))
            )
            if update not in updates and self.around.our_force:
                update.respondents = [self.around.our_force]
            before = text_of(update.text)
            update.as_at, update.text = day, to_rich_text(report.text.text)
            if update not in updates:
                updates.append(update)
            label = f"{LABELS[Meaning.UPDATE]}, {day.words}" if day else LABELS[Meaning.UPDATE]
            self.note(label, before, report.text.text, report.text)
            self._check(update)
        self.draft.progress_updates = updates

    # Actions

    def _write_actions(self) -> None:
        actions = list(self.draft.actions.all())
        for line in self.item.actions:
            action = self._action_of(line, actions)
            if action:
                self._write_action(action, line)
                self._check(action)
        self.draft.actions = actions

    def _action_of(self, line: ActionLine, actions: list[Action]) -> Action | None:
        """Return the action of ``line``: a new one if there is none, ``None`` if nobody can tell."""
        text = line.text
        # Our own data do not tell whose it is.
        is_own_data = text and text.heading in OWN_LABELS
        whose = [] if is_own_data else self._whose(line)
        fitting = [each for each in actions if is_own_data or self._may_be_of(each, whose)]
        if text:
            for action in fitting:
                if plain(text.text) in {plain(action.title), plain(text_of(action.description))}:
                    return action
        elif len(fitting) == 1:
            return fitting[0]
        elif fitting:
            said = next(iter(line.said.values()))
            self._refuse(said, "is about one of several actions. Name it in the table.")
            return None
        return self._add_action(actions, text, whose)

    def _add_action(self, actions: list[Action], text: Said | None, whose: list[Organisation]) -> Action:
        action = Action(page=self.draft, sort_order=next_place(actions))
        action.respondents = whose
        action.title = short(text.text) if text else short(self.draft.title)
        if text:
            action.description = to_rich_text(text.text)
        actions.append(action)
        self.note(LABELS[Meaning.ACTION], "", text.text if text else action.title, text)
        if not whose:
            self.needed.append(f"Whose action “{action.title}” is.")
        elif whose != [self.around.our_force]:
            self.note("Whose action it is", "", ", ".join(each.name for each in whose))
        return action

    def _whose(self, line: ActionLine) -> list[Organisation]:
        """Return whose an action is: the body that its owner names, or else our force.

        Nobody's if its owner is a body that is not known here: a person has to choose.
        """
        owner, force = line.get(Meaning.OWNER), self.around.our_force
        names = [plain(each) for each in owner.text.splitlines()] if owner else []
        if names and all(each in self.around.organisations for each in names):
            return [self.around.organisations[each] for each in names]
        is_of_other_body = owner and other_body_in(owner.text)
        return [force] if force and not is_of_other_body else []

    def _may_be_of(self, action: Action, whose: list[Organisation]) -> bool:
        """Return True if ``action`` may be one of ``whose``, or of another body if that is nobody."""
        respondents = list(action.respondents.all())
        if not whose:
            return self.around.our_force not in respondents
        return not respondents or bool(set(respondents) & set(whose))

    def _write_action(self, action: Action, line: ActionLine) -> None:
        if status := line.get(Meaning.STATUS):
            self._write_status(action, status)
        if (owner := line.get(Meaning.OWNER)) and plain(action.owning_post) != plain(owner.text):
            self.note(LABELS[Meaning.OWNER], action.owning_post, owner.text, owner)
            action.owning_post = owner.text
        self._write_completed(action, line.get(Meaning.COMPLETED))
        self._write_closed(action, line.get(Meaning.CLOSED))
        if due := line.get(Meaning.DUE):
            self._write_due(action, due)
        for meaning in (Meaning.EVIDENCE, Meaning.DOCUMENTS):
            if said := line.get(meaning):
                self._write_evidence(action, said, LABELS[meaning])

    def _write_status(self, action: Action, status: Said) -> None:
        is_changed = action.status != status.code
        if is_changed:
            before = ActionStatus(action.status).label if action.status else ""
            action.status = status.code
            self.note(LABELS[Meaning.STATUS], before, ActionStatus(action.status).label, status)
        own = status.text if status.reading and len(status.text) <= MAX_OWN_WORDS else ""
        if action.status_words != own and (own or is_changed):
            self.note("Status in the force’s own words", action.status_words, own)
            action.status_words = own

    def _write_completed(self, action: Action, completed: Said | None) -> None:
        if completed and isinstance(completed.value, PartialDate) and action.completed != completed.value:
            self.note(LABELS[Meaning.COMPLETED], action.completed, completed.value, completed)
            action.completed = completed.value
        elif completed and not completed.value and action.completed_words != completed.text[:MAX_OWN_WORDS]:
            self.note(LABELS[Meaning.COMPLETED], action.completed_words, completed.text, completed)
            action.completed_words = completed.text[:MAX_OWN_WORDS]
        elif action.completed and action.status != ActionStatus.COMPLETE:
            self.note(LABELS[Meaning.COMPLETED], action.completed, "")
            action.completed = None

    def _write_closed(self, action: Action, closed: Said | None) -> None:
        day = closed.value if closed and isinstance(closed.value, PartialDate) else None
        if not day and action.status == ActionStatus.CLOSED:
            return
        if action.closed != day:
            self.note(LABELS[Meaning.CLOSED], action.closed, day, closed)
            action.closed = day

    def _write_due(self, action: Action, said: Said) -> None:
        """Replace a due date that was never public; add one below those that readers were shown."""
        current = action.current_due_date
        if not isinstance(said.value, PartialDate):
            self._write_due_words(action, said)
            return
        if current and current.due == said.value:
            return
        self.note(LABELS[Meaning.DUE], current or "", said.value, said)
        action.set_due_date(said.value)

    def _write_due_words(self, action: Action, said: Said) -> None:
        """Keep a due date that is not a date as it is written: it makes nothing overdue."""
        words = said.text[:MAX_OWN_WORDS]
        current = action.current_due_date
        if current and current.due_words == words:
            return
        self.note(LABELS[Meaning.DUE], current or "", words, said)
        action.set_due_words(words)

    def _write_evidence(self, action: Any, said: Said, label: str) -> None:
        new = with_links(said.text)
        if plain(text_of(new)) in plain(text_of_stream(action.evidence)):
            return
        action.evidence = [
            *((each.block_type, each.value) for each in action.evidence),
            ("text", RichText(new)),
        ]
        self.note(label, "", said.text, said)
