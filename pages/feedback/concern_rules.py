"""Finds texts that may tell of a crime or a risk to somebody, so that a person looks at them at once.

Nobody is answered automatically. What a text contains has points: words of harm have
many, signs of an account of real people a few, and words about the page, policy, work
or the past have negative points. The rows are in concern_rules.toml, which explains how
phrases are written. A text with MIN_POINTS is flagged. Adding points copes better with
unforeseen wording than strict rules would: an account without any known word of harm
can be flagged, and a comment on the page that only mentions a topic is not.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from pages.moderation.emails.mail import EmailKind, admin_link

from .models import FeedbackEntry

CONCERN = EmailKind("feedback/emails/concern", "the feedback team")


def team_members() -> QuerySet[User]:
    """Return the active users who may change entries.

    Superusers need the permission, too.
    """
    return User.objects.with_perm(
        "feedback.change_feedbackentry", include_superusers=False
    )


class AlertNotSentError(Exception):
    """Somebody may be in danger and the team does not know."""


def send_concern_alerts() -> int:
    """Send one email about all concerns that the team was not told of yet; return how many they are.

    It holds a count and a link, and no word that a reader wrote. If it cannot be sent,
    the next run tries again: a concern only counts as told once the email was sent.
    Raises ``AlertNotSentError`` if nobody could be told, so that the scheduled work
    counts as failed.
    """
    waiting = FeedbackEntry.objects.filter(
        state=FeedbackEntry.State.SAFEGUARDING, alerted_at=None
    )
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return 0
    concerns = "1 safeguarding concern needs"
    if len(ids) > 1:
        concerns = f"{len(ids)} safeguarding concerns need"
    people = list(team_members().exclude(email=""))
    if not people:
        raise AlertNotSentError(
            f"{concerns} attention and no one in the feedback team has an address: give someone the role"
        )
    link = admin_link("feedback:index") + "?state=safeguarding"
    if not CONCERN.send(people, number=len(ids), link=link):
        raise AlertNotSentError(
            f"{concerns} attention and the mail failed. Look at EMAIL_URL; it is tried again."
        )
    FeedbackEntry.objects.filter(pk__in=ids).update(alerted_at=timezone.now())
    return len(ids)


MIN_POINTS = 2
"""A lower value flags more texts, rightly and wrongly."""
MANY_WORDS = 6
"""So many words without one common English one are taken for another language."""
MAX_CONCERNS = 3
"""More names do not help a person who glances at them."""
NEGATION = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should)nt\b"
)
DOUBLED_LETTER = re.compile(r"([a-z])\1")
ANY_WORD = "(?:[a-z0-9£]{1,30} )"
PHRASE_MARKS = {
    "(?<= )~ ": ANY_WORD + "{0,6}",
    "(?<= )_ ": ANY_WORD + "{0,2}",
    r"\*": "[a-z]{0,9}",
}


@cache
def rules() -> dict[str, Any]:
    """Return what concern_rules.toml says."""
    return tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    )


@cache
def spellings() -> dict[str, str]:
    return dict(
        pair.replace("-", " ").split("=") for pair in rules()["spellings"].split()
    )


def normalise_text(text: str) -> str:
    """Return the text in lower case, short forms spelt out, " . " between sentences, no doubled letters."""
    text = NEGATION.sub(r"\1 not", re.sub("['’‘`]", "", text.lower()))
    text = re.sub("[^a-z0-9£.]", " ", re.sub(r"[.!?;:\n]", " . ", text))
    return DOUBLED_LETTER.sub(
        r"\1", " ".join(spellings().get(word, word) for word in text.split())
    )


def compile_phrases(phrases: str) -> re.Pattern[str]:
    pattern = "|".join(map(str.strip, phrases.strip().splitlines()))
    for name, words in rules()["lists"].items():
        pattern = re.sub(
            rf"\b{name}\b", f"({'|'.join(words.split())})".replace("-", " "), pattern
        )
    pattern = DOUBLED_LETTER.sub(r"\1", pattern)
    for mark, expression in PHRASE_MARKS.items():
        pattern = re.sub(mark, expression, pattern)
    return re.compile(rf"\b(?:{pattern})\b")


def fold_text(text: str) -> str:
    """Return the words of any language without accents, and " . " between sentences and at both ends."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    sentences = [
        re.sub(r"[^\w*]+", " ", sentence).strip()
        for sentence in re.split(r"[.!?;:\n\u061f\u06d4]", letters)
    ]
    return f". {' . '.join(filter(None, sentences))} ."


