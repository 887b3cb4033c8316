"""A query is split into words and phrases."""

import pytest

from pages.search.parsed_query import parse_query


@pytest.mark.parametrize(
    ("asked", "words", "phrases"),
    [
        ("Stalking ORDERS", ("stalking", "orders"), ()),
        ("the police’s answer", ("police", "answer"), ()),
        ("super-complaint 7.1 and 2018/748", ("super", "complaint", "7.1", "2018/748"), ()),
        ("section-60/recommendation-7.1", ("section-60/recommendation-7.1",), ()),
        ("well-known 1.2/3-4/5.", ("well", "known", "1.2/3-4/5"), ()),
        ('one "two three" four', ("one", "four"), ("two three",)),
        ("“two three” «four five»", (), ("two three", "four five")),
        ('one "two three', ("one", "two", "three"), ()),
        ('"one" "two', ("two",), ("one",)),
        ('"the" "" " "', (), ()),
        ("one one", ("one",), ()),
        ("_ - ( ) : * ^ ; %", (), ()),
    ],
)
def test_words_and_phrases_are_parsed(asked, words, phrases):
    query = parse_query(asked)

    assert (query.words, query.phrases) == (words, phrases)
    assert bool(query) == bool(words or phrases)


def test_the_text_of_a_query_has_no_quotation_marks():
    assert parse_query(' one  "two"\tthree ').text == "one two three"
