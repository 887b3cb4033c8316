"""What sample content says, chosen by number: the same number always says the same."""

from collections.abc import Sequence

SUBJECTS = (
    "missing people",
    "burglary victims",
    "custody healthcare",
    "stop and search",
    "fraud reports",
    "hate crime",
    "mental health calls",
    "firearms licences",
    "road deaths",
    "rural theft",
    "young witnesses",
    "digital evidence",
    "protest policing",
    "bail conditions",
    "call handling",
    "rape investigations",
    "repeat victims",
    "interpreters",
    "elder abuse",
    "vetting of officers",
)
VERBS = ("Review", "Publish", "Train officers in", "Audit", "Record", "Agree with partners", "Report on")
OBJECTS = (
    "the first contact with victims",
    "the quality of risk assessments",
    "the handover between shifts",
    "how evidence is kept",
    "the supervision of investigations",
    "the time that answers take",
    "the support that witnesses get",
    "how data are shared with partners",
    "the reasons for closing a case",
    "the complaints that are upheld",
    "how equality is monitored",
)
POSTS = (
    "Head of Crime",
    "Head of Public Contact",
    "Assistant Chief Constable",
    "Head of Professional Standards",
)


def chosen[Word](words: Sequence[Word], number: int) -> Word:
    """Return one of ``words``, in turn."""
    return words[number % len(words)]


def subject(number: int) -> str:
    """Return what the sample super-complaint of ``number`` is about."""
    return chosen(SUBJECTS, number)


def request(number: int) -> str:
    """Return what a sample recommendation asks for."""
    return f"{chosen(VERBS, number)} {chosen(OBJECTS, number // len(VERBS) + number)}"


def paragraph(number: int) -> str:
    """Return a paragraph of running text."""
    return (
        f"<p>This is sample text about {subject(number)}. Nobody wrote it for readers, and nothing in it "
        f"happened. It stands for a paragraph that says how the force means to "
        f"{request(number)[0].lower()}{request(number)[1:]}, who looks after it and what has been found "
        "so far.</p>"
    )
