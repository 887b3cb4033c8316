"""Each decision screen shows what is decided, and why a decision is impossible."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pages.moderation.gate.locks import DeletedMeanwhileError
from pages.moderation.gate.roles import APPROVING_OFFICERS
from pages.moderation.models import Hold, PublishedVersion
from tests.factories.published import clear


@pytest.fixture
def shown(client, officer):
    """Return what a screen says to an approving officer."""

    def get(name: str, *args) -> str:
        client.force_login(officer)
        return client.get(reverse(name, args=args)).content.decode()

    return get


def test_a_second_review_shows_the_version(page, shown):
    version = PublishedVersion.objects.for_object(page).first()
    version.awaited_roles, version.change_note = [APPROVING_OFFICERS], "Two names were corrected."
    version.save()

    text = shown("moderation:second_review", version.pk)

    assert "without the approval of: Approving officers" in text
    assert "What readers are told: Two names were corrected." in text
    assert reverse("moderation:take_down", args=[version.model, version.object_id]) in text
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"' in text
    assert "I have reviewed it, and it can stay</button>" in text
    assert f"Review {version.full_name}" in shown("wagtailadmin_home")


def test_an_override_shows_the_hold(page, shown):
    Hold.objects.create(kind="litigation", reason="A trial begins on Monday.")
    page.title = "Held"
    waiting = clear(page)
    page.revisions.filter(pk=waiting.pk).update(approved_go_live_at=timezone.now())

    text = shown("moderation:override", waiting.pk)

    assert "waits for a hold: Litigation, until further notice." in text
    assert "A trial begins on Monday." in text
    assert f'href="{reverse("moderation:override", args=[waiting.pk])}"' in shown("wagtailadmin_home")


def test_a_take_down_lists_the_affected_pages(page, shown):
    above = page.get_parent()

    text = shown("moderation:take_down", "wagtailcore.page", above.pk)

    assert f"<li>{page.name_with('As published')}</li>" in "".join(line.strip() for line in text.splitlines())
    assert "Take down now</button>" in text


def test_the_form_says_that_the_object_was_deleted_and_keeps_the_input(client, page, moderator, monkeypatch):
    def raise_deleted(*args):
        raise DeletedMeanwhileError

    monkeypatch.setattr("pages.moderation.desk.decisions.take_down", raise_deleted)
    client.force_login(moderator)
    address = reverse("moderation:take_down", args=["wagtailcore.page", page.pk])

    text = client.post(address, {"because": "error", "reason": "A wrong name."}).content.decode()

    assert "This has been deleted since you opened it." in text
    assert "A wrong name." in text
