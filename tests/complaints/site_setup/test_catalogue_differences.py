"""An operator learns what a newer catalogue has that the site lacks."""

import pytest
from django.core.management import call_command

from complaints.models import RecommendationResponsePage
from pages.content.models import SafetyPage
from pages.moderation.approval.publication_permit import permitted
from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.django_db


def start(reports):
    call_command(
        "start_section", PROJECT_DIR / "docs" / "section.toml", reports=reports
    )


def differences(capsys) -> list[str]:
    capsys.readouterr()
    call_command("catalogue_differences")
    return capsys.readouterr().out.splitlines()


def test_what_the_site_lacks_is_listed_and_nothing_is_changed(capsys):
    start("stalking,section-60")
    for page in RecommendationResponsePage.objects.all():
        if page.identifier == "stalking/screening":
            with permitted():
                page.delete()
    drafts = RecommendationResponsePage.objects.count()

    told = differences(capsys)

    missing = [line.split(":")[0] for line in told]
    assert "Recommendation stalking/screening" in missing
    assert "Super-complaint modern-slavery" in missing
    assert "Super-complaint section-60" not in missing
    assert "Helpline Live Fear Free (Wales)" in missing
    assert "Helpline Samaritans (England, Wales)" not in missing
    assert not any("stalking/recommendation-15" in line for line in told)
    assert RecommendationResponsePage.objects.count() == drafts


def test_a_page_under_another_name_of_the_item_counts(capsys):
    start("stalking")
    assert not any(line.startswith("Recommendation") for line in differences(capsys))


def test_helplines_of_a_draft_count(capsys):
    start("none")
    page = SafetyPage.objects.get()
    assert not page.live
    draft = page.get_latest_revision_as_object()
    draft.body = []
    draft.save_revision()

    assert any("Helpline Samaritans" in line for line in differences(capsys))
