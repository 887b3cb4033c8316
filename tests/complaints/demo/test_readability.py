"""Every page of the first content can be read by everybody (``make readability`` prints the figures)."""

import pytest

from tests.readability import measure, measure_all, syllables


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db
def test_no_page_is_hard_to_read_and_no_sentence_is_long(client):
    found = measure_all(lambda path: client.get(path).content.decode())

    assert len(found) > 50
    assert {
        path: (reading.ease, reading.too_long)
        for path, reading in found.items()
        if reading.is_hard
    } == {}


def test_words_names_and_quotations_are_told_apart():
    counted = {
        word: syllables(word)
        for word in ("police", "services", "answered", "recommendation", "late")
    }
    hard = (
        "<p>Organisational responsibilities necessitate interdisciplinary considerations.</p>"
        * 5
    )
    words = " ".join(["word"] * 26)

    assert counted == {
        "police": 2,
        "services": 3,
        "answered": 2,
        "recommendation": 5,
        "late": 1,
    }
    assert measure(hard).is_hard
    assert measure(f"<p>{words}.</p>").too_long == [f"{words}."]
    assert (
        measure(
            f"<p>They said “{words}” to the Trust of {words} in May.</p>",
            [f"Trust of {words}"],
        ).too_long
        == []
    )
