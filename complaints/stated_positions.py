"""Reads the position that an answer states in its first words, as forces write them."""

import re

from complaints.vocabulary import Position

WHO = (
    r"(?:we|(?:the )?(?:force|constabulary|chief constable|service|mps)|"
    r"(?:[a-z-]+ ){1,4}?(?:police|constabulary)(?: service)?)"
    r"(?: has| have)?(?: fully| wholly| entirely| completely)?"
)
VERB = r"(?:accept|agree)(?:s|ed)?(?: with| to)?"
REFUSAL = r"(?:reject(?:s|ed)?|(?:decline|refuse)[sd]?)"
OBJECT = r"(?: (?:this|the|these|those|both|all|all of the))?(?: recommendations?|(?=[.;\n]|$))"
PASSIVE = r"(?:(?:this|the) )?recommendations?(?: is| are| has been| have been)?"
GOES_ON = r"(?=[.,;:\n]|$| [-–—]| in full\b| and\b| because\b| as\b)"
"""How a sentence goes on whose beginning says it all: “… is challenging” says something else."""
BEGINS_NEGATIVE = re.compile(
    rf"(?:no, )?(?:{WHO} (?:(?:do(?:es)? not|can ?not|(?:do|ca)n[’']t) {VERB}|{REFUSAL}){OBJECT}|"
    rf"{PASSIVE} (?:not {VERB}|{REFUSAL})|not accepted|rejected){GOES_ON}"
)
BEGINS_PARTLY = re.compile(
    rf"(?:{WHO} |{PASSIVE} )?(?:partially|partly|in part) {VERB}|"
    rf"(?:{WHO} |{PASSIVE} )?{VERB}(?: (?:this|the|these))?(?: recommendations?)? "
    r"(?:in part|partially|partly)\b"
)
BEGINS_POSITIVE = re.compile(
    rf"(?:{WHO} {VERB}{OBJECT}|{PASSIVE}(?: fully)? {VERB}|(?:fully )?(?:accepted|agreed)){GOES_ON}"
)
RESERVATION = re.compile(
    r"\b(?:but|except\w*|however|(?:al)?though|apart from|other than|save for|subject to|provided|pending|if|"
    r"unless|until|only|insofar|so far|as far|extent|principle|spirit|part|parts|partly|partial\w*|some|most|"
    r"mostly|modif\w+|amend\w+|conditions?|caveats?|reservations?|entirety)\b|[*†‡?]"
)
DENIAL = re.compile(
    r"\b(?:not|no|nor|neither|n|n/a|cannot|unable|reject\w*|declin\w*)\b|n[’']t\b|[✗✘]"
)
TAKEN_BACK = re.compile(
    r"(?:^|[.\n]\s*)(?:however|but|except)\b|"
    r"\b(?:not|cannot|n[’']t|unable to) (?:\w+ )?(?:accept|agree)|\breject(?:s|ed)?\b|\bin principle\b|"
    r"\b(?:do(?:es)? not apply|not applicable)\b|\baccept(?:s|ed)? (?:\w+ ){0,3}in part\b|"
    r"\b(?:partly|partially) accept|"
    r"\b(?:no longer|disagree\w*|declin\w*|refus\w*|withdr[ae]w\w*|reversed|revoked|superseded)\b"
)
"""What takes back, later, what an answer begins with."""
SPEAKS_OF_IT_AGAIN = re.compile(r"\b(?:accept|agree)")
SPEAKS_OF_IT = re.compile(
    r"(?:(?:not|fully|part\w*|provisionally) )*(?:accept(?:ed|ance)?|agreed?|rejected|declined)"
    r"(?= ?[^\w\s]|$| (?:at|but|by|except|for|if|in|only|or|subject|with)\b)|"
    r"not (?:applicable|relevant)\b|n/a\b|"
    r"no(?:\.|\b[^.]{0,40}\b(?:accept|agree|reject|declin))|"
    r"[^.]{0,60}\b(?:dis)?(?:accept|agree|reject|declin)\w*\b[^.]{0,40}\brecommendations?\b|"
    r"[^.]{0,20}\brecommendations?\b[^.]{0,30}\b(?:accept|agree|reject|declin)(?:ed|s)?\b"
)
"""A first sentence about whether a recommendation is accepted, which only a person can tell."""
UNTICKED = re.compile(r"[☐□]|\[\s*\]")
"""A box that nobody ticked: the words beside it are what is not the case."""
ONLY_A_PERSON_CAN_TELL = ""


def stated_position(text: str) -> str | None:
    """Return the position with whose statement an answer begins: “We accept this recommendation”.

    Only a statement to which nothing is added is one. Whatever else speaks of accepting
    is ``ONLY_A_PERSON_CAN_TELL``, and any other text ``None``.
    """
    words = re.sub(r"[ \t\xa0]+", " ", text.casefold()).lstrip(" •*-–—☐☒“\"‘'")
    # Leave out the number of a part.
    words = re.sub(r"^\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)] ", "", words)[:2000]
    begin = re.split(r"(?<=[.\n])\s", words, maxsplit=1)[0]
    if match := BEGINS_POSITIVE.match(begin):
        code = Position.ACCEPTED
        doubt = DENIAL.search(begin, match.end()) or RESERVATION.search(begin)
    elif match := BEGINS_NEGATIVE.match(begin):
        code = Position.NOT_ACCEPTED
        doubt = re.search(r" in full\b| all\b", begin) or RESERVATION.search(begin)
        doubt = doubt or SPEAKS_OF_IT_AGAIN.search(words, match.end())
    elif match := BEGINS_PARTLY.match(begin):
        code = Position.ACCEPTED_IN_PART
        doubt = DENIAL.search(begin, match.end())
    else:
        return ONLY_A_PERSON_CAN_TELL if SPEAKS_OF_IT.match(begin) else None
    doubt = doubt or TAKEN_BACK.search(words[match.end() :])
    if doubt or UNTICKED.search(text):
        return ONLY_A_PERSON_CAN_TELL
    return str(code)
