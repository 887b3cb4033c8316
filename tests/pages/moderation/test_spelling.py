"""A minor correction puts words right and leaves what they say alone."""

import pytest

from pages.moderation.spelling import is_spelling


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We dont know", "We don't know"),
        ("We dont know", "We don’t know"),
        ("We don’t know", "We do not know"),
        ("We can not say", "We cannot say"),
        ("It came in to force", "It came into force"),
        ("It is an other force", "It is another force"),
        ("They cooperate", "They co-operate"),
        ("Teh force", "The force"),
        ("To many officers", "Too many officers"),
        ("We recieve thier reports", "We receive their reports"),
        ("A definately accomodating goverment", "A definitely accommodating government"),
        ("the Chief constable", "The chief constable"),
        ("Its   officers,", "It’s officers;"),
        ("Officer in force", "The officers in the force"),
        ("The officers is here", "The officers are here"),
        ("In 2024-25, 5% of 1,000", "In 2024–25: 5% of 1,000."),
        ("Write to help@force.example", "Write, to help@force.example."),
        ("The cafe", "The café"),
        ("i think schedule ii sais", "I think Schedule II says"),
    ],
)
def test_what_puts_spelling_and_grammar_right_is_accepted(before, after):
    assert is_spelling(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The force accepts this", "The force rejects this"),
        ("The force accepts this", "The force excepts this"),
        ("The chief constable owns it", "The mayor owns it"),
        ("By Monday, two officers", "By Friday, ten officers"),
        ("By Monday", "By Tuesday"),
        ("3 of 7", "7 of 3"),
        ("It is completed", "It is in progress"),
        ("Due Sept 2025", "Due Nov 2025"),
        ("A whole paragraph of training", "Entirely other."),
        ("We agree", "We partly agree"),
        ("We do plan this and do not act", "We do not plan this and do act"),
        ("We do know", "We don’t know"),
        ("We can say", "We cannot say"),
        ("We act unless asked", "We act if asked"),
        ("It was lawful", "It was unlawful"),
        ("It includes them", "It excludes them"),
        ("An accurate report", "An inaccurate report"),
        ("It is in accurate form", "It is inaccurate form"),
        ("It is careful", "It is careless"),
        ("5% of them", "5 of them"),
        ("£5 each", "€5 each"),
        ("1.5 hours", "15 hours"),
        ("Schedule II", "Schedule III"),
        ("Part XVII", "Part XVIII"),
        ("Schedule Ⅱ", "Schedule Ⅲ"),
        ("3-7 officers", "3, 7 officers"),
        ("It fell to -5 degrees", "It fell to 5 degrees"),
        ("✓ Trained", "✗ Trained"),
        ("Write to help@force.example", "Write to helps@force.example"),
        ("The man left", "The men left"),
        ("Officers of the force", "Officers and the mayor of the force"),
        ("We act", "We act in this and that of the"),
        ("Training", ""),
    ],
)
def test_what_says_something_else_is_refused(before, after):
    assert not is_spelling(before, after)
    assert not is_spelling(after, before)


def test_long_texts_are_compared_in_no_time():
    assert is_spelling("the " * 20_000 + "foce", "the " * 20_000 + "force")
    assert not is_spelling("a" * 20_000, "a" * 20_001)
    assert not is_spelling("x." * 20_000, "y." * 20_000)
