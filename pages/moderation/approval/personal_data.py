"""Finds what in a text may say too much of somebody: contacts, references, dates of birth, names of officers.

The rules find what has the shape of personal data; a reviewer judges it. Chief officers
may be named, others are named by post. Numbers that only organisations have, and
contacts that the site itself gives, are public.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape


class PersonalDataKind(StrEnum):
    """What was found, as a screen says it."""

    EMAIL = "email address"
    TELEPHONE = "phone number"
    CRIME = "crime reference"
    VEHICLE = "vehicle registration"
    POSTCODE = "postcode"
    BIRTH = "date of birth"
    NHS = "NHS number"
    INSURANCE = "National Insurance number"
    NAME = "name below chief officer"


@dataclass(frozen=True)
class PersonalDataFinding:
    """A piece of a text, with the words around it."""

    kind: PersonalDataKind
    before: str
    found: str
    after: str


CONTEXT = 60
"""How many characters before and after a finding are shown at most, and confirmed with it: whole words."""

END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h\d|blockquote)>|<(?:br|hr)\b[^>]*>")
HIDDEN_CONTACT = re.compile(r"""<a [^>]*href=["'](?:mailto|tel):([^"'?>]+)[^>]*>""")
TAG = re.compile(r"<[^<>]+>")


def plain_text(html: str) -> str:
    """Return what rich text says, with the addresses that its links hide, a line for each paragraph."""
    html = HIDDEN_CONTACT.sub(r"\1 ", END_OF_PARAGRAPH.sub("\n", html))
    return unescape(TAG.sub("", html))


ORGANISATIONS_NUMBER = re.compile(r"(?:0|44)(?:3|800|808)")
"""03 is given to organisations alone, 0800 and 0808 are freephone: none is a person's."""
TEAM_MAILBOX = re.compile(
    r"(?:info(?:rmation)?|(?:general\.?)?enquir(?:y|ies)|contact(?:us)?|office|press(?:\.?office)?|media|"
    r"communications|foi|freedom\.?of\.?information|data\.?protection|dpo|feedback|complaints|help(?:desk)?|"
    r"support|accessibility|webmaster|web|admin|security|super-?complaints?)@"
)
EMAIL = re.compile(
    r"(?<![\w.+'’-])[\w.+'’-]+(?:@| ?[(\[]at[)\]] ?| at (?=[\w-]+ dot ))[\w-]+(?:(?:\.| dot )[\w-]+)+"
)
TELEPHONE = re.compile(
    r"(?<![\w.,/£+-])(?:\+ ?\d{1,3}|\(?0\d)(?:[ ().-]{0,2}\d){7,12}(?![\w/])"
)
EXTENSION = re.compile(r"\bext(?:n|ension)?\.? (?:number )?\d{3,6}\b", re.I)
INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D]\b"
)
NHS = re.compile(r"(?<![\d/.+-])[1-9]\d\d([ -]?)\d{3}\1\d{4}(?![\d/-])")
ABOUT_HEALTH = re.compile(r"\b(?:NHS|patient|hospital|health)\b", re.I)
POSTCODE = re.compile(
    r"\b(?:[A-PR-UWYZ](?:[A-HK-Y]?\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])) ?\d[ABD-HJLNP-UW-Z]{2}\b"
    r"|\b[a-pr-uwyz][a-hk-y]?\d[a-z\d]? \d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{2}\b"
)
CRIME = re.compile(
    # By what it is called …
    r"\b(?:crime|incident|occurrence|offence|custody|investigation|police|log|CAD|URN|CRN|Niche)"
    r"(?: (?:report|record|reference|ref|number|no|num|log|ID))*[.:#]*(?: (?:is|was|of|no\.?|under))?[ :#]*"
    r"((?=[A-Z/*-]*\d)[A-Z]{0,5}[/*-]?\d(?:[A-Z\d]|[/*-](?=\w)){3,}"
    r"|\d{1,5} of \d{1,2}(?:st|nd|rd|th)?[ /.-](?:\w+[ /.-])?\d{0,4})"
    # … or by its shape.
    r"|(?<![\w/.-])(\d{2}[/*]\d{4,9}[/*]\d{2}|[A-Z]{1,4}[/*]\d{3,7}[/*]\d{2}(?:\d\d)?|[12]\d000\d{6}"
    r"|[12]\d[A-Z]{2,4}\d{5,8})(?![\w/])",
    re.I,
)
YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?:[/-]\d{2,4})?")
VEHICLE = re.compile(
    r"\b[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[12]\d|5[1-9]|[67]\d) ?[A-HJ-PR-Z]{3}\b"
)
OLD_VEHICLE = re.compile(
    r"\b(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}|[A-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y]|[A-Z]{1,3} ?\d{3,4})\b"
)
ABOUT_VEHICLES = re.compile(
    r"\b(?:cars?|vans?|vehicles?|registration|registered|reg|parked|VRM|VRN|plates?|motorcycle|driv\w+|Ford|Audi|BMW|"
    r"Vauxhall|Volkswagen|VW|Toyota|Nissan|Mini|Transit)\b",
    re.I,
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? (?:\d{{4}}|\d\d)"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|{MONTH} \d{{4}})"
)
BIRTH = re.compile(
    rf"(?:(?:\bdate of birth|\bbirth ?date|\bbirthday|\bD\.?O\.?B\b|\(b\.)[^\n\d;]{{0,25}}?"
    rf"|\bborn\b(?![^\n\d;]{{0,60}}\b(?:after|before|since|between|from|until)\b)[^\n\d;]{{0,45}}?)\b({DATE})",
    re.I,
)

