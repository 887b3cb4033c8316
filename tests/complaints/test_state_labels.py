"""The template tag that shows a state as a shape and a word."""

from complaints.register.state_counts import StateCount
from complaints.templatetags.state_labels import APPEARANCE, count_link, state_label
from complaints.vocabulary import ActionStatus, Assurance, Position, Stage, State
from pages.content.templatetags.rendering import SHAPES


def test_states_of_one_kind_differ_in_shape():
    for words in (Position, ActionStatus, Assurance, Stage, State):
        shapes = [APPEARANCE[word][1] for word in words.values]

        assert len(set(shapes)) == len(shapes)
        assert set(shapes) <= set(SHAPES)


def test_a_state_is_a_shape_hidden_from_screen_readers_and_a_word():
    shown = state_label("accepted", "Accepted")

    assert 'aria-hidden="true"' in shown
    assert "</svg>Accepted</span>" in shown
    assert "status--none" in state_label("", "Something else")


def test_a_count_leads_to_its_list_and_says_of_what_it_is():
    count = StateCount(State.IN_PROGRESS, 3, "/list/?state=in_progress&theme=data")
    label = state_label(State.IN_PROGRESS, "in progress", 3)

    assert count_link(count) == f'<a href="/list/?state=in_progress&amp;theme=data">{label}</a>'
    assert ' aria-label="3 in progress of “A &amp; B”">' in count_link(count, "“A & B”")
