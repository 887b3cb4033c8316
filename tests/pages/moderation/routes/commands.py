"""Runs the commands of ``manage.py``."""

import contextlib
import io
import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from .attempts import attempt
from .people import OPERATOR
from .world import HOSTILE, World


def arguments(world: World, command: str, folder) -> list[str]:
    """Return what makes ``command`` do as much as it can."""
    if command == "move_pages":
        return [str(world.things["parent"].pk), str(world.things["destination"].pk)]
    if command == "import_redirects":
        table = folder / "redirects.csv"
        table.write_text("from,to\n/super-complaints,/hostile\n")
        return [f"--src={table}", f"--site={world.things['site'].pk}"]
    if command == "loaddata":
        fixture = folder / "hostile.json"
        notice = world.snippets["content.notice"][0]
        fields = {"text": HOSTILE, "live": True}
        fixture.write_text(
            json.dumps([{"model": "content.notice", "pk": notice.pk, "fields": fields}])
        )
        return [str(fixture)]
    if command == "nginx_headers":
        return [str(folder)]
    return {
        "fixtree": ["--noinput"],
        "load_demo": ["--if-empty"],
        "purge_revisions": ["--days=0"],
        "remove_stale_contenttypes": ["--no-input"],
        "wagtail_update_image_renditions": ["--purge"],
    }.get(command, [])


def walk_command(world: World, its_class: str, route: str, folder) -> list[str]:
    """Run a command; return what broke the rule, or why it did not run."""
    command = route.split(maxsplit=1)[0]
    failed = []

    def act():
        given = arguments(world, command, folder)
        try:
            with contextlib.suppress(PermissionDenied, ValidationError):
                call_command(
                    command, *given, stdout=io.StringIO(), stderr=io.StringIO()
                )
        except CommandError as error:
            if its_class != "refused":
                failed.append(f"did not run: {error}")

    found = [f"changed: {each}" for each in attempt(world, its_class, OPERATOR, act)]
    return [f"manage.py {command} {each}" for each in failed + found]
