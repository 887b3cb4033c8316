"""Who responds: our force, others, who have to agree to what is said in their name, and who has ended."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, Subquery, When

from complaints.status.recorded_facts import answers_that_cover
from complaints.status.truth_table import asked_in_print
from complaints.vocabulary import LOCAL_KINDS
from pages.content.models import SiteWording
from pages.moderation.approval.public_content import text_digest
from pages.moderation.approval.versions import PublishedVersion

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


def offered_organisations() -> QuerySet[Organisation]:
    """Return the organisations that can be chosen: first the force and its commissioner."""
    is_local = Case(When(kind__in=LOCAL_KINDS, then=0), default=1)
    return Organisation.objects.filter(live=True).order_by(is_local, "name")


def report_responses_covering(
    page: Any, answers: Iterable[ReportResponse]
) -> list[ReportResponse]:
    """Return those of ``answers`` to several recommendations that cover the recommendation ``page``."""
    known = []
    for answer in answers:
        respondents = [respondent.pk for respondent in answer.respondents.all()]
        known.append(
            {
                "answer": answer,
                "coverage": answer.coverage,
                "numbers": answer.numbers,
                "respondents": respondents,
            }
        )
    covering = answers_that_cover(
        known, page.kind, page.number, _asked_respondents(page, answers)
    )
    return [facts["answer"] for facts in covering]


def _asked_respondents(page: Any, answers: Iterable[ReportResponse]) -> set[int] | None:
    """Return the keys of those who give one of ``answers`` and are asked by the recommendation ``page``.

    It is ``None`` if it is not recorded who is asked.
    """
    addressees = list(page.addressees.all())
    if not addressees and not page.addressees_printed:
        return None
    kinds = asked_in_print(page.addressees_printed) if not addressees else set()
    asked = set()
    for answer in answers:
        for respondent in answer.respondents.all():
            if respondent in addressees or respondent.kind in kinds:
                asked.add(respondent.pk)
    return asked


def check_others_respond(page: Any) -> None:
    """Raise ``ValidationError`` if an update on ``page`` is by an organisation that has not responded.

    What our force reports is its response. Others must agree to a response before they
    are quoted. An action may be the responsibility of any organisation: it does not
    make that organisation say anything.
    """
    responding = set()
    for response in page.all_responses:
        responding.update(response.respondents.all())
    silent = []
    for update in page.progress_updates.all():
        for organisation in update.respondents.all():
            if organisation not in responding:
                silent.append((update, organisation))
    force = our_force() if silent else None
    for update, organisation in silent:
        if organisation != force:
            raise ValidationError(
                f"“{update}” is by {organisation}, which has no response on this page. Add its response, or "
                "choose another organisation."
            )


def organisations_to_agree(page: Any) -> list[Organisation]:
    """Return those but our force in whose name the responses of ``page``, a draft, say something new.

    Nobody has to agree to our summary of what they published themselves, or to words
    that are public now.
    """
    responses = list(page.responses.all())
    force = our_force() if responses else None
    public = _public_words(page) if responses else []
    organisations = set()
    for response in responses:
        respondents = list(response.respondents.all())
        if not force and len(respondents) == 1:
            continue  # it is not known yet which force is ours
        if response.source_link or _words(response.serializable_data()) in public:
            continue
        organisations.update(respondents)
    return sorted(organisations - {force}, key=str)


def _public_words(page: Any) -> list[str]:
    """Return the words of each response that is public now."""
    version = PublishedVersion.objects.for_object(page).first() if page.pk else None
    if not version or version.withdrawn_at:
        return []
    return list(map(_words, version.snapshot.get("responses", [])))


def _words(response: dict[str, Any]) -> str:
    """Return a digest of what a response says, from a snapshot or from its serializable data."""
    # Blocks are stored as JSON in a string, in which PostgreSQL puts the keys in an
    # order of its own.
    blocks = json.loads(response.get("narrative") or "[]")
    respondents = sorted(response.get("respondents", []))
    words = {"pk": None, **response, "narrative": blocks, "respondents": respondents}
    return text_digest({"responses": [words]})
