"""The screens that import a table, and a person who goes through them."""

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.admin.table_import.forms import field_name
from complaints.importing.choices import ImportStep
from complaints.importing.questions import ImportQuestion
from complaints.models import TableImport

from .screens import typed_in


class Wizard:
    """Goes through the steps by sending forms, as a browser does."""

    def __init__(self, client, super_complaint):
        self.client = client
        self.super_complaint = super_complaint
        self.address = reverse("table_import", args=[super_complaint.pk])

    def upload(self, contents, name="pasted.html"):
        """Send a table, and return the wizard at its first step."""
        contents = contents if isinstance(contents, bytes) else contents.encode()
        if name == "pasted.html" and not contents.lstrip().startswith(b"<"):
            name = "pasted.txt"
        start = reverse("table_import", args=[self.super_complaint.pk])
        self.follow(
            self.client.post(start, {"table": SimpleUploadedFile(name, contents)}),
            start,
        )
        return self

    def follow(self, answer, address):
        """Read a screen, or the one that it leads to."""
        self.answer = answer
        self.address = answer.url if answer.status_code == 302 else address
        if answer.status_code == 302:
            answer = self.client.get(self.address)
            if answer.status_code == 302:
                self.follow(answer, self.address)
                return
        assert answer.status_code == 200, answer.status_code
        self.shown = BeautifulSoup(answer.content, "html.parser")
        form = self.shown.select_one("form[data-keep-typed]")
        self.typed = typed_in(form) if form else {}

    @property
    def step(self):
        return self.address.rstrip("/").rpartition("/")[2]

    @property
    def words(self):
        return " ".join(self.shown.select_one("main").get_text(" ", strip=True).split())

    @property
    def problems(self):
        return [
            each.get_text(" ", strip=True)
            for each in self.shown.select(".entry-grid__wrong li")
        ]

    @property
    def labels(self):
        """Return the questions on the screen."""
        found = self.shown.select(".table-import__question label")
        return [" ".join(each.get_text(" ", strip=True).split()) for each in found]

    def go(self, step):
        address = reverse(
            "table_import_step", args=[self.super_complaint.pk, self.stored.pk, step]
        )
        self.follow(self.client.get(address), address)
        return self

    def send(self, answers=None, **typed):
        """Answer questions by their keys, and go on."""
        named = {}
        for key, value in (answers or {}).items():
            named[field_name(ImportQuestion(ImportStep.TABLES, key, ""))] = value.split(
                "\n"
            )
        data = {**self.typed, **named, **typed}
        self.follow(self.client.post(self.address, data), self.address)
        return self

    def choose(self, **answers):
        """Answer each step that comes up; what is not in ``answers`` is left as the screen suggests it."""
        for _ in range(12):
            if self.step == "preview":
                break
            before = self.step
            if before == "words":
                answers["words"] = {
                    "No column of actions": "preview",
                    **answers.get("words", {}),
                }
            if before == "tables":
                self.typed = {
                    name: value or "rows" for name, value in self.typed.items()
                }
            self.send(answers.get(before))
            if self.problems or (
                self.step == before and self.typed and self.answer.status_code != 302
            ):
                break
        return self

    def save(self, answers=None):
        """Save what the preview shows."""
        return self.send(answers, save="1")

    @property
    def stored(self):
        return TableImport.objects.latest("pk")

    def drafts(self):
        """Return for each recommendation what the preview says of it."""
        found = {}
        for section in self.shown.select(".table-import__draft"):
            name = " ".join(section.h2.get_text(" ", strip=True).split())
            found[name] = " ".join(section.get_text(" ", strip=True).split())
        return found
