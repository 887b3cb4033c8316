"""How easily a text reads: its sentences, without quotations, and Flesch's reading ease of them."""

import re
from collections.abc import Sequence

LEAST_EASE = 60
MOST_WORDS = 25
LEAST_WORDS_OF_A_TEXT = 5
"""What is shorter is a label."""
QUOTED = re.compile("“[^”]*”")
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“A-Z0-9])")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
PART_OF_A_WORD = re.compile(r"[a-z]+")


def sentences_of(paragraph: str) -> list[str]:
    sentences = END_OF_SENTENCE.split(QUOTED.sub("it", " ".join(paragraph.split())))
    return [
        sentence
        for sentence in sentences
        if len(WORD.findall(sentence)) >= LEAST_WORDS_OF_A_TEXT
    ]


def is_too_long(sentence: str) -> bool:
    return len(WORD.findall(sentence)) > MOST_WORDS


def reading_ease(sentences: Sequence[str]) -> float:
    """Return how easily the sentences read: 60 is plain English, 100 is as easy as can be."""
    words: list[str] = []
    for sentence in sentences:
        words.extend(WORD.findall(sentence))
    if not words:
        return 100
    per_word = sum(map(syllables, words)) / len(words)
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * per_word


def syllables(word: str) -> int:
    """Return about how many syllables a word has: its groups of vowels, without those that are silent."""
    return sum(map(_syllables_of_part, PART_OF_A_WORD.findall(word.lower())))


def _syllables_of_part(part: str) -> int:
    if len(part) <= 3:
        return 1
    part = re.sub(
        r"(?<![cghlstxz])es$|(?<![td])ed$|(?<!l)e$|(?<=[aeiouy]l)e$", "", part
    )
    return max(1, len(re.findall(r"[aeiouy]+", part)))
