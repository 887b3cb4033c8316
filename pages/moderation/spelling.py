"""Whether two texts differ in spelling, punctuation, capitals, spacing and little words of grammar only."""

import re
import unicodedata

MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion dozen half quarter first second third fourth fifth sixth seventh eighth ninth tenth "
    "eleventh twelfth once twice both all each every any some most many few several only"
)
NEGATIONS = "not no non none never nor neither nobody nothing nowhere without unless except"
STANDINGS = "part parts partly partial partially overdue due ongoing pending"
"""Words of a position or a status that are facts as they stand."""
FACTS = frozenset(f"{MONTHS} {WEEKDAYS} {NUMBERS} {NEGATIONS} {STANDINGS}".split())
FACT_STEMS = re.compile(
    "accept|reject|agree|disagree|complet|incomplet|progress|start|finish|supersed|refus|declin|assur"
)
"""How further words of a position, a status or assurance begin."""

LITTLE = {
    *("a", "an", "the", "this", "these", "those", "it", "its", "that", "which", "who"),
    *("of", "to", "in", "on", "at", "and"),
}
"""May come, go and take each other's place: that is grammar or style."""
AGREEING = ({"is", "are"}, {"was", "were"}, {"has", "have"}, {"does", "do"})
MOST_WORDS_MORE_OR_FEWER = 3
"""How far the count of words may drift within one piece of text."""
BEGINNINGS = {"a", "in", "un", "im", "il", "ir", "dis"}
"""What may turn a longer word round when it is joined to it, as in “inaccurate”, unlike “into”."""

LONGEST_WORD = 50
"""What is longer is no word to spell, and would take long to compare."""

AUXILIARIES = "are|could|did|does|do|had|has|have|is|might|must|need|ought|should|was|were|would"
NEGATED = [
    (re.compile(rf"\b({AUXILIARIES})(?:n'?t|not)\b"), r"\1 not"),
    (re.compile(r"\bcan(?:'?t|not)\b"), "can not"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\bsha(?:n'?t|llnot)\b"), "shall not"),
]
WORD = re.compile(
    r"[\w.+-]{1,64}@\S*\w|(?:\w+://|www\.)\S*\w"  # an address is one word
    r"|(?:(?<!\w)-)?\w*\d\w*(?:[-.,:/]\w*\d\w*)*%?"  # and so is a figure, as it is written
    r"|[^\W_]+(?:'[^\W_]+)*"
    r"|[^\w\s]"
)
ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
"""A Roman figure, as in “Schedule II”; it costs little that a word such as “mix” is one, too."""
SYMBOLS = {"Sc", "Sm", "So"}
"""Currencies, signs of mathematics and pictures such as a tick, which say something, unlike punctuation."""


def is_spelling(before: str, now: str) -> bool:
    """Tell whether ``now`` says what ``before`` said, word by word.

    From the first word on, each step takes a word of both that are close, splits or joins words, or adds or
    leaves out a little one. There are not many places that such steps can lead to.
    """
    old, new = _words(before), _words(now)
    reached, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        i, j = waiting.pop()
        for place in _steps(old[i : i + 2], new[j : j + 2], i, j):
            if place not in reached and abs(place[0] - place[1]) <= MOST_WORDS_MORE_OR_FEWER:
                reached.add(place)
                waiting.append(place)
    return (len(old), len(new)) in reached


def _words(text: str) -> list[str]:
    """Return the words, figures and symbols in small letters, “don’t”, “dont” and “do not” alike."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)  # invisible
    text = re.sub("[‘’ʼ`´]", "'", text)  # noqa: RUF001
    text = re.sub("[‐-―−]", "-", text)  # noqa: RUF001
    for written, meant in NEGATED:
        text = written.sub(meant, text)
    found = WORD.findall(text)
    return [word.replace("'", "") for word in found if word[-1].isalnum() or _is_fact(word)]


def _is_fact(word: str) -> bool:
    """Tell whether a correction leaves ``word`` as it is: figures, dates, negations, positions and so on."""
    return (
        word in FACTS
        or bool(FACT_STEMS.match(word))
        or "@" in word
        or "/" in word
        or word.startswith("www.")
        or any(letter.isnumeric() for letter in word)
        or bool(ROMAN.fullmatch(word))
        or unicodedata.category(word[0]) in SYMBOLS
        or word == "%"
    )


def _steps(old: list[str], new: list[str], i: int, j: int):
    """Yield the places that are one step from the ``i``-th old and ``j``-th new word, which come first."""
    if old and new and _are_close(old[0], new[0]):
        yield i + 1, j + 1
    if old and old[0] in LITTLE:
        yield i + 1, j
    if new and new[0] in LITTLE:
        yield i, j + 1
    if new and _is_joined(old, new[0]):
        yield i + 2, j + 1
    if old and _is_joined(new, old[0]):
        yield i + 1, j + 2


def _is_joined(parts: list[str], whole: str) -> bool:
    if "".join(parts) != whole or len(parts) != 2 or any(_is_fact(word) for word in [*parts, whole]):
        return False
    return parts[0] not in BEGINNINGS or len(parts[1]) <= 4


def _are_close(one: str, other: str) -> bool:
    """Tell whether both are the same word, one of them misspelt, or exchangeable.

    The first letter stays: what stands before a word often turns it round, as in “unlawful”.
    """
    if one == other:
        return True
    if _is_fact(one) or _is_fact(other):
        return False
    if {one, other} <= LITTLE or {one, other} in AGREEING:
        return True
    if min(len(one), len(other)) <= 3:
        return _undoubled(one) == _undoubled(other) or (other in LITTLE and sorted(one) == sorted(other))
    swapped_at_first = one[:2] == other[1::-1]
    longest = max(len(one), len(other))
    if longest > LONGEST_WORD or not (one[0] == other[0] or swapped_at_first):
        return False
    return _distance(one, other) <= max(1, longest // 4)


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _distance(one: str, other: str) -> int:
    """Return how many letters come, go, change or swap with their neighbour (Damerau and Levenshtein)."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above_that, above, row = above, row, [i]
        for j, other_letter in enumerate(other, 1):
            least = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                least = min(least, above_that[j - 2] + 1)
            row.append(least)
    return row[-1]
