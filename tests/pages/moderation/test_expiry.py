"""An expiry is checked again when it is due."""

import pytest
from django.utils import timezone

from pages.moderation.publishing.take_down import expire
from pages.moderation.publishing.write_permit import permitted
from pages.moderation.records.row_locks import DeletedMeanwhileError
from tests.factories import StandardPageFactory
from tests.factories.published import change_live, unpublish

pytestmark = pytest.mark.both_databases

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


@pytest.mark.parametrize(
    "change", [{"expire_at": timezone.now() + HOUR}, {"expire_at": None}, {"live": False}]
)
def test_an_expiry_postponed_in_the_meantime_takes_nothing_down(parent, child, change):
    change_live(type(parent).objects.get(pk=parent.pk), **change)

    expire(parent)  # as the scheduler read it before

    child.refresh_from_db()
    assert child.live


def test_a_deleted_page_does_not_stop_other_expiries(home, parent, child):
    from_before = type(parent).objects.get(pk=parent.pk)
    unpublish(child)
    unpublish(parent)
    with permitted():
        parent.delete()

    with pytest.raises(DeletedMeanwhileError):
        expire(from_before)
