"""Two texts are compared by lines, sentences and words, however long they are and in whatever script."""

import pytest

from pages.core.text_comparison import compare_texts


def test_texts_are_compared_by_words():
    for old, new, parts in (
        ("a b c", "a x c", [("", "a "), ("-", "b"), ("+", "x"), ("", " c")]),
        ("", "a", [("+", "a")]),
        ("a", "", [("-", "a")]),
        ("same\nold", "same\nnew", [("", "same\n"), ("-", "old"), ("+", "new")]),
        ("a", "a\nb", [("", "a"), ("+", "\nb")]),
        (
            "One. Two. End.",
            "One. Two! End.",
            [("", "One. "), ("-", "Two."), ("+", "Two!"), ("", " End.")],
        ),
    ):
        assert list(compare_texts(old, new)) == parts


@pytest.mark.parametrize(
    ("shorter", "added", "longer"),
    [
        ("Statement", "True ", "True Statement"),
        ("Statement", " of facts", "Statement of facts"),
        ("The force accepted it.", "now ", "The force now accepted it."),
    ],
)
def test_only_the_word_that_was_added_or_removed_is_marked(shorter, added, longer):
    assert [text for mark, text in compare_texts(shorter, longer) if mark] == [added]
    assert [text for mark, text in compare_texts(longer, shorter) if mark] == [added]


def test_words_that_changed_side_by_side_are_shown_as_one_change():
    parts = list(
        compare_texts(
            "a leading supplier of door hinges",
            "a leading supplier of rubber sprockets",
        )
    )

    assert parts == [
        ("", "a leading supplier of "),
        ("-", "door hinges"),
        ("+", "rubber sprockets"),
    ]


def test_a_changed_word_of_a_long_text_is_found():
    old = "".join(
        f"Sentence {number} says the same, word by word. " for number in range(2_000)
    )
    new = old.replace("1234 says", "1234 wrote").replace(
        "1999 says", "1999 says 🙂 مرحبا"
    )

    changed = [(mark, text.strip()) for mark, text in compare_texts(old, new) if mark]

    assert changed == [("-", "says"), ("+", "wrote"), ("+", "🙂 مرحبا")]


def test_where_too_many_words_differ_only_that_they_do_is_said():
    old, new = "a b " * 2_000 + "c", "b a " * 2_000 + "d"

    assert [mark for mark, _ in compare_texts(f"same\n{old}", f"same\n{new}")] == [
        "",
        "-",
        "+",
    ]


@pytest.mark.parametrize("part", ["a\n", ". ", ".", " ", "a b. ", "!”) "])
def test_a_text_of_100_kb_of_one_thing_loses_nothing(part):
    old = part * (100_000 // len(part))
    new = f"{old[:50_000]}x{old[50_000:-1]}"

    parts = list(compare_texts(old, new))

    assert "".join(text for mark, text in parts if mark != "+") == old
    assert "".join(text for mark, text in parts if mark != "-") == new