def compile_urgent_phrases(languages: dict[str, str]) -> re.Pattern[str]:
    patterns: list[str] = []
    for phrases in languages.values():
        patterns.extend(map(_urgent_pattern, re.split(r"[|\n]", phrases.strip())))
    pattern = "|".join(patterns)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _urgent_pattern(phrase: str) -> str:
    pattern = fold_text(phrase.strip(". "))[2:-2].replace("*", r"\w{0,9}")
    if phrase.startswith("."):
        pattern = rf"\. {pattern}"
    if phrase.endswith("."):
        pattern = rf"{pattern} \."
    return pattern


class Patterns(NamedTuple):
    """The rules, compiled."""

    idioms: re.Pattern[str]
    urgent: re.Pattern[str]
    english: frozenset[str]
    short_words: re.Pattern[str]
    about_the_page: re.Pattern[str]
    rows: list[tuple[str, int, re.Pattern[str]]]


@cache
def patterns() -> Patterns:
    """Compile them when a text is first examined: most processes examine none, and would start later."""
    lists = rules()
    others = rules()["other_languages"]
    short_words, about_the_page = (
        compile_urgent_phrases({name: "|".join(others[name].split())})
        for name in ("short_words", "about_the_page")
    )
    return Patterns(
        idioms=compile_phrases(lists["idioms"]),
        urgent=compile_urgent_phrases(lists["urgent"]),
        english=frozenset(others["english"].split()),
        short_words=short_words,
        about_the_page=about_the_page,
        rows=[
            (row["name"], row["points"], compile_phrases(row["phrases"]))
            for row in lists["rows"]
        ],
    )


def matching_rules(text: str) -> list[tuple[str, int]]:
    words = patterns().idioms.sub(" . ", normalise_text(text))
    matches = [
        (name, points)
        for name, points, pattern in patterns().rows
        if pattern.search(words)
    ]
    folded = fold_text(text)
    if patterns().urgent.search(folded):
        return [("danger now", 6), *matches]
    if needs_a_translation(text):
        return [("not in English", MIN_POINTS), *matches]
    return matches


def needs_a_translation(text: str) -> bool:
    """Return True if ``text`` is in another language than English and does not speak of the page."""
    folded = fold_text(text)
    if patterns().about_the_page.search(folded):
        return False
    words = re.findall(r"[^\W_]+", text.lower())
    other_script = sum(max(word) > "\u024f" for word in words)
    # Before accents go: “în” is no English word.
    english = sum(word in patterns().english for word in words)
    foreign = {word for word in words if not word.isascii()} | set(
        patterns().short_words.findall(folded)
    )
    if other_script > len(words) / 2 or (
        len(foreign) >= 2 and english <= len(words) / 4
    ):
        return True
    least = 2 if foreign else MANY_WORDS
    return not english and len(words) >= least


def find_concerns(text: str) -> list[str]:
    """Return the names of the gravest concerns in ``text``, at most three; most texts have none."""
    matches = matching_rules(text)
    if sum(points for _, points in matches) < MIN_POINTS:
        return []
    gravest_first = sorted(matches, key=lambda match: -match[1])
    return list(dict.fromkeys(name for name, points in gravest_first if points > 0))[
        :MAX_CONCERNS
    ]


def flag_concerns_in_new_entries() -> int:
    """Examine new entries, spam too, while no reader waits; return how many were flagged."""
    flagged = 0
    for entry in FeedbackEntry.objects.filter(examined=False).only("pk", "text"):
        concerns = find_concerns(entry.text)
        unexamined = FeedbackEntry.objects.filter(pk=entry.pk, examined=False)
        if concerns:
            flagged += unexamined.filter(
                state__in=[FeedbackEntry.State.NEW, FeedbackEntry.State.SPAM]
            ).update(state=FeedbackEntry.State.SAFEGUARDING, closed_at=None)
        unexamined.update(examined=True, concerns=", ".join(concerns))
    return flagged
