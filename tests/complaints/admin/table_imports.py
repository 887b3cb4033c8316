"""The screen that takes in a table, and the tables of forces in the shapes that they have."""

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def table(*rows):
    """Return rows of cells as a table of a page."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


class ImportScreen:
    """The screen, filled in as a browser would send it."""

    def __init__(self, client, address):
        self.client, self.address, self.typed = client, address, {}

    @classmethod
    def of(cls, client, super_complaint):
        return cls(client, reverse("table_import", args=[super_complaint.pk]))

    def paste(self, html, name="pasted.html", **typed):
        contents = html if isinstance(html, bytes) else html.encode()
        return self.post({**self.typed, **typed, "table": SimpleUploadedFile(name, contents)})

    def send(self, **typed):
        return self.post({**self.typed, **typed})

    def post(self, data):
        answer = self.client.post(self.address, data)
        if answer.status_code == 200:
            self.read(answer)
        return answer

    def read(self, answer):
        self.shown = BeautifulSoup(answer.content, "html.parser")
        form = self.shown.select_one(".table-import form")
        self.typed = {}
        for box in form.select("input[name], select[name], textarea[name]"):
            if box.get("type") in {"file", "radio", "checkbox"} and not box.has_attr("checked"):
                continue
            chosen = box.select_one("option[selected]") or box.select_one("option")
            value = chosen["value"] if chosen else box.get("value") or box.get_text().strip()
            if box["name"].startswith("columns-"):
                self.typed.setdefault(box["name"], []).append(value)
            else:
                self.typed[box["name"]] = value

    @property
    def words(self):
        return " ".join(self.shown.select_one(".table-import").get_text(" ", strip=True).split())

    @property
    def problems(self):
        return [each.get_text(" ", strip=True) for each in self.shown.select(".entry-grid__wrong li")]

    def changes(self):
        """Return for each recommendation what becomes of it, with its fields as they become."""
        found = {}
        for section in self.shown.select(".table-import__change"):
            for label in section.select(".entry-grid__label"):
                label.extract()
            rows = [row.select("th, td") for row in section.select("tr") if row.td]
            name = section.h3.find(string=True).strip()
            found[" ".join(name.split())] = {
                cells[0].get_text(strip=True): cells[-1].get_text(" ", strip=True) for cells in rows
            }
        return found
