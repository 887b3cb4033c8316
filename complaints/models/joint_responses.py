"""Joint responses: one text that several respondents give together, and so have to agree to."""

import json
from collections.abc import Iterator
from typing import Any

from pages.content.models import SiteWording
from pages.moderation.gate.agreement import NeededAgreement
from pages.moderation.gate.snapshot import digest_of_part
from pages.moderation.gate.versions import PublishedVersion

from .organisation import Organisation


def agreements_to_responses(page: Any) -> Iterator[NeededAgreement]:
    """Yield whose agreement the joint responses of ``page``, a draft, need.

    Our own force agrees by the approvals. Nobody has to agree to our summary of what they published
    themselves, or to words that are public now.
    """
    joint = [
        each for each in page.responses.all() if len(each.respondents.all()) > 1 and not each.source_link
    ]
    if not joint:
        return
    wording = SiteWording.objects.filter(live=True).first()
    public = _digests_of_public_responses(page)
    for response in joint:
        digest = _digest(response.serializable_data())
        if digest not in public:
            for respondent in response.respondents.all():
                if not wording or respondent.name != wording.force_name:
                    yield NeededAgreement(respondent, digest)


def _digests_of_public_responses(page: Any) -> set[str]:
    version = PublishedVersion.objects.for_object(page).first() if page.pk else None
    is_public = version and not version.withdrawn_at
    return (
        {_digest(each) for each in version.snapshot.get("responses", [])} if version and is_public else set()
    )


def _digest(response: dict[str, Any]) -> str:
    # Blocks are stored as JSON in a string, in which PostgreSQL puts the keys in an order of its own.
    blocks = json.loads(response.get("narrative") or "[]")
    return digest_of_part(
        {**response, "narrative": blocks, "respondents": sorted(response.get("respondents", []))}
    )


def organisations_to_agree_for() -> list[Organisation]:
    """Return the organisations that somebody can be entered for: all that are public but our force."""
    wording = SiteWording.objects.filter(live=True).first()
    return list(Organisation.objects.filter(live=True).exclude(name=wording.force_name if wording else ""))
