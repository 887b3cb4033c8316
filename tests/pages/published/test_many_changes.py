"""While something public changes every second, readers do not wait until each page is made anew each time."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints.models import SuperComplaintPage
from pages.published import worker
from tests.factories import SuperComplaintPageFactory, change_live, publish
from tests.factories.published import unpublish

from .conftest import files
from .wsgi import connection_kept

pytestmark = pytest.mark.django_db
SECTION = "/super-complaints/"
START = datetime(2038, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock(time_machine):
    """Move the clock to so many seconds after the start."""

    def move(seconds):
        time_machine.move_to(START + timedelta(seconds=seconds), tick=False)

    move(0)
    return move


@pytest.fixture
def changing(settings, clock, server, section):
    """A site of which a page was made and which has changed three times in the three seconds since."""
    settings.MANY_EDITIONS = 3
    page = publish(SuperComplaintPageFactory(parent=section, title="Title 0"))
    server.get(SECTION)
    for second in (1, 2, 3):
        clock(second)
        page = change(page, second)
    server.made.clear()
    return page


def change(page, number):
    publish(change_live(page, title=f"Title {number}"))
    worker.poll()
    return SuperComplaintPage.objects.get(pk=page.pk)


def title_on(server):
    """Return the number in the title of the super-complaint on the page of the section."""
    return server.get(SECTION).body.decode().partition("Title ")[2][:1]


def test_a_page_is_sent_as_it_was_a_few_seconds_before_and_soon_as_it_is(
    server, changing, clock
):
    assert title_on(server) == "0"
    assert server.made == []

    clock(15)
    assert title_on(server) == "3"


def test_a_page_is_made_anew_while_the_site_goes_on_to_change(server, changing, clock):
    for second in range(4, 16):
        clock(second)
        changing = change(changing, second % 10)
    assert int(title_on(server)) > 0

    assert server.made == [SECTION]


def test_what_was_removed_is_on_no_page_from_then_on(server, changing):
    unpublish(changing)
    worker.poll()

    assert server.get(changing.url).status == 404
    assert title_on(server) == ""
    assert SECTION in server.made


def test_the_worker_makes_all_files_once_the_site_is_calm(server, changing, clock):
    with connection_kept():
        worker.prewarm()
        assert files() == set()

        clock(15)
        worker.poll()
        worker.prewarm()
        assert SECTION in files()
