"""The words that the data uses, the same at every force."""

from complaints.vocabulary import MIXED, ActionStatus, Assurance, Kind, OrganisationKind, Stage, State
from complaints.vocabulary import Position as Answered
from pages.moderation.models import PublishedVersion

from .fields import code

STATUS = code("status", [("published", "Published"), ("withdrawn", "Taken down")])
WITHDRAWN_BECAUSE = code("withdrawn_because", PublishedVersion.WithdrawalReason)
KIND = code("kind", Kind)
STATE = code("state", State)
POSITION = code("position", [*Answered.choices, (MIXED, "Different positions")])
ACTION_STATUS = code("action_status", ActionStatus)
ASSURANCE = code("assurance", Assurance)
ORGANISATION = code("organisation_kind", OrganisationKind)
STAGE = code("stage", Stage)
ALL = (STATUS, WITHDRAWN_BECAUSE, STAGE, KIND, POSITION, STATE, ACTION_STATUS, ASSURANCE, ORGANISATION)
