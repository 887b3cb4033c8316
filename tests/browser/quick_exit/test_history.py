"""Back, forward and a reopened tab show nothing of the site once a reader has left; a new visit does."""

import pytest

from complaints.models import SuperComplaintPage
from pages.content.models import SiteWording

from .conftest import COLOUR

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(
    params=[
        pytest.param(True, id="with-back-forward-cache"),
        pytest.param(False, id="without", marks=pytest.mark.long),
    ]
)
def cached(request):
    return request.param


@pytest.fixture
def reader(start, cached):
    return start(cache=cached)


@pytest.fixture
def leaves_again(desktop, stand_in, leaves):
    """Return a function that does something which must lead out once more, unseen."""

    def do(reader, step):
        times = len(stand_in.requests) + 1
        with desktop.watching(COLOUR) as seen:
            step()
            leaves(reader, times=times)
            reader.wait_until_drawn()
        assert seen == []

    return do


@pytest.mark.firefox
def test_back_leads_out_again_as_often_as_it_is_pressed(
    reader, desktop, address, stand_in, leaves, leaves_again
):
    before = stand_in.address + "/before"
    reader.visit(before)
    for page in [address.home, address.complaint, address.recommendation]:
        reader.visit(page)
    reader.press("Escape")
    leaves(reader)

    leaves_again(reader, reader.back)
    leaves_again(reader, reader.back)
    with desktop.watching(COLOUR) as seen:
        reader.back()
        reader.wait_until_at(before)
        for _ in range(3):
            reader.forward()
            reader.wait_until_at(stand_in.address)
            reader.wait_until_page_hears_keys()
            reader.wait_until_drawn()
    assert seen == []


@pytest.mark.long
def test_forward_leads_out_again(
    reader, address, stand_in, cached, leaves, leaves_again
):
    reader.visit(address.home)
    reader.visit(address.complaint)
    reader.evaluate("void (window.kept = true)")
    reader.visit(address.recommendation)
    reader.back()
    reader.wait_until_at(address.complaint)
    # The exit keeps pages out of Firefox's cache, since it could not ask there.
    assert bool(reader.evaluate("window.kept")) == (cached and reader.name != "firefox")
    assert reader.evaluate("getComputedStyle(document.body).visibility") == "visible"
    reader.press("Escape")
    leaves(reader)

    leaves_again(reader, reader.forward)
    reader.back()
    leaves(reader)
    leaves_again(reader, reader.back)


@pytest.mark.firefox
def test_a_new_visit_shows_the_site_and_its_own_history(
    reader, desktop, address, stand_in, cached, leaves, leaves_again
):
    """WebKit does not tell a page from its cache how it was reached: there Back leads out again."""
    reader.visit(address.home)
    reader.visit(address.complaint)
    reader.press("Escape")
    leaves(reader)

    index = address.home + "super-complaints/"
    reader.type_address(address.complaint)
    reader.wait_for(lambda: desktop.shows(COLOUR))
    reader.click("a[href$='/super-complaints/']")
    if cached and reader.name == "webkit":
        reader.wait_until_at(index)
        reader.back()
        leaves(reader, times=2)
        return
    for step, page in [
        (None, index),
        (reader.back, address.complaint),
        (reader.forward, index),
    ]:
        if step:
            step()
        reader.wait_until_at(page)
        reader.wait_until("getComputedStyle(document.body).visibility == 'visible'")
        reader.wait_for(lambda: desktop.shows(COLOUR))

    reader.back()
    reader.wait_until_at(address.complaint)
    reader.back()
    leaves(reader)
    leaves_again(reader, reader.back)


STORE_NOTHING = "void (Storage.prototype.setItem = Storage.prototype.clear = () => {})"
"""As if what an exit stores did not reach the next page in time."""


def leave_and_come_back(reader, desktop, address, leaves):
    """Leave once, and read two pages in the same tab."""
    reader.visit(address.complaint)
    reader.press("Escape")
    leaves(reader)
    for page in [address.home, address.complaint]:
        reader.type_address(page)
        reader.wait_for(lambda: desktop.shows(COLOUR))


