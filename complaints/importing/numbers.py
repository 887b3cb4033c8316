"""Reads the numbers of recommendations in the forms that leave no doubt."""

import re

from complaints.vocabulary import ItemKind

NUMBER = r"[1-9]\d{0,2}(?:\.[1-9]\d{0,2})?[a-z]?"
PREFIX = r"(?:(?P<kind>recommendations?|recs?|action|no|number)\b[ .:]*)?(?:(?:no|number)\b[ .:]*)?"
NUMBERS = re.compile(
    rf"{PREFIX}(?P<numbers>{NUMBER}(?:(?:, | and |, and ){NUMBER})*)[.:)]?"
)
LEADING = re.compile(
    rf"(?P<start>{PREFIX}{NUMBER})(?:[.:)]\s*|\s+)(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
EXAMPLES = "7, 7.1, 7a, Recommendation 7, Rec 7, Action 7, or several: 1, 4 and 5"


def read_numbers(text: str) -> list[str]:
    """Return the names of the recommendations that ``text`` consists of; none if it is anything else."""
    found = NUMBERS.fullmatch(" ".join(text.casefold().split()))
    if not found:
        return []
    kind = ItemKind.ACTION if found["kind"] == "action" else ItemKind.RECOMMENDATION
    return [f"{kind.label} {number}" for number in re.findall(NUMBER, found["numbers"])]


def split_number(text: str) -> tuple[str, str]:
    """Return the number at the beginning of ``text`` and the rest; no number if it begins otherwise."""
    found = LEADING.fullmatch(text.strip())
    if found:
        return found["start"], found["rest"]
    return (text, "") if read_numbers(text) else ("", text)
