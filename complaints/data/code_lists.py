"""The codes that the data uses, the same at every force."""

from complaints.vocabulary import (
    OVERALL_POSITION_CHOICES,
    ActionStatus,
    Assurance,
    ItemKind,
    OrganisationKind,
    Stage,
    State,
    Theme,
)
from pages.moderation.models import PublishedVersion

from .field_descriptions import code_type

STATUS = code_type("status", [("published", "Published"), ("withdrawn", "Taken down")])
WITHDRAWN_BECAUSE = code_type("withdrawn_because", PublishedVersion.WithdrawalReason)
THEME = code_type("theme", Theme)
ITEM_KIND = code_type("kind", ItemKind)
STATE = code_type("state", State)
POSITION = code_type("position", OVERALL_POSITION_CHOICES)
ACTION_STATUS = code_type("action_status", ActionStatus)
ASSURANCE = code_type("assurance", Assurance)
ORGANISATION_KIND = code_type("organisation_kind", OrganisationKind)
STAGE = code_type("stage", Stage)
ALL_CODE_LISTS = (
    STATUS,
    WITHDRAWN_BECAUSE,
    STAGE,
    ITEM_KIND,
    THEME,
    POSITION,
    STATE,
    ACTION_STATUS,
    ASSURANCE,
    ORGANISATION_KIND,
)
