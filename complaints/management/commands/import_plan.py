"""Take the plan of the force, a table or a document, into drafts of the recommendations of a super-complaint.

What is not sure is asked on the screen of the CMS; here it is listed, and nothing is saved before it is
answered with --answer. With --dry-run nothing is saved at all.
"""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from complaints.admin.entry_grid import RefusedError
from complaints.admin.table_import.comparison import REFUSED, UNDATED, Comparison, compare, surroundings_of
from complaints.admin.table_import.reading import SaidByPerson, read
from complaints.admin.table_import.saving import lock_for_import, save_changes
from complaints.importing.columns import Meaning
from complaints.importing.plan import Plan
from complaints.importing.sources import read_source, refuse_size
from complaints.importing.tables import Source, UnreadableSourceError
from complaints.models import SuperComplaintPage
from pages.core.partial_dates import PartialDate, UnreadableDateError, read_date


class Command(BaseCommand):
    """Take in a plan."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="XLSX, DOCX, CSV, or HTML.")
        parser.add_argument(
            "--super-complaint", required=True, help="The last part of its address: stalking."
        )
        parser.add_argument("--user", required=True, help="User name of the editor whose drafts they are.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and save nothing.")
        parser.add_argument("--as-at", help="Date of the updates that have none of their own.")
        parser.add_argument("--wording-source", default="", help="Where the wording of new ones is printed.")
        parser.add_argument(
            "--columns", help=f"What the columns are, with commas between: {', '.join(Meaning)}."
        )
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            help="Answer to a question, as it is listed: 1a2b3c4d=complete.",
        )

    def handle(self, *args: str, **options: Any) -> None:
        parent = SuperComplaintPage.objects.filter(slug=options["super_complaint"]).first()
        if not parent:
            raise CommandError(f"There is no super-complaint “{options['super_complaint']}”.")
        person = get_user_model().objects.filter(username=options["user"], is_active=True).first()
        if not person:
            raise CommandError(f"There is no active account “{options['user']}”.")
        plan = self.read(parent, options)
        as_at = self.date(options["as_at"])
        source = options["wording_source"] or parent.official_title or parent.title
        try:
            with transaction.atomic():
                lock_for_import(parent)
                comparison = compare(
                    plan, parent, person, surroundings_of(plan, as_at=as_at, wording_source=source)
                )
                self.say(plan, comparison)
                if comparison.refused or comparison.lacks_date:
                    raise CommandError("Nothing is saved: put these right first.")
                if options["dry_run"]:
                    return
                sets = save_changes(parent, person, comparison)
        except RefusedError as error:
            self.say(plan, Comparison(comparison.refused))
            raise CommandError(f"Nothing is saved. {' '.join(error.messages)}") from error
        except PermissionDenied as error:
            raise CommandError(f"Nothing is saved: {person} may not make or change these.") from error
        for each in sets:
            self.stdout.write(f"Saved as drafts, in the set “{each}”.")

    def read(self, parent: SuperComplaintPage, options: dict[str, Any]) -> Plan:
        """Return what the file says; stop if something has to be said first."""
        file: Path = options["file"]
        said = SaidByPerson(
            columns={0: options["columns"].split(",")} if options["columns"] else {},
            answers=dict(each.partition("=")[::2] for each in options["answer"]),
        )
        try:
            refuse_size(file.stat().st_size)
            source = read_source(file.name, file.read_bytes())
            plan = read(source, said, parent, parent.report_published)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except UnreadableSourceError as error:
            raise CommandError(str(error)) from error
        self.say_how_it_was_read(source, plan)
        if not plan.is_understood:
            raise CommandError("Say what each column is, with --columns.")
        if plan.open_questions:
            raise CommandError("Answer these with --answer, or take the file in on the screen.")
        return plan

    def say_how_it_was_read(self, source: Source, plan: Plan) -> None:
        for note in [*source.notes, *plan.notes]:
            self.stdout.write(f"Note: {note}")
        for grid in plan.grids:
            for column in grid.columns:
                self.stdout.write(f"Column “{column.heading}”: {column.meaning or f'? {column.why_asked}'}")
        for question in plan.open_questions:
            choices = ", ".join(f"{code} ({words})" for code, words in question.choices)
            self.stdout.write(f"{question.key}: {question.label}: “{question.text}”? {question.why}")
            self.stdout.write(f"  {choices}")

    def date(self, text: str | None) -> PartialDate | None:
        try:
            return read_date(text) if text else None
        except UnreadableDateError as error:
            raise CommandError(f"--as-at: {error}") from error

    def say(self, plan: Plan, comparison: Comparison) -> None:
        for change in comparison.all_changes:
            self.stdout.write(f"{change.name}: {change.kind_words}")
            for field in change.fields if change.kind != REFUSED else []:
                reading = f" (“{field.written}” read as {field.reading})" if field.reading else ""
                self.stdout.write(f"  {field.label}: {field.before or '–'} → {field.after or '–'}{reading}")
            for problem in change.problems:
                self.stdout.write(f"  ! {problem}")
            for said, why in change.not_taken:
                self.stdout.write(f"  Not taken from {said.place}, “{said.heading}”: {why}")
        if comparison.lacks_date:
            self.stdout.write(f"! {UNDATED} Use --as-at.")
        for each in plan.unplaced:
            self.stdout.write(f"No place for: {each.place} “{each.heading}”: {each.text} {each.why}")