RANK = re.compile(
    r"(?<![\w/])(?<!HM )(?<!Majesty[’']s )(?:"
    r"(?<!chief )(?<!Chief )(?i:constable|sergeant|inspector|superintendent|detective)s?"
    r"|(?:[TA]/)?(?:D/|Det\.? ?)?(?:Ch\.? ?|C/)?(?:W?PCs?|PCSOs?|T?DCs?|PS|DSs?|DIs?|CI|DCI|DSU|DCS)"
    r"|(?:[TA]/)?(?:D/|Det\.? ?)?(?:Ch\.? ?|C/)?(?:Sgts?|Insp|Supt|Con)\.?"
    r"|(?i:chief (?:inspector|superintendent))s?"
    r") (?:\(?#?\d{2,6}\)? )?(?=[A-ZÀ-Þ]|(?:de|da|van|von|al|el|bin|le) ?[A-ZÀ-Þ-])"
)
NAME = re.compile(
    r"(?:(?:[A-Z]\.? ?){1,3}(?=[A-ZÀ-Þ][a-zß-ÿ’']))?(?:(?:de|da|van|von|al|el|bin|le|der|den)[ -])*"
    r"[A-ZÀ-Þ][\wÀ-ÿ’'-]+(?: (?:(?:de|da|van|von|al|el|bin|le|der|den)[ -])*[A-ZÀ-Þ][\wÀ-ÿ’'-]+){0,3}"
)
WORDS_OF_POSTS = frozenset(
    re.findall(
        r"\w+",
        """
        academy adult adviser advisor agenda all an and any apprentice apprenticeship area assistant
        association assurance board branch business centre chair chief command communications community
        complaints constable constables constabulary contact control coordinator corporate counter county
        course crime crimes criminal custody cyber data degree department deputy detective detectives
        development digital director directorate district diversity division domestic duty economic
        engagement entry every exam examination exams exploitation federation firearms force forensic fraud
        general group harassment harm hate homicide hub if in incident inclusion independent inspection
        inspector inspectors inspectorate intelligence investigation investigations investigator
        investigators it joint justice lead leadership leads learning legal liaison local major management
        manager mental missing national neighbourhood network no offences offender offenders officer
        officers on online operational operations organised our partnership partnerships patrol
        performance planning please police policies policing policy post posts prevention professional
        programme project
        promotion protecting protection public qualification rank ranks rape regional resources response
        review reviews roads role roles safeguarding safer scheme scrutiny section senior sergeant sergeants
        serious service services sexual specialist stalking standards strategic strategy superintendent
        superintendents support tactical task tasking taskforce team teams that the their these they this
        training traffic unit units victim victims violence vulnerability vulnerable we when who women
        workforce working workshop you youth cps hmicfrs iopc mappa marac mosovo npcc ops pcc pfcc pip rasso
        uk vawg january february march april may june july august september october november december
        """,
    )
)
"""What stands after a rank in the name of a post, a course or a body, and in no person's name."""
HEADS = re.compile(r"(?:Head|Lead|Director|Deputy) (?:of|for|to)\b")


