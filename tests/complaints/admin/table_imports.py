"""The screen that takes in a table, and the tables of forces in the shapes that they have."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from .screens import Screen


class ImportScreen(Screen):
    """The screen, which a table is pasted into."""

    form = ".table-import form"

    def __init__(self, client, address):
        """Begin without opening it."""
        self.client, self.address, self.typed = client, address, {}

    @classmethod
    def of(cls, client, super_complaint):
        return cls(client, reverse("table_import", args=[super_complaint.pk]))

    def paste(self, html, name="pasted.html", **typed):
        contents = html if isinstance(html, bytes) else html.encode()
        return self.send(**typed, table=SimpleUploadedFile(name, contents))

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
