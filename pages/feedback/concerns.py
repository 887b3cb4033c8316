"""Flag a feedback text for a person to look at at once, if it may tell of a crime or a risk to someone.

A flag never answers anyone. What is found has points: words of harm many, signs of an account of real
people a few, and words about the page, policy, work or the past less than none (the rows of concerns.toml,
which says how phrases are written). A text is flagged from NEEDED points up. A sum bears unforeseen wording
better than strict rules: an account without one known word of harm can reach it, and a topic named in a
remark on the page does not.
"""

import re
import tomllib
from pathlib import Path

NEEDED = 2  # lower flags more texts, rightly and wrongly
MOST = 3  # A person who reads them at a glance needs no more.
WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

SPELT = dict(pair.replace("-", " ").split("=") for pair in WORDS["spellings"].split())
NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should)nt\b")
DOUBLED = re.compile(r"([a-z])\1")
WORD = "(?:[a-z0-9£]{1,30} )"
MARKS = {"(?<= )~ ": WORD + "{0,6}", "(?<= )_ ": WORD + "{0,2}", r"\*": "[a-z]{0,9}"}


def plain(text: str) -> str:
    """Give the text in small letters, short forms spelt out, sentences parted by " . ", letters undoubled."""
    text = NEGATED.sub(r"\1 not", re.sub("['’‘`]", "", text.lower()))
    text = re.sub("[^a-z0-9£.]", " ", re.sub(r"[.!?;:\n]", " . ", text))
    return DOUBLED.sub(r"\1", " ".join(SPELT.get(word, word) for word in text.split()))


def compiled(phrases: str) -> re.Pattern[str]:
    """Make one pattern of phrases."""
    pattern = "|".join(map(str.strip, phrases.strip().splitlines()))
    for name, words in WORDS["lists"].items():
        pattern = re.sub(rf"\b{name}\b", f"({'|'.join(words.split())})".replace("-", " "), pattern)
    pattern = DOUBLED.sub(r"\1", pattern)
    for mark, meaning in MARKS.items():
        pattern = re.sub(mark, meaning, pattern)
    return re.compile(rf"\b(?:{pattern})\b")


IDIOMS = compiled(WORDS["idioms"])
ROWS = [(row["name"], row["points"], compiled(row["phrases"])) for row in WORDS["rows"]]


def weigh(text: str) -> list[tuple[str, int]]:
    """Give the name and points of each row that the text meets, so that an editor can see why."""
    words = IDIOMS.sub(" . ", plain(text))
    return [(name, points) for name, points, pattern in ROWS if pattern.search(words)]


def find(text: str) -> list[str]:
    """Give the names of the gravest things found, three at most: none in most texts."""
    met = weigh(text)
    if sum(points for _, points in met) < NEEDED:
        return []
    return list(dict.fromkeys(name for name, points in met if points > 0))[:MOST]
