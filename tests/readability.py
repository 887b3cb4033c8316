"""How easily the pages of the demonstration read: the Flesch reading ease and longest sentence of each.

``make readability`` prints a line for each page, the hardest first, and the sentences
that are too long. Names and quotations are left out: nobody can write those more
plainly. So are codes, tables and forms.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from bs4 import BeautifulSoup, Tag

from tests.bench import demonstration

LEAST_EASE = 60
MOST_WORDS = 25
LEAST_WORDS_OF_A_TEXT = 5
"""What is shorter is a label."""
QUOTED = re.compile("“[^”]*”")
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“A-Z0-9])")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
PART_OF_A_WORD = re.compile(r"[a-z]+")

BEYOND_THE_SITEMAP = (
    "/search/?q=stalking",
    "/search/?q=nothing-like-it",
    "/feedback/thanks/",
    "/no-such-page/",
    "/super-complaints/stalking/history/",
)
NOT_OURS = (
    "nav, form, script, style, svg, table, code, cite, blockquote, "
    ".reference, .services, .statuses, .counts, .govuk-visually-hidden, [hidden]"
)
"""Navigation, forms, services, labels, identifiers and the words of others."""
BLOCKS = "p, li, dd, h1, h2, h3, h4"
FEWEST_SENTENCES = 5
"""Fewer sentences, as beside a table of titles, say nothing about how easily a page reads."""
FILES_WITH_NAMES = ("super-complaints", "recommendations")
KEYS_OF_NAMES = {
    "publisher",
    "official_title",
    "lead_bodies",
    "supporting_bodies",
    "on_behalf_of",
    "addressees",
    "super_complaint_title",
    "answered_by",
}


@dataclass(frozen=True)
class Reading:
    """What was measured of one page."""

    ease: float
    sentences: list[str]

    @property
    def too_long(self) -> list[str]:
        return [sentence for sentence in self.sentences if is_too_long(sentence)]

    @property
    def is_hard(self) -> bool:
        has_enough_to_measure = len(self.sentences) >= FEWEST_SENTENCES
        return (has_enough_to_measure and self.ease < LEAST_EASE) or bool(self.too_long)

    @property
    def longest(self) -> int:
        return max(
            (len(WORD.findall(sentence)) for sentence in self.sentences), default=0
        )


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


def measure(html: str, names: Iterable[str] = ()) -> Reading:
    """Return the reading of the main part of a page, without ``names``."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.main or soup
    for element in main.select(NOT_OURS):
        element.decompose()
    for link in main.select('a[href^="http"]'):
        link.replace_with("It")  # the title of somebody else's page
    in_order = sorted(names, key=len, reverse=True)
    sentences = [
        sentence
        for block in main.select(BLOCKS)
        if not block.select_one(BLOCKS)
        for sentence in _sentences(block, in_order)
    ]
    return Reading(reading_ease(sentences), sentences)


def _sentences(block: Tag, names: list[str]) -> list[str]:
    text = QUOTED.sub("it", " ".join(block.get_text().split()))
    for name in names:
        text = text.replace(name, "It")
    return sentences_of(text)


def names_in(value: object, key: str = "") -> set[str]:
    """Return the names of organisations and reports in open data, also without their short form."""
    if isinstance(value, dict):
        return {name for key, each in value.items() for name in names_in(each, key)}
    if isinstance(value, list):
        return {name for each in value for name in names_in(each, key)}
    is_name = isinstance(value, str) and key in KEYS_OF_NAMES
    return {str(value), re.sub(r" \([A-Z]+\)$", "", str(value))} if is_name else set()


def measure_all(get: Callable[[str], str]) -> dict[str, Reading]:
    """Return the reading of every page of a site by its path; ``get`` returns what is at a path."""
    paths = re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", get("/sitemap.xml"))
    files = [
        json.loads(get(f"/super-complaints/data/{file}.json"))
        for file in FILES_WITH_NAMES
    ]
    names = {name for file in files for name in names_in(file)}
    return {
        path: measure(get(path), names)
        for path in dict.fromkeys([*paths, *BEYOND_THE_SITEMAP])
    }


def main() -> None:
    """Print what was measured, and exit with 1 if a page is harder than it may be."""
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration.site(Path(folder), DEMO="1") as site,
    ):
        found = measure_all(lambda path: requests.get(f"{site}{path}", timeout=60).text)
    for path, reading in sorted(found.items(), key=lambda each: each[1].ease):
        print(f"{reading.ease:5.1f}  {reading.longest:3}  {path}")
    for sentence in sorted(
        {each for reading in found.values() for each in reading.too_long}, key=len
    ):
        print(f"{len(WORD.findall(sentence))} words: {sentence}")
    hard = [path for path, reading in found.items() if reading.is_hard]
    sys.exit(f"{len(hard)} of {len(found)} pages are too hard." if hard else 0)


if __name__ == "__main__":
    main()