def find_disclosures(
    text: str, public: Collection[str] = ()
) -> list[PersonalDataFinding]:
    """Return what in a plain ``text`` may say too much, in order, without the ``public`` contacts."""
    text = re.sub(r"[^\S\n]+", " ", text)
    taken: list[tuple[int, int, PersonalDataKind]] = []
    known = set(map(_normal, public))
    for kind, spans in RULES:
        for start, end in spans(text):
            is_free = all(end <= other or start >= last for other, last, _ in taken)
            if is_free and _normal(text[start:end]) not in known:
                taken.append((start, end, kind))
    line = text.replace("\n", " ")
    found = []
    for start, end, kind in sorted(taken):
        before = line[max(0, start - CONTEXT) : start]
        after = line[end : end + CONTEXT]
        # Whole words alone.
        before = before if start <= CONTEXT else before.partition(" ")[2]
        after = after if end + CONTEXT >= len(line) else after.rpartition(" ")[0]
        found.append(
            PersonalDataFinding(kind, before.lstrip(), line[start:end], after.rstrip())
        )
    return found


def _normal(contact: str) -> str:
    """Return a contact as one compares it: numbers without spaces and in the national form."""
    if "@" not in contact:
        plain = re.sub(r"[\s().-]|mailto:|tel:", "", contact.lower())
    else:
        plain = contact.lower()
    return re.sub(r"^(?:\+|00)44", "0", plain)


Spans = Iterator[tuple[int, int]]


def _telephones(text: str) -> Spans:
    for match in TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if match[0].startswith("+"):
            digits = re.sub(r"^44(?:0)?", "44", digits)
            is_number = 8 <= len(digits) <= 15
        else:
            digits = re.sub(r"^0044", "44", digits)
            is_number = len(digits) in (10, 11, 12) and digits[1] != "0"
        if is_number and not ORGANISATIONS_NUMBER.match(digits):
            yield match.span()
    yield from (match.span() for match in EXTENSION.finditer(text))


def _crimes(text: str) -> Spans:
    for match in CRIME.finditer(text):
        group = 1 if match[1] else 2
        if not YEAR_ALONE.fullmatch(match[group]):
            yield match.span(group)


def _nhs_numbers(text: str) -> Spans:
    for match in NHS.finditer(text):
        digits = [int(character) for character in match[0] if character.isdecimal()]
        check = (
            11
            - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
        )
        is_likely = (
            match[1] or digits[0] in (4, 6, 7, 9) or _is_near(ABOUT_HEALTH, text, match)
        )
        if check % 11 == digits[9] and is_likely:
            yield match.span()


def _vehicles(text: str) -> Spans:
    yield from (match.span() for match in VEHICLE.finditer(text))
    for match in OLD_VEHICLE.finditer(text):
        if _is_near(ABOUT_VEHICLES, text, match):
            yield match.span()


def _is_near(words: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    start = max(0, text.rfind(". ", 0, match.start()), match.start() - CONTEXT)
    return bool(words.search(text, start, match.end() + CONTEXT // 2))


def _names(text: str) -> Spans:
    for rank in RANK.finditer(text):
        name = NAME.match(text, rank.end())
        if not name or HEADS.match(text, rank.end()):
            continue
        words = name[0].split(" ")
        of_post = [
            bool({word.lower(), re.sub("[’']s?$", "", word.lower())} & WORDS_OF_POSTS)
            for word in words
        ]
        own = words[: of_post.index(True)] if True in of_post else words
        is_abbreviation = len(own) == 1 and len(own[0]) < 4 and own[0].isupper()
        # One word before those of a post is the place of the post.
        if len(own) > (True in of_post) and not is_abbreviation:
            yield rank.start(), name.start() + len(" ".join(own))


def _plainly(
    pattern: re.Pattern[str], group: int = 0, but: re.Pattern[str] | None = None
) -> Callable[[str], Spans]:
    return lambda text: (
        match.span(group)
        for match in pattern.finditer(text)
        if not (but and but.match(match[0].lower()))
    )


RULES: list[tuple[PersonalDataKind, Callable[[str], Spans]]] = [
    (PersonalDataKind.EMAIL, _plainly(EMAIL, but=TEAM_MAILBOX)),
    (PersonalDataKind.INSURANCE, _plainly(INSURANCE)),
    (PersonalDataKind.BIRTH, _plainly(BIRTH, 1)),
    (PersonalDataKind.NHS, _nhs_numbers),
    (PersonalDataKind.TELEPHONE, _telephones),
    (PersonalDataKind.CRIME, _crimes),
    (PersonalDataKind.POSTCODE, _plainly(POSTCODE)),
    (PersonalDataKind.VEHICLE, _vehicles),
    (PersonalDataKind.NAME, _names),
]
"""The rules, the surest first: what one has found is no other's."""
