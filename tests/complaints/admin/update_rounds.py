"""The screen of the update round, and what it saved."""

from bs4 import BeautifulSoup
from django.urls import reverse

from complaints.models import RecommendationResponsePage


class Round:
    """The screen of the round, filled in as a browser would send it."""

    def __init__(self, client, super_complaint):
        self.client, self.address = client, reverse("update_round", args=[super_complaint.pk])
        self.open()

    def open(self):
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        self.read(answer)

    def read(self, answer):
        self.shown = BeautifulSoup(answer.content, "html.parser")
        form = self.shown.select_one("form[data-grid]")
        self.typed = {"row": []}
        for field in form.select("[name]"):
            if field.name == "button":
                continue
            chosen = field.select_one("option[selected]")
            value = chosen["value"] if chosen else field.get("value") or field.get_text().removeprefix("\n")
            if field.name == "select" and not chosen:
                value = ""
            if field["name"] == "row":
                self.typed["row"].append(value)
            else:
                self.typed[field["name"]] = value

    def type(self, page, **cells):
        for name, value in cells.items():
            part = "" if name in ("position", "answer", "as_at", "text") else "action-0-"
            assert f"row-{page.pk}-{part}{name}" in self.typed, f"{name} is no cell of {page}"
            self.typed[f"row-{page.pk}-{part}{name}"] = value

    def save(self, **buttons):
        answer = self.client.post(self.address, {**self.typed, **buttons})
        if answer.status_code == 200:
            self.read(answer)
        return answer

    def errors(self):
        return [each.get_text(" ", strip=True) for each in self.shown.select(".entry-grid .errorlist li")]


def draft_of(page):
    return RecommendationResponsePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def revisions():
    return {page.pk: page.latest_revision_id for page in RecommendationResponsePage.objects.all()}
