"""What the rules of disclosure find and leave, on sentences that say what is in them.

``held_out.tsv`` was written by somebody who had not seen the rules, ``own.tsv`` with
them.
"""

from pathlib import Path

import pytest

from pages.moderation.approval.personal_data import find_disclosures

SENTENCES = [
    line.split("\t")
    for file in sorted(Path(__file__).parent.glob("*.tsv"))
    for line in file.read_text(encoding="utf-8").splitlines()[1:]
]


def measure():
    """Return precision and recall over the kinds that each sentence holds."""
    right = found = there = 0
    for sentence, kinds in SENTENCES:
        expected = set(filter(None, kinds.split(",")))
        seen = {
            disclosure.kind.name.lower() for disclosure in find_disclosures(sentence)
        }
        right += len(expected & seen)
        found += len(seen)
        there += len(expected)
    return right / found, right / there


def test_precision_and_recall_are_nine_in_ten_on_sentences_of_which_half_are_innocent():
    precision, recall = measure()

    assert precision >= 0.9
    assert recall >= 0.9


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "0 " * 50_000, "PC A " * 20_000, "born " * 20_000]
)
def test_a_long_text_is_read_once(text):
    find_disclosures(text)
