"""Import a plan of the force, a table in a file, as drafts of the recommendations of a super-complaint.

What the table means is read from a file of choices, which the screen in the CMS can download. If something
is missing in it, the command lists that and stops. With --dry-run nothing is saved.
"""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.admin.entry_grid import RefusedError
from complaints.admin.table_import.drafts import Draft
from complaints.admin.table_import.saving import read_for, save_plan
from complaints.importing.choices import Choices, UnreadableChoicesError
from complaints.importing.questions import Kind, Question
from complaints.importing.readers import read_source
from complaints.importing.records import LeftOut
from complaints.importing.tables import Document, UnreadableSourceError
from complaints.models import SuperComplaintPage


class Command(BaseCommand):
    """Import a plan."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="XLSX, DOCX, CSV or HTML.")
        parser.add_argument(
            "--super-complaint", required=True, help="The last part of its address: stalking."
        )
        parser.add_argument("--user", required=True, help="The username of the editor who owns the drafts.")
        parser.add_argument("--choices", type=Path, help="The file of choices, in JSON.")
        parser.add_argument("--dry-run", action="store_true", help="Show what would change, without saving.")

    def handle(self, *args: str, **options: Any) -> None:
        parent = SuperComplaintPage.objects.filter(slug=options["super_complaint"]).first()
        person = get_user_model().objects.filter(username=options["user"], is_active=True).first()
        if not parent:
            raise CommandError(f"There is no super-complaint “{options['super_complaint']}”.")
        if not person:
            raise CommandError(f"There is no active account “{options['user']}”.")
        try:
            document = Document.from_stored(read_source(options["file"].name, options["file"].read_bytes()))
            choices = Choices.from_json(options["choices"].read_text("utf-8") if options["choices"] else "{}")
            self.stdout.write("\n".join(document.notes))
            plan, drafts = read_for(document, choices, parent, person)
            self.stop_at(plan.questions.unanswered)
            self.say_what_changes(drafts, plan.left_out)
            if not options["dry_run"]:
                for each in save_plan(document, choices, parent, person):
                    self.stdout.write(f"Saved as drafts, in the set “{each}”.")
        except (OSError, UnreadableSourceError, UnreadableChoicesError, PermissionDenied) as error:
            raise CommandError(f"Not saved. {error}") from error
        except RefusedError as error:
            raise CommandError(f"Not saved. {' '.join(error.messages)}") from error

    def stop_at(self, questions: list[Question]) -> None:
        """List what the file of choices does not answer, and stop if there is anything."""
        for question in questions:
            self.stdout.write(f"Missing in “{question.step}”: “{question.key}” ({question.label})")
            if question.kind == Kind.SEVERAL:
                self.stdout.write("  One or more of these, each on its own line:")
            for answer, label in question.options:
                self.stdout.write(f"  “{answer}”: {label}")
        if questions:
            raise CommandError("Answer these in the file of choices, or import the table in the CMS.")

    def say_what_changes(self, drafts: list[Draft], left_out: list[LeftOut]) -> None:
        lines = []
        for draft in drafts:
            lines += [f"{draft.name}: {draft.kind}", f"  Readers will see: {draft.sentence}"]
            lines += [f"  {each.label}: {each.before or '–'} → {each.after or '–'}" for each in draft.changes]
            lines += [f"  ! {problem}" for problem in draft.problems]
            left_out = left_out + draft.left_out
        for each in left_out:
            lines.append(f"Excluded: {each.place} {each.heading} “{each.text}” {each.why}")
        self.stdout.write("\n".join(lines))
