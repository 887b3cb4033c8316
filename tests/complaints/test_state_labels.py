"""The template tags that show a status as a shape and words."""

from complaints.register.state_counts import StatusCount
from complaints.templatetags.state_labels import (
    APPEARANCE,
    STAGE_APPEARANCE,
    count_link,
    state_label,
    status_label,
    status_link,
)
from complaints.vocabulary import ActionStatus, Assurance, Position, Stage, Status
from pages.content.templatetags.rendering import SHAPES


def test_words_of_one_kind_differ_in_shape():
    appearances = [
        [APPEARANCE[word] for word in words.values]
        for words in (Position, ActionStatus, Assurance)
    ]
    appearances += [
        [(each.tone, each.shape) for each in Status],
        [STAGE_APPEARANCE[each] for each in Stage],
    ]
    for appearance in appearances:
        shapes = [shape for _, shape in appearance]

        assert len(set(shapes)) == len(shapes)
        assert set(shapes) <= set(SHAPES)


def test_no_status_has_the_triangle_of_a_caution():
    shapes = {shape for _, shape in (*APPEARANCE.values(), *STAGE_APPEARANCE.values())}

    assert "alert" not in shapes | {each.shape for each in Status}


def test_each_status_has_a_look_of_its_own():
    tones = [status.tone for status in Status]

    assert len(set(tones)) == len(Status)


def test_a_state_is_a_shape_hidden_from_screen_readers_and_a_word():
    shown = state_label("accepted", "Accepts")

    assert 'aria-hidden="true"' in shown
    assert "</svg>Accepts</span>" in shown
    assert "status--none" in state_label("", "Something else")


def test_what_has_no_status_says_whose_it_is_and_leads_to_what_that_means():
    assert "</svg>For other organisations</span>" in status_label("")
    assert 'href="/super-complaints/how-statuses-work/#for_others"' in status_link(
        None, "We do not know"
    )
    assert "</svg>We do not know</span>" in status_link(None, "We do not know")


def test_a_count_leads_to_its_list_and_says_of_what_it_is():
    count = StatusCount(
        Status.RESPONSE_MISSING, 3, 0, 100, "/list/?status=response_missing&theme=data"
    )
    label = status_label(Status.RESPONSE_MISSING, "", 3)

    assert "3 with a response missing</span>" in label
    assert (
        count_link(count)
        == f'<a href="/list/?status=response_missing&amp;theme=data">{label}</a>'
    )
    assert ' aria-label="3 with a response missing: “A &amp; B”">' in count_link(
        count, "“A & B”"
    )
