"""A query is split into words and phrases."""

from pages.search.parsed_query import parse_query


def test_words_and_phrases_are_parsed():
    for asked, words, phrases in (
        ("Stalking ORDERS", ("stalking", "orders"), ()),
        ("the police’s answer", ("police", "answer"), ()),
        (
            "super-complaint 7.1 and 2018/748",
            ("super", "complaint", "7.1", "2018/748"),
            (),
        ),
        ("section-60/recommendation-7.1", ("section-60/recommendation-7.1",), ()),
        ("well-known 1.2/3-4/5.", ("well", "known", "1.2/3-4/5"), ()),
        ('one "two three" four', ("one", "four"), ("two three",)),
        ("“two three” «four five»", (), ("two three", "four five")),
        ('one "two three', ("one", "two", "three"), ()),
        ('"one" "two', ("two",), ("one",)),
        ('"the" "" " "', (), ()),
        ("one one", ("one",), ()),
        ("_ - ( ) : * ^ ; %", (), ()),
    ):
        query = parse_query(asked)

        assert (query.words, query.phrases) == (words, phrases), asked
        assert bool(query) == bool(words or phrases), asked
    assert parse_query(' one  "two"\tthree ').text == "one two three"
