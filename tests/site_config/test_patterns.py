"""The page of all components is for developers alone."""

import pytest

from complaints.vocabulary import State

pytestmark = pytest.mark.django_db


def test_it_shows_every_state_from_the_real_templates(client, home, settings):
    assert client.get("/patterns/").status_code == 404
    settings.DEBUG = True

    text = client.get("/patterns/").content.decode()

    assert all(state.label in text for state in State)
