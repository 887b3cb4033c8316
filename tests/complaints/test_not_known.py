"""Words for “not known” are no names, and nothing else is taken for one."""

from types import SimpleNamespace

import pytest

from complaints.unknown_names import (
    WORDS_FOR_NOT_KNOWN,
    says_not_known,
    unknown_named_in,
)


@pytest.mark.parametrize(
    "text",
    ["TBC", "to be confirmed", "To be confirmed.", " (n/a) ", "Unknown", "[TBC]"],
)
def test_the_words_of_the_list_are_known_in_any_case_and_in_brackets(text):
    assert says_not_known(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Head of Crime",
        "Head of Crime (TBC)",
        "Unknown Victims Unit",
        "to be confirmed by the board",
        "TBCs",
    ],
)
def test_nothing_that_is_only_like_one_of_them_is_taken_for_it(text):
    assert not says_not_known(text)


def test_the_message_names_the_words_and_says_what_to_do():
    page = SimpleNamespace(executive_lead="TBC", operational_lead="Head of Crime")

    assert unknown_named_in(page, "executive_lead", "operational_lead") == {
        "executive_lead": "“TBC” is not a name, but readers would take it for one. Leave this blank if you "
        "do not know who it is."
    }
    assert all(word == word.casefold() for word in WORDS_FOR_NOT_KNOWN)
