"""The plan as a file: downloaded, filled in, and uploaded."""

import io

import openpyxl
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.admin.plan_sheets.columns import HEADINGS, KEY

from .screens import typed_in


class PlanFile:
    """The workbook that the site sent."""

    def __init__(self, contents):
        self.book = openpyxl.load_workbook(io.BytesIO(contents))
        self.sheet = self.book["Plan"]

    @property
    def rows(self):
        """Return the rows with a key, each as its texts by their headings."""
        found = []
        for row in self.sheet.iter_rows(min_row=2, values_only=True):
            texts = dict(zip(HEADINGS, row, strict=True))
            if texts[KEY]:
                found.append(texts)
        return found

    def cell(self, row, heading):
        """Return a cell of the row ``row``, counted as a spreadsheet does."""
        return self.sheet.cell(row, HEADINGS.index(heading) + 1)

    def fill_in(self, row, texts):
        """Write ``texts``, by their headings, into a row."""
        for heading, text in texts.items():
            self.cell(row, heading).value = text

    def save(self):
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def download(client, super_complaint, **query):
    answer = client.get(reverse("plan_download", args=[super_complaint.pk]), query)
    assert answer.status_code == 200, answer.status_code
    return answer


class Upload:
    """What the site shows after a file was uploaded."""

    def __init__(self, client, super_complaint, contents, name="plan.xlsx"):
        self.client = client
        self.address = reverse("plan_sheet", args=[super_complaint.pk])
        if isinstance(contents, PlanFile):
            contents = contents.save()
        file = SimpleUploadedFile(name, contents)
        self.read(client.post(self.address, {"plan": file}))

    def read(self, answer):
        assert answer.status_code == 200, answer.status_code
        self.shown = BeautifulSoup(answer.content, "html.parser").select_one("main")

    def words_of(self, selector):
        found = self.shown.select(selector)
        return [" ".join(each.get_text(" ", strip=True).split()) for each in found]

    @property
    def headings(self):
        return self.words_of("h2")

    @property
    def problems(self):
        """Why nothing of it is taken."""
        return self.words_of(".entry-grid__wrong li")

    @property
    def names(self):
        """Return the recommendations that it changes."""
        return self.words_of("h3")

    @property
    def cells(self):
        """Return the changed cells: column, row and, of what was there before, both texts."""
        found = []
        for row in self.shown.select("tbody tr"):
            for label in row.select(".entry-grid__label"):
                label.extract()
            found.append(
                [each.get_text(" ", strip=True) for each in row.select("td, th")]
            )
        return found

    def confirm(self):
        form = self.shown.select_one("form:has([name=sheet])")
        answer = self.client.post(self.address, typed_in(form))
        if answer.status_code == 200:
            self.read(answer)
        return answer
