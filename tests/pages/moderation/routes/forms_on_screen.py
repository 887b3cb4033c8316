"""Reads the forms of a screen and fills them in as hostilely as can be."""

import datetime
import io
import uuid
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from . import people
from .world import HOSTILE

SWITCHES = ("checkbox", "radio")


class Forms(HTMLParser):
    """Collects what a browser would send of every form that is posted."""

    def __init__(self, html: str):
        """Read ``html``."""
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, list[str]] = {}
        self.open = False
        self.select = self.text = None
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Take a field up."""
        found = dict(attrs)
        if tag == "form":
            self.open = found.get("method", "").upper() == "POST"
        if not self.open:
            return
        name = found.get("name")
        if (
            tag == "input"
            and name
            and found.get("type") not in ("submit", "button", "file")
        ):
            if found.get("type") not in SWITCHES or "checked" in found:
                self._add(
                    name,
                    found.get("value")
                    or ("on" if found.get("type") in SWITCHES else ""),
                )
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in found:
            self._add(self.select, found.get("value", ""))
        elif tag == "textarea":
            self.text, self.words = name, []

    def handle_data(self, data):
        """Take the text of a text area up."""
        if self.text:
            self.words.append(data)

    def handle_endtag(self, tag):
        """Finish a field or a form."""
        if tag == "textarea" and self.text:
            self._add(self.text, "".join(self.words).removeprefix("\n"))
            self.text = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.open = False

    def _add(self, name, value):
        self.fields.setdefault(name, []).append(value)


def buttons() -> dict:
    """Return every button and switch that could publish, take down or spread something."""
    yesterday = timezone.localtime() - datetime.timedelta(days=1)
    return {
        "action-publish": "1",
        "action-submit": "1",
        "action-restart-workflow": "1",
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
        "action-unpublish": "1",
        "confirm": "on",
        "publish_copies": "on",
        "alias": "on",
        "copy_subpages": "on",
        "include_descendants": "on",
        "keep_live": "on",
        "go_live_at": yesterday.strftime("%Y-%m-%d %H:%M"),
        "expire_at": "",
        "comment": "Fine.",
        "reason": "Because.",
        "because": "error",
        "next": "/admin/",
    }


def hostile(world) -> dict:
    """Return what is put into a field of each name, wherever a form has it."""

    return {
        **dict.fromkeys(
            ("title", "new_title", "name", "text", "you_said", "force_name"), HOSTILE
        ),
        "new_slug": "hostile",
        "old_path": "/super-complaints",
        "redirect_link": "https://hostile.example/",
        "restriction_type": "login",
        "hostname": "hostile.example",
        "root_page": str(world.pages["draft"].pk),
        "is_superuser": "on",
        "is_active": "on",
        "username": f"hostile-{uuid.uuid4().hex}@example.org",
        "email": "hostile@example.org",
        "first_name": HOSTILE,
        "last_name": HOSTILE,
        "password1": "A-long-and-hostile-one-7",
        "password2": "A-long-and-hostile-one-7",
        "state": "actioned",
        "parent_page": str(world.things["destination"].pk),
        "new_parent_page": str(world.things["destination"].pk),
        "chooser": str(world.things["destination"].pk),
        "position": "0",
        "roles": [str(world.people[people.CO_AUTHOR].groups.first().pk)],
        "mark_as_active": "False",
        "uuid": uuid.uuid4().hex,
    }


def what_must_be_given(fields: dict) -> dict:
    """Return what a form needs before it is accepted, where it is empty."""
    wanted = {
        "number": "99",
        "change_note": "Because.",
        "wording": "Do it.",
        "wording_source": "The report",
        "body-count": "0",
    }
    return {name: value for name, value in wanted.items() if not fields.get(name)}


def as_shown(html: str) -> dict:
    """Return the forms of ``html`` as they stand there."""
    return {
        name: value if len(value) > 1 else value[0]
        for name, value in Forms(html).fields.items()
    }


def filled(world, html: str) -> dict:
    """Return the forms of ``html`` with hostile words in them, without any button."""
    own = as_shown(html)
    return {**own, **what_must_be_given(own), **hostile(world)}


def files(route: str) -> dict:
    """Return a file to upload that fits ``route``."""
    if "image" in route:
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(picture, "PNG")
        upload = SimpleUploadedFile("hostile.png", picture.getvalue(), "image/png")
        return {
            "file": upload,
            "files[]": SimpleUploadedFile(
                "hostile.png", picture.getvalue(), "image/png"
            ),
        }
    if "import" in route:
        return {
            "import_file": SimpleUploadedFile(
                "hostile.csv", b"from,to\n/super-complaints,/hostile\n"
            )
        }
    words = b"hostile"
    return {
        "file": SimpleUploadedFile("hostile.txt", words),
        "files[]": SimpleUploadedFile("h.txt", words),
    }
