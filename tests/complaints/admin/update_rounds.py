"""The screen of the update round, and what it saved."""

from django.urls import reverse

from complaints.models import RecommendationResponsePage

from .screens import Screen


class Round(Screen):
    """The screen of the round."""

    def __init__(self, client, super_complaint):
        super().__init__(client, reverse("update_round", args=[super_complaint.pk]))

    def read(self, answer):
        super().read(answer)
        self.typed["row"] = [row["value"] for row in self.shown.select("[name=row]")]

    def type(self, page, **cells):
        for name, value in cells.items():
            part = (
                "" if name in ("position", "answer", "as_at", "text") else "action-0-"
            )
            assert f"row-{page.pk}-{part}{name}" in self.typed, (
                f"{name} is no cell of {page}"
            )
            self.typed[f"row-{page.pk}-{part}{name}"] = value


def draft_of(page):
    return RecommendationResponsePage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()


def revisions():
    return {
        page.pk: page.latest_revision_id
        for page in RecommendationResponsePage.objects.all()
    }
