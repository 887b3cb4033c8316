"""Import a plan of the force, a table in a file, as drafts of the recommendations of a super-complaint.

What the table means is read from a file of choices, which the screen in the CMS can
download. If something is missing in it, the command lists that and stops. With
--dry-run nothing is saved.
"""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.template.loader import render_to_string

from complaints.admin.table_import.saving import read_import, save_import
from complaints.importing.choices import ImportChoices, UnreadableChoicesError
from complaints.importing.readers import read_source
from complaints.importing.tables import UnreadableSourceError
from complaints.models import SuperComplaintPage, TableImport


class Command(BaseCommand):
    """Import a plan."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="XLSX, DOCX, CSV or HTML.")
        parser.add_argument(
            "--super-complaint",
            required=True,
            help="The last part of its address: stalking.",
        )
        parser.add_argument(
            "--user",
            required=True,
            help="The username of the editor who owns the drafts.",
        )
        parser.add_argument(
            "--choices", type=Path, help="The file of choices, in JSON."
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show what would change, without saving.",
        )

    def handle(self, *args: str, **options: Any) -> None:
        parent = SuperComplaintPage.objects.filter(
            slug=options["super_complaint"]
        ).first()
        person = (
            get_user_model()
            .objects.filter(username=options["user"], is_active=True)
            .first()
        )
        if not parent:
            raise CommandError(
                f"There is no super-complaint “{options['super_complaint']}”."
            )
        if not person:
            raise CommandError(f"There is no active account “{options['user']}”.")
        table_import = TableImport(
            owner=person, super_complaint=parent, file_name=options["file"].name
        )
        try:
            table_import.document = read_source(
                options["file"].name, options["file"].read_bytes()
            )
            if options["choices"]:
                table_import.choices = vars(
                    ImportChoices.from_json(options["choices"].read_text("utf-8"))
                )
            self.run(table_import, is_dry=options["dry_run"])
        except (
            OSError,
            UnreadableSourceError,
            UnreadableChoicesError,
            PermissionDenied,
        ) as error:
            raise CommandError(f"Not saved. {error}") from error
        except ValidationError as error:
            raise CommandError(f"Not saved. {' '.join(error.messages)}") from error

    @transaction.atomic
    def run(self, table_import: TableImport, *, is_dry: bool) -> None:
        """Say what the import changes or what is missing, and save it unless ``is_dry``."""
        plan, drafts = read_import(table_import, table_import.owner)
        context = {
            "notes": table_import.document["notes"],
            "plan": plan,
            "drafts": drafts,
        }
        self.stdout.write(
            render_to_string("complaints/admin/table_import/report.txt", context)
        )
        if plan.questions.unanswered:
            raise CommandError(
                "Answer these in the file of choices, or import the table in the CMS."
            )
        if not is_dry:
            table_import.save()
            for found in save_import(table_import, table_import.owner):
                self.stdout.write(f"Saved as drafts, in the set “{found}”.")
