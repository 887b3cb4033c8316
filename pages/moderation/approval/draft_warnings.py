"""Warnings: what in a draft needs a second look, and the ticks without which nobody approves it.

A page or snippet says in ``warnings_to_confirm`` what does not seem to fit together. A
tick for that is for one warning of one revision, so whoever approves other words is
asked again. What may be personal data is found in all texts (``disclosure``); its tick
is for that and the words around it, so nobody is asked twice. Each tick is a line in
the log. Its words, which may quote the draft, stand there as the reason: a redaction
takes them away. Of what may be personal data the log has a digest alone.

Wagtail's checks panel looks at the preview while one writes. ``content_remarks`` looks
at what is stored: what breaks WCAG is refused at submission, matters of style are said.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from wagtail import hooks

from pages.core.readability import (
    LEAST_EASE,
    MOST_WORDS,
    is_too_long,
    reading_ease,
    sentences_of,
)

from .audit_log import AuditLogEntry, Confirmation, record_decision
from .personal_data import PersonalDataFinding, find_disclosures, plain_text
from .public_content import fingerprint
from .publication_set import reviewed_with
from .review_policy import OutdatedDecisionError, SubmittedPart
from .texts import DraftText, texts_of


@dataclass(frozen=True)
class DraftWarning:
    """Something that a reader would not understand, that is probably a slip, or that may be personal data."""

    key: str
    """Which rule it is by, and where: it stays the same as long as the draft does."""
    text: str
    finding: PersonalDataFinding | None = None
    """What may be personal data, …"""
    place: str = ""
    """… and the field or block that it stands in."""

    @property
    def for_log(self) -> dict[str, Any]:
        if not self.finding:
            return {"reason": self.text}
        return {
            "reason": f"Can be public: {self.finding.kind}",
            "data": Confirmation(digest=self.key),
        }


class UnconfirmedWarningsError(ValidationError):
    """An approval lacks the tick of a warning."""

    def __init__(self, missing: int) -> None:
        which = "a warning" if missing == 1 else f"{missing} warnings"
        super().__init__(
            f"Not approved: you have not ticked {which}. Tick each one that you have checked, "
            "or request changes."
        )


def warnings_about(draft: Any) -> list[DraftWarning]:
    """Return what warns of ``draft``, without the personal data that a reviewer has let pass before."""
    return _all_warnings(draft, _disclosures_in(draft))


def _all_warnings(draft: Any, disclosures: list[DraftWarning]) -> list[DraftWarning]:
    ticked = AuditLogEntry.objects.about(draft).filter(
        action=AuditLogEntry.Action.CONFIRMED
    )
    confirmed = {confirmation.details(Confirmation).digest for confirmation in ticked}
    found = {
        disclosure.key: disclosure
        for disclosure in disclosures
        if disclosure.key not in confirmed
    }
    return [*draft.warnings_to_confirm(), *found.values()]


Disclosures = dict[tuple[int, str], list[DraftWarning]]
"""What may be personal data in drafts, by the revision of each and its digest."""


def find_disclosures_before_locking(obj: Any) -> Disclosures:
    """Search all that is reviewed with ``obj`` for personal data: for a set, that takes seconds."""
    found = {}
    for part in reviewed_with(obj):
        if revision := part.latest_revision:
            draft = revision.as_object()
            found[revision.pk, fingerprint(revision.content)] = _disclosures_in(draft)
    return found


def _disclosures_in(draft: Any) -> list[DraftWarning]:
    public: set[str] = set()
    for public_contacts in hooks.get_hooks("public_contacts"):
        for contact in public_contacts():
            disclosures = find_disclosures(plain_text(contact))
            public.update(disclosure.found for disclosure in disclosures)
    warnings = []
    for text in texts_of(draft):
        for disclosure in find_disclosures(text.plain, public):
            kind = disclosure.kind
            value = disclosure.found
            before = disclosure.before
            after = disclosure.after
            around = "\0".join((kind.name, before, value, after))
            key = salted_hmac("disclosure", around, algorithm="sha256").hexdigest()
            question = (
                f"Can this {kind} be public? {text.label}: “…{before}[{value}]{after}…”"
            )
            warnings.append(DraftWarning(key, question, disclosure, text.label))
    return warnings


def warnings_to_tick(draft: Any, revision_id: int) -> list[tuple[str, DraftWarning]]:
    """Return what a form sends for the tick of each warning about ``draft``, the object of that revision."""
    return [
        (tick_for(warning, revision_id), warning) for warning in warnings_about(draft)
    ]


def tick_for(warning: DraftWarning, revision_id: int) -> str:
    return f"{revision_id} {warning.key}"


def warnings_about_latest_draft(obj: Any) -> list[str]:
    """Return the words of what warns of the latest draft of ``obj``; none for what is not saved yet."""
    obj = getattr(obj, "specific", obj)
    if not hasattr(obj, "warnings_to_confirm") or not obj.latest_revision_id:
        return []
    return [
        warning.text for warning in warnings_about(obj.get_latest_revision_as_object())
    ]


def confirm_warnings(
    parts: Iterable[SubmittedPart],
    disclosures: Disclosures,
    ticked: Collection[str],
    **who: Any,
) -> None:
    """Log the tick of each warning about ``parts``; raise ``UnconfirmedWarningsError`` if one lacks it.

    Raises ``OutdatedDecisionError`` if a part is not as it was when ``disclosures``
    were searched for.
    """
    warnings: list[tuple[SubmittedPart, DraftWarning]] = []
    for part in parts:
        key = (part.revision.pk, part.state.fingerprint)
        if key not in disclosures:
            raise OutdatedDecisionError
        warnings += [
            (part, warning) for warning in _all_warnings(part.draft, disclosures[key])
        ]
    missing = [
        warning
        for part, warning in warnings
        if tick_for(warning, part.revision.pk) not in ticked
    ]
    if missing:
        raise UnconfirmedWarningsError(len(missing))
    for part, warning in warnings:
        revision = part.revision.pk
        record_decision(
            AuditLogEntry.Action.CONFIRMED,
            obj=part.obj,
            revision=revision,
            **warning.for_log,
            **who,
        )


FILE_NAME = re.compile(r"\S+\.(?:avif|gif|heic|jpe?g|png|svg|webp)", re.I)
BARE_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<]+", re.I)
OUTSIDE_LINK = re.compile(r'<a [^>]*href="https?://[^>]*>.*?</a>', re.DOTALL)
VAGUE = re.compile(
    r"(?:please )?(?:click|press|tap)?(?: on)? ?(?:here|this|this link|this page|link|more|read more|"
    r"learn more|find out more|see more|more information|website|details)[.!:]?",
    re.I,
)
LEAST_WORDS_TO_JUDGE = 100
"""Ease says little of a shorter text."""


class ReviewRemark(NamedTuple):
    """What is wrong with a text of a draft."""

    place: str
    words: str
    breaks_wcag: bool = False

    def __str__(self) -> str:
        if self.place:
            return f"{self.place}: {self.words}"
        return self.words


def check_content(draft: Any) -> None:
    """Raise ``ValidationError`` with all that breaks WCAG in the texts of ``draft``."""
    if wrong := [
        str(remark) for remark in content_remarks(draft) if remark.breaks_wcag
    ]:
        raise ValidationError(wrong)


def style_of_latest_draft(obj: Any) -> list[str]:
    obj = getattr(obj, "specific", obj)
    if not obj.latest_revision_id:
        return []
    remarks = content_remarks(obj.get_latest_revision_as_object())
    return [str(remark) for remark in remarks if not remark.breaks_wcag]


def content_remarks(draft: Any) -> Iterator[ReviewRemark]:
    texts = texts_of(draft)
    levels = []
    for text in texts:
        if text.is_rich:
            headings = re.findall("<(h[23])\\b", text.value)
            levels += [(text, level) for level in headings]
    if levels and levels[0][1] == "h3":
        yield ReviewRemark(
            levels[0][0].label, "make the first heading level 2, not level 3."
        )
    for text in texts:
        if text.is_rich:
            yield from _remarks_on_markup(text)
        else:
            yield from _remarks_on_words(text)
    # Running text of ours is what a minor correction may change, and no quotation.
    correctable: frozenset[str] = getattr(draft, "correctable_fields", frozenset())
    running_texts = []
    for text in texts:
        is_correctable = correctable & set(map(str, text.place))
        if is_correctable and "quotation" not in text.label.lower():
            running_texts.append(text)
    yield from _remarks_on_style(running_texts)


def _remarks_on_markup(text: DraftText) -> Iterator[ReviewRemark]:
    soup = BeautifulSoup(text.value, "html.parser")
    for element in soup.select("h2, h3, a"):
        if not element.get_text(strip=True):
            what = "link" if element.name == "a" else "heading"
            yield ReviewRemark(
                text.label, f"an empty {what}: add text or remove it.", breaks_wcag=True
            )
    for paragraph in soup.select("p:has(> b:only-child)"):
        line = paragraph.get_text(strip=True)
        if line == paragraph.b.get_text(strip=True) and line[-1:] not in ".!?:":  # type: ignore[union-attr]
            yield ReviewRemark(
                text.label, f"make “{line[:60]}” a heading instead of bold text."
            )
    yield from _remarks_on_links(text, soup)


def _remarks_on_links(text: DraftText, soup: BeautifulSoup) -> Iterator[ReviewRemark]:
    for link in soup.select("a"):
        words = link.extract().get_text(" ", strip=True)
        if VAGUE.fullmatch(words):
            yield ReviewRemark(
                text.label, f"the link text “{words}” does not say where the link goes."
            )
        elif BARE_ADDRESS.fullmatch(words):
            yield ReviewRemark(
                text.label, f"use link text instead of the address {words[:60]}"
            )
    if bare := BARE_ADDRESS.search(soup.get_text(" ")):
        yield ReviewRemark(
            text.label, f"make this address a link with text: {bare[0][:60]}"
        )


def _remarks_on_words(text: DraftText) -> Iterator[ReviewRemark]:
    words = text.value.strip()
    if text.place[-1] == "alt_text" and FILE_NAME.fullmatch(words):
        yield ReviewRemark(
            text.label,
            f"“{words}” is a file name: describe what it shows.",
            breaks_wcag=True,
        )
    elif VAGUE.fullmatch(words) and "link" in text.label.lower():
        yield ReviewRemark(
            text.label, f"the link text “{words}” does not say where the link goes."
        )
    elif bare := BARE_ADDRESS.search(words):
        yield ReviewRemark(
            text.label,
            f"readers cannot select this address, so make it a link: {bare[0][:60]}",
        )


def _remarks_on_style(texts: list[DraftText]) -> Iterator[ReviewRemark]:
    avoided: list[tuple[str, str]] = []
    for words_to_avoid in hooks.get_hooks("words_to_avoid"):
        avoided += words_to_avoid().items()
    all_sentences: list[str] = []
    for text in texts:
        for words, better in avoided:
            if match := re.search(words, text.plain, re.I):
                yield ReviewRemark(
                    text.label, f"write “{better}”, not “{match[0].strip()}”."
                )
        # As ``make readability`` has it: the titles of others' pages are not ours.
        ours = text.value
        if text.is_rich:
            ours = plain_text(OUTSIDE_LINK.sub("It", ours))
        sentences = list(chain.from_iterable(map(sentences_of, ours.splitlines())))
        all_sentences += sentences
        for sentence in filter(is_too_long, sentences):
            yield ReviewRemark(
                text.label,
                f"over {MOST_WORDS} words in one sentence: “{sentence[:60]}…”",
            )
    ease = reading_ease(all_sentences)
    if (
        ease < LEAST_EASE
        and len(" ".join(all_sentences).split()) >= LEAST_WORDS_TO_JUDGE
    ):
        yield ReviewRemark(
            "",
            f"Use shorter words and sentences: the reading ease is {ease:.0f} and should be at least "
            f"{LEAST_EASE}.",
        )
