"""The concern rules find texts that a person must look at at once."""

import csv
import random
import re
from pathlib import Path

import pytest

from pages.feedback import concern_rules


@pytest.fixture(scope="module")
def names():
    """The concerns that there are."""
    rows = concern_rules.patterns().rows
    return {name for name, points, _ in rows if points > 0} | {"not in English"}


def test_every_repeat_has_an_upper_bound_and_no_pattern_an_empty_alternative():
    """And a repeat stands in a repeat only where a space ends each turn."""
    found = concern_rules.patterns()
    phrases = [pattern for *_, pattern in found.rows]
    for pattern in [*phrases, found.idioms, found.urgent, concern_rules.NEGATION]:
        assert not re.search(r"[*+]|\{\d*,\}", pattern.pattern)
        rest = re.sub(
            r"\((?:\?:)?\[[^]]{1,12}\]\{1,30\} \)\{0,\d{1,2}\}", "", pattern.pattern
        )
        assert not re.search(r"\}[^()]{0,20}\)\{", rest)
        # A slip in a phrase, such as || or the misspelt name of a list, would match all
        # texts or none.
        assert not re.search(r"[~_A-Z]|\|\||\(\||\|\)", pattern.pattern)
        assert not pattern.search("")


def test_any_text_of_1200_characters_is_checked(names):
    lists = concern_rules.rules()["lists"].values()
    words = [word for each in lists for word in re.findall("[a-z]{2,9}", each)]
    chance = random.Random(1)  # noqa: S311  # nothing secret
    texts = [" ".join(chance.choices(words, k=400))[:1200] for _ in range(20)]
    texts += [
        (piece * 1200)[:1200]
        for piece in ("a", "i ", "he ", "he hit ", "he my ", "' ", ". ", "£1 ", "lock")
    ]
    texts += ["".join(chance.choices("abeht imy.'", k=1200)) for _ in range(20)]
    assert {
        name for text in texts for name in concern_rules.find_concerns(text)
    } <= names


def test_concern_names_fit_the_field_and_the_gravest_come_first_and_none_takes_points_away(
    names,
):
    everything = (
        "I want to die. He hit me. He has a knife. I was raped. She is missing. He is outside. "
        "He is stalking me. He took my phone. Someone stole my bike. I was conned. He was drunk driving us."
    )
    found = concern_rules.find_concerns(everything)
    assert found == ["may be suicidal", "danger now", "threat or weapon"]
    assert set(found) <= names
    text = "Good page. My ex follows me home every night and I am scared."
    assert ("the page", -2) in concern_rules.matching_rules(text)
    assert "the page" not in concern_rules.find_concerns(text)


def test_harmless_texts_are_not_flagged_and_texts_with_a_concern_are_however_they_are_spelt():
    for text in (
        "",
        " ",
        "dead link on the stalking page",
        "The pdf killed my laptop.",
        "I am a student researching how forces respond to rape. Are the figures published?",
        "Why is burglary not in the plan?",
    ):
        assert concern_rules.find_concerns(text) == []
    for text, name in (
        ("Nice site. I can't go on though", "may be suicidal"),
        ("he is outside my house again", "danger now"),
        ("someone nicked my van last night", "theft or damage"),
        ("I have never told anyone what he did to me", "hard to tell"),
        ("I CAN’T GO ON", "may be suicidal"),
        ("i cant go on", "may be suicidal"),
    ):
        assert name in concern_rules.find_concerns(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Can you delete my search history somehow, if he finds out I looked at this I'm dead",
        "i need to get out before he gets back at 5",
        "How do I wipe my browsing history? My husband must not know that I was here",
        "please help me get away from him before he is back",
    ],
)
def test_who_must_not_be_found_out_or_has_to_leave_is_in_danger_whatever_is_asked_of_the_site(
    text,
):
    assert concern_rules.find_concerns(text)[0] in {"danger now", "threat or weapon"}


def test_the_history_of_a_browser_is_not_the_past():
    for text in (
        "clear my history",
        "clear the search history",
        "clear the browsing history",
    ):
        assert ("history", -3) not in concern_rules.matching_rules(text)
    for text in ("the history of stop and search", "this history is long"):
        assert ("history", -3) in concern_rules.matching_rules(text)


def labelled(part):
    """The texts of a file, and those of them that the rules flag."""
    with (Path(__file__).parent / "labelled" / f"{part}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        texts = list(csv.DictReader(file))
    return texts, [text for text in texts if concern_rules.find_concerns(text["text"])]


@pytest.mark.parametrize("part", ["tuning", "held_out"])
def test_the_rules_flag_nearly_all_concerns_and_little_else(part):
    """Nobody who wrote the rules read ``held_out.csv``; whoever does must write another."""
    texts, found = labelled(part)
    flagged = [text["concern"] != "none" for text in found]
    concerning = sum(text["concern"] != "none" for text in texts)

    assert len(texts) == 75
    assert sum(flagged) / concerning >= 0.9, "recall"
    assert sum(flagged) / len(flagged) >= 0.7, "precision"


@pytest.mark.parametrize(
    ("part", "in_danger", "most_missed", "harmless", "most_wrong"),
    [
        ("urgent", 60, 3, 40, 2),
        ("urgent_more", 71, 0, 31, 1),
        ("urgent_held_out", 60, 3, 40, 2),
        # Most of these speak of the site as well, and say little of the danger: few
        # words give it away.
        ("found_out", 32, 3, 45, 0),
        ("found_out_held_out", 15, 7, 15, 0),
    ],
)
def test_cries_for_help_are_found_in_few_words_and_six_languages(
    part, in_danger, most_missed, harmless, most_wrong
):
    """English, Polish, Romanian, Urdu, Arabic and Welsh; nobody wrote a rule for the parts ``held_out``."""
    texts, found = labelled(part)
    missed = [
        text["text"]
        for text in texts
        if text["concern"] == "danger" and text not in found
    ]
    wrong = [text["text"] for text in found if text["concern"] == "none"]

    assert [
        sum(text["concern"] == kind for text in texts) for kind in ("danger", "none")
    ] == [
        in_danger,
        harmless,
    ]
    assert len(missed) <= most_missed, missed
    assert len(wrong) <= most_wrong, wrong
