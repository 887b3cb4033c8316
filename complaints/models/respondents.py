"""Who responds: our force, others, who have to agree to what is said in their name, and who has ended."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Subquery

from complaints.states.facts import answers_that_cover
from pages.content.models import SiteWording
from pages.core.names import join_names
from pages.moderation.gate.agreement import NeededAgreement
from pages.moderation.gate.snapshot import digest_of_part
from pages.moderation.gate.versions import PublishedVersion

from .organisation import Organisation
from .response import ReportResponse


def our_force() -> Organisation | None:
    """Return the force whose site this is: the organisation that the site wording names."""
    names = SiteWording.objects.filter(live=True).values("force_name")[:1]
    return Organisation.objects.filter(name=Subquery(names)).first()


def our_force_key() -> int | None:
    """Return the key of our force; ``None`` while its organisation is not entered."""
    force = our_force()
    return force.pk if force else None


def report_responses_covering(page: Any, answers: Iterable[ReportResponse]) -> list[ReportResponse]:
    """Return those of ``answers`` to several recommendations that cover the recommendation ``page``."""
    known = [
        {
            "answer": each,
            "coverage": each.coverage,
            "numbers": each.numbers,
            "respondents": [whose.pk for whose in each.respondents.all()],
        }
        for each in answers
    ]
    return [each["answer"] for each in answers_that_cover(known, page.kind, page.number)]


def words_without_position(page: Any) -> str:
    """Return “The force states no position”, where somebody acts or reports and has given no response."""
    said = [*page.actions.all(), *page.progress_updates.all()]
    if not said:
        return ""
    named = {each for child in said for each in child.respondents.all()}
    answering = {each for answer in page.all_responses for each in answer.respondents.all()}
    if not named:
        return "" if answering else "The force states no position"
    silent = named - answering
    if not silent:
        return ""
    return f"{join_names(sorted(silent, key=str))} state{'s' if len(silent) == 1 else ''} no position"


def check_others_respond(page: Any) -> None:
    """Raise ``ValidationError`` if somebody acts or reports on ``page`` who has not responded.

    What our force does or reports is its response. Nobody else is made to speak so: they agree to a response.
    """
    responding = {each for response in page.all_responses for each in response.respondents.all()}
    silent = [
        (said, organisation)
        for said in (*page.actions.all(), *page.progress_updates.all())
        for organisation in said.respondents.all()
        if organisation not in responding
    ]
    force = our_force() if silent else None
    for said, organisation in silent:
        if organisation != force:
            raise ValidationError(
                f"“{said}” is of {organisation}, who does not respond here. Add its response, or choose "
                "somebody else."
            )


def agreements_to_responses(page: Any) -> Iterator[NeededAgreement]:
    """Yield whose agreement the responses of ``page``, a draft, need: that of everybody but our force.

    Our own force agrees by the approvals. Nobody has to agree to our summary of what they published
    themselves, or to words that are public now. Who has ended is spoken for by the successor.
    """
    answers = page.responses.all()
    force = our_force() if answers else None
    public: set[str] | None = None
    for response in answers:
        respondents = list(response.respondents.all())
        others = [each for each in respondents if each != force]
        if not force and len(respondents) == 1:
            continue  # it is not known yet which force is ours
        if not others or response.source_link:
            continue
        digest = _digest(response.serializable_data())
        if public is None:
            public = _digests_of_public_responses(page)
        if digest not in public:
            for respondent in others:
                yield NeededAgreement(respondent.latest_successor, digest)


def _digests_of_public_responses(page: Any) -> set[str]:
    version = PublishedVersion.objects.for_object(page).first() if page.pk else None
    is_public = version and not version.withdrawn_at
    kept = version.snapshot.get("responses", []) if version and is_public else []
    return {_digest(each) for each in kept}


def _digest(response: dict[str, Any]) -> str:
    # Blocks are stored as JSON in a string, in which PostgreSQL puts the keys in an order of its own.
    blocks = json.loads(response.get("narrative") or "[]")
    return digest_of_part(
        {**response, "narrative": blocks, "respondents": sorted(response.get("respondents", []))}
    )


def organisations_to_agree_for() -> list[Organisation]:
    """Return the organisations that somebody can be entered for: all that are public but our force."""
    force = our_force()
    return [each for each in Organisation.objects.filter(live=True) if each != force]
