"""An expiry is checked again when it is due."""

import pytest
from django.utils import timezone

from pages.content.models import StandardPage
from pages.moderation import scheduled_work
from pages.moderation.gate.guards import permitted
from pages.moderation.takedown import expire
from tests.factories import StandardPageFactory
from tests.factories.published import change_live, unpublish

HOUR = timezone.timedelta(hours=1)


@pytest.fixture
def parent(home):
    return StandardPageFactory(parent=home, title="Parent", expire_at=timezone.now() - HOUR)


@pytest.fixture
def child(parent):
    return StandardPageFactory(parent=parent, title="Child")


def test_expiry_takes_down_the_pages_below(parent, child):
    expire(parent)

    child.refresh_from_db()
    assert not child.live


@pytest.mark.parametrize("change", [{"expire_at": None}, {"live": False}])
def test_an_expiry_postponed_in_the_meantime_takes_nothing_down(parent, child, change):
    change_live(type(parent).objects.get(pk=parent.pk), **change)

    expire(parent)  # as the scheduler read it before

    child.refresh_from_db()
    assert child.live


def test_a_page_that_is_deleted_meanwhile_does_not_stop_other_expiries(home, monkeypatch, caplog):
    for slug in ("one", "other"):
        StandardPageFactory(parent=home, title="Expired", slug=slug, expire_at=timezone.now() - HOUR)
    deleted = []

    def delete_the_first_and_expire(page):
        if not deleted:
            deleted.append(page.specific)
            unpublish(deleted[0])
            with permitted():
                deleted[0].delete()
        expire(page)

    monkeypatch.setattr(scheduled_work, "expire", delete_the_first_and_expire)

    scheduled_work.expire_due()

    assert [page.live for page in StandardPage.objects.filter(title="Expired")] == [False]
    assert "Not taken down at its time" in caplog.text