def test_back_leads_out_again_where_nothing_tells_of_the_second_exit(
    reader, desktop, address, leaves, leaves_again
):
    leave_and_come_back(reader, desktop, address, leaves)
    reader.evaluate(STORE_NOTHING)
    reader.press("Escape")
    leaves(reader, times=2)

    leaves_again(reader, reader.back)


def follow_a_link_to_another_site(reader, desktop, stand_in):
    elsewhere = stand_in.address + "/before"
    link = f'<a id="out" href="{elsewhere}">Elsewhere</a>'
    reader.evaluate(
        f"void document.querySelector('main').insertAdjacentHTML('afterbegin', '{link}')"
    )
    reader.click("#out")
    reader.wait_until_at(elsewhere)
    reader.wait_for(lambda: not desktop.shows(COLOUR))


def test_somebody_who_came_back_returns_from_a_site_that_a_link_led_to(
    reader, desktop, address, stand_in, leaves, leaves_again
):
    """WebKit loses the page's mark on the way to another site: there it leads out again, unseen."""
    leave_and_come_back(reader, desktop, address, leaves)
    follow_a_link_to_another_site(reader, desktop, stand_in)
    if reader.name == "webkit":
        leaves_again(reader, reader.back)
        return

    reader.back()

    reader.wait_until_at(address.complaint)
    reader.wait_for(lambda: desktop.shows(COLOUR))
    reader.press("Escape")
    leaves(reader, times=2)


def test_a_link_to_another_site_lets_a_page_be_shown_once(
    reader, desktop, address, stand_in, leaves, leaves_again
):
    """What proved the first return proves none after the next exit, whatever is stored too late."""
    if reader.name == "webkit":
        pytest.skip("WebKit loses the page's mark on the way to another site")
    leave_and_come_back(reader, desktop, address, leaves)
    follow_a_link_to_another_site(reader, desktop, stand_in)
    reader.back()
    reader.wait_until_at(address.complaint)
    reader.wait_for(lambda: desktop.shows(COLOUR))
    reader.type_address(address.home)
    reader.wait_for(lambda: desktop.shows(COLOUR))
    reader.evaluate(STORE_NOTHING)
    reader.press("Escape")
    leaves(reader, times=2)

    leaves_again(reader, reader.back)


@pytest.mark.long
def test_a_reload_of_a_new_visit_shows_the_site(reader, desktop, address, leaves):
    reader.visit(address.complaint)
    reader.press("Escape")
    leaves(reader)
    reader.type_address(address.complaint)
    reader.evaluate("void (window.old = true)")

    reader.press("F5")

    reader.wait_until("!window.old && document.readyState == 'complete'")
    assert reader.address == address.complaint
    reader.wait_for(lambda: desktop.shows(COLOUR))


@pytest.mark.long
def test_a_reopened_tab_leads_out_again(
    reader, address, stand_in, leaves, leaves_again
):
    if reader.name == "webkit":
        pytest.skip("MiniBrowser cannot reopen a closed tab")
    if reader.name == "firefox":
        pytest.skip(
            "Firefox reopens a tab without what other sites' pages had stored in it"
        )
    reader.visit(address.home)
    reader.visit(address.complaint)
    reader.press("Escape")
    leaves(reader)
    reader.reopen_tab()
    reader.wait_until_at(stand_in.address)
    reader.point_at_page()

    leaves_again(reader, reader.back)


@pytest.mark.long
def test_a_tab_reopened_by_somebody_who_never_left_shows_the_site(
    reader, desktop, address
):
    if reader.name == "webkit":
        pytest.skip("MiniBrowser cannot reopen a closed tab")
    reader.visit(address.home)
    reader.visit(address.complaint)

    reader.reopen_tab()

    reader.wait_until_at(address.complaint)
    reader.wait_for(lambda: desktop.shows(COLOUR))


@pytest.mark.long
def test_a_page_without_an_exit_is_not_shown_again_either(
    reader, address, leaves, leaves_again
):
    SiteWording.objects.update(exit_shown=False)
    SuperComplaintPage.objects.update(sensitive=True)
    reader.visit(address.home)
    reader.press_and_wait_until_handled("Escape")
    assert reader.evaluate("getComputedStyle(document.body).visibility") == "visible"
    reader.visit(address.complaint)
    reader.press("Escape")
    leaves(reader)

    leaves_again(reader, reader.back)
