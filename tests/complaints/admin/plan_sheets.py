"""The plan as a file: downloaded, filled in, and uploaded."""

import io

import openpyxl
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.admin.plan_sheets.columns import SheetColumn

from .update_rounds import Round


class PlanFile:
    """The workbook that the site sent."""

    def __init__(self, contents):
        self.book = openpyxl.load_workbook(io.BytesIO(contents))
        self.sheet = self.book["Plan"]

    @property
    def rows(self):
        """Return the rows with a key, each as its texts by their headings."""
        headings = [cell.value for cell in self.sheet[1]]
        found = []
        for row in self.sheet.iter_rows(min_row=2, values_only=True):
            texts = dict(zip(headings, row, strict=True))
            if texts[SheetColumn.KEY]:
                found.append(texts)
        return found

    def cell(self, number, column):
        """Return the cell of the row ``number``, counted from 1 below the headings."""
        return self.sheet.cell(number + 1, list(SheetColumn).index(column) + 1)

    def fill_in(self, row, /, **texts):
        """Write ``texts``, by the names of their columns, into a row, whose cells take all for text."""
        for name, text in texts.items():
            cell = self.cell(row, SheetColumn[name.upper()])
            cell.value = text
            if text:
                cell.data_type = "s"

    def add(self, **texts):
        """Write a row below the others."""
        self.fill_in(len(self.rows) + 1, **texts)

    def save(self):
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def download(client, super_complaint, **query):
    answer = client.get(reverse("plan_download", args=[super_complaint.pk]), query)
    assert answer.status_code == 200, answer.status_code
    return answer


def plan_file(client, super_complaint, **query):
    return PlanFile(download(client, super_complaint, **query).content)


class Upload(Round):
    """What the site shows after files were uploaded; sent, it is the update round."""

    def __init__(self, client, super_complaint, *files, names=()):
        self.client = client
        self.address = reverse("update_round", args=[super_complaint.pk])
        sent = []
        for number, file in enumerate(files, 1):
            contents = file.save() if isinstance(file, PlanFile) else file
            name = names[number - 1] if names else f"plan-{number}.xlsx"
            sent.append(SimpleUploadedFile(name, contents))
        answer = client.post(
            reverse("table_import", args=[super_complaint.pk]), {"table": sent}
        )
        assert answer.status_code == 200, answer.status_code
        self.read(answer)

    def read(self, answer):
        self.shown = BeautifulSoup(answer.content, "html.parser")
        self.typed = {}
        if self.shown.select_one(self.form):
            super().read(answer)

    @property
    def words(self):
        return " ".join(self.shown.select_one("main").get_text(" ", strip=True).split())

    @property
    def problems(self):
        """What stands in the way of all of it."""
        return [
            " ".join(each.get_text(" ", strip=True).split())
            for each in self.shown.select(".entry-grid__wrong li")
        ]

    @property
    def notices(self):
        return [
            each.get_text(" ", strip=True)
            for each in self.shown.select(".entry-grid__notices li")
        ]

    @property
    def rows(self):
        """Return the names of the rows that differ."""
        return [each.a.get_text(strip=True) for each in self.shown.select("tbody th")]

    def questions(self):
        """Return what is asked: the words of each cell, with the answers that it offers."""
        found = {}
        for question in self.shown.select(".entry-grid__question"):
            label = question.legend.get_text("", strip=True)
            found[label] = [
                each.get_text(" ", strip=True) for each in question.select("label")
            ]
        return found

    def answer(self, page, cell, value):
        self.typed[f"row-{page.pk}-{cell}"] = value
