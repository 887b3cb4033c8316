"""What becomes of one recommendation in an import."""

from dataclasses import dataclass, field
from typing import Any

from complaints.importing.records import ImportedRecord, LeftOutRow


@dataclass(frozen=True)
class FieldChange:
    """One field as it was and as it becomes."""

    label: str
    before: str
    after: str


@dataclass
class RecommendationDraft:
    """The draft of one recommendation, not saved yet, with what the preview says of it."""

    record: ImportedRecord
    page: Any
    is_new: bool
    changes: list[FieldChange] = field(default_factory=list)
    left_out: list[LeftOutRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)
    """What is missing before it can be published; it can be saved."""
    is_left_out: bool = False
    """Whether the person does not want it."""
    sentence: str = ""
    labels: list[str] = field(default_factory=list)
    """What readers will see at the head of its page."""

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def kind(self) -> str:
        if self.is_left_out:
            return "Excluded"
        if self.is_new:
            return "New"
        if self.changes:
            return "Already on this site: will change"
        return "Already on this site: no changes"

    @property
    def is_taken(self) -> bool:
        return not self.is_left_out and (self.is_new or bool(self.changes))
