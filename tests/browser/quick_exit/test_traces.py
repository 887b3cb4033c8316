"""What leaving tells the other site and what it keeps in the browser: nothing, but the flag that it needs."""

import pytest
from django.conf import settings

from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


def test_the_target_learns_nothing_and_is_not_asked_before(
    reader, address, stand_in, leaves
):
    reader.visit(address.home)
    reader.visit(address.complaint)
    reader.desktop.do("mousemove", "600", "400")
    assert stand_in.connections == 0

    reader.press("Escape")

    leaves(reader)
    # A key that is held for long makes the page set out again when it comes up: one
    # request or two.
    for request in stand_in.requests:
        assert not {"referer", "origin", "cookie"} & request.keys()


@pytest.mark.long
def test_leaving_sets_no_cookie_and_keeps_nothing_but_its_flag(reader, address, leaves):
    reader.visit(address.feedback)
    reader.click("textarea")
    reader.desktop.type("He knows")
    reader.wait_until("document.querySelector('textarea').value == 'He knows'")
    reader.evaluate("sessionStorage.setItem('opened', 'recommendation 7')")
    before = reader.cookies()

    reader.press("Escape")

    leaves(reader)
    reader.visit(address.feedback)
    assert reader.cookies() == before
    assert reader.evaluate("Object.keys(sessionStorage)") == ["exit-left"]
    assert reader.evaluate("document.querySelector('textarea').value") == ""


@pytest.mark.long
def test_an_editor_stays_signed_in_and_has_no_exit_in_the_admin(
    reader, client, address, leaves
):
    client.force_login(UserFactory(is_superuser=True))
    reader.visit(address.complaint)
    name = settings.SESSION_COOKIE_NAME
    # As a cookie that scripts may touch, so that the exit's script could take it.
    reader.evaluate(
        f"void (document.cookie = '{name}={client.cookies[name].value};path=/')"
    )

    reader.press("Escape")

    leaves(reader)
    reader.visit(address.admin)
    assert (
        reader.evaluate(
            "document.querySelectorAll('.exit, script[data-exit-cookies]').length"
        )
        == 0
    )
    reader.press_and_wait_until_handled("Escape")
    assert reader.address == address.admin
