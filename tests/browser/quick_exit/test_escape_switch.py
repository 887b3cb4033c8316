"""A reader who needs Escape for something else turns it off for the visit; the link stays."""

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]

SWITCH = "[data-exit-switch]"


def pressed(reader):
    return reader.evaluate(
        f"document.querySelector('{SWITCH}').getAttribute('aria-pressed')"
    )


def sentence_shown(reader):
    return reader.evaluate("document.querySelector('.exit__key').checkVisibility()")


def test_escape_can_be_turned_off_for_the_visit_and_on_again(
    reader, address, stand_in, leaves
):
    reader.visit(address.safety)
    cookies = reader.cookies()
    assert pressed(reader) == "false"
    assert sentence_shown(reader)

    reader.click(SWITCH)
    reader.wait_until(
        f"document.querySelector('{SWITCH}').getAttribute('aria-pressed') == 'true'"
    )
    reader.visit(address.complaint)
    assert not sentence_shown(reader)
    reader.press_and_wait_until_handled("Escape")
    assert reader.evaluate("getComputedStyle(document.body).visibility") == "visible"
    assert reader.address == address.complaint
    assert stand_in.connections == 0

    reader.visit(address.safety)
    assert pressed(reader) == "true"
    reader.click(SWITCH)
    reader.wait_until(
        f"document.querySelector('{SWITCH}').getAttribute('aria-pressed') == 'false'"
    )
    assert reader.cookies() == cookies
    reader.press("Escape")
    leaves(reader)


@pytest.mark.long
def test_the_link_leaves_while_escape_is_off(reader, address, leaves):
    reader.visit(address.safety)
    reader.click(SWITCH)
    reader.visit(address.complaint)

    reader.click(".exit__link")

    leaves(reader)
