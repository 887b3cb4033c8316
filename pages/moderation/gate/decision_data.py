"""What a decision stores in ``data``: one shape for each kind, by which it is written and read.

Code outside this module and ``decision.py`` knows no key of the stored JSON. Every field has a default that
approves nothing, because a line may hold less: a redaction empties some, and a later release adds fields.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Details:
    """What all kinds may store: words that say more exactly what was decided."""

    what: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as the log stores it, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in names})


@dataclass(frozen=True, kw_only=True)
class Submission(Details):
    """A review that was begun, continued or withdrawn; at its beginning, with the steps that it needs."""

    workflow_state: int = 0
    steps: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ApprovedState(Details):
    """Digests of everything that somebody approved: of the text, and of each file in it."""

    fingerprint: str = ""
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StepDecision(ApprovedState):
    """A decision at a step of a review."""

    workflow_state: int = 0
    step: int = 0
    entry: int = 0
    """Of somebody without an account. Theirs are these accounts, too; the link was sent by a colleague."""
    accounts: list[int] = field(default_factory=list)
    sent_by: int = 0


@dataclass(frozen=True, kw_only=True)
class Confirmation(Details):
    """A warning that was ticked; for what may be personal data, the digest of it and the words around it."""

    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Clearance(ApprovedState):
    """What allows one publication: who approved and wrote it, and the roles that an urgent one left out."""

    approvals: list[dict[str, str]] = field(default_factory=list)
    """The role and the time of each, as versions show them."""
    approvers: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Schedule(Details):
    """The time for which a publication is scheduled."""

    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Removal(Details):
    """The kind of reason for which something was taken down, as readers see it."""

    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Redaction(Removal):
    """The versions that were redacted, how many old addresses went, and the identifier if it changed."""

    versions: list[int] = field(default_factory=list)
    addresses: int = 0
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Move(Details):
    """The address before and after."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement(Details):
    """For whom somebody agreed or did not, and the digests of the words."""

    whose: str = ""
    digests: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class HoldTerms(Details):
    """What a hold covers, and when; without a section everything."""

    begins: str = ""
    until: str = ""
    section: int | None = None


@dataclass(frozen=True, kw_only=True)
class HeldBy(Details):
    """The hold that a publication waits for, or is made in spite of."""

    hold: int = 0


@dataclass(frozen=True, kw_only=True)
class PeopleChange(Details):
    """A role that was given or taken away; other changes of people have words alone."""

    role_given: str = ""
    role_taken: str = ""
