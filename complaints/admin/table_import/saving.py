"""Saves what a table makes and changes, all of it or nothing, as drafts in one publication set."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from complaints.admin.entry_grid import RefusedError
from complaints.admin.recommendation_lists import with_draft_numbers
from complaints.admin.round_sets import lock_open_sets_of, put_into_sets
from complaints.admin.update_round.rows import draft_name, draft_title
from complaints.importing.choices import Choices
from complaints.importing.reading import read_plan
from complaints.importing.records import Known, Plan
from complaints.importing.tables import Document
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SavedChoice,
    SuperComplaintPage,
    TableImport,
)
from complaints.models.respondents import our_force
from complaints.vocabulary import OrganisationKind
from pages.core.reference_index import update_reference_index_once
from pages.moderation.gate.locks import lock_stored_rows
from pages.moderation.gate.publication_rules import check_for_publication, messages_by_field
from pages.moderation.gate.publication_set import PublicationSet
from pages.search.indexing import index_at_end

from .drafts import Draft, fingerprint_of, make_drafts

NEVER_IN_A_PLAN = {field.name for field in Page._meta.fields} - {"title", "slug"}
"""Fields that no table sets. Checking each costs a query."""
MAX_ASKED = 255
"""The most letters of what is saved for the next table: more is a text that does not come again."""
KINDS_IN_PLANS = [
    OrganisationKind.POLICE_FORCE,
    OrganisationKind.COMMISSIONER,
    OrganisationKind.OTHER,
    OrganisationKind.GOVERNMENT,
    OrganisationKind.DECISION_BODY,
    OrganisationKind.DESIGNATED_BODY,
]
"""The kinds of organisations, those first that the plan of a force names most often."""
SAVED_ALREADY = "This table has already been saved."
CHANGED_MEANWHILE = (
    "Someone has changed these recommendations. The preview now shows what the table would change. "
    "Check it and save again."
)


def known_to_site(parent: SuperComplaintPage) -> Known:
    """Return what is known beside a table about ``parent``."""
    force = our_force()
    organisations = list(Organisation.objects.filter(live=True))
    organisations.sort(key=lambda each: KINDS_IN_PLANS.index(each.kind))
    name = force.name if force and force.live else ""
    here = RecommendationResponsePage.objects.child_of(parent).not_moved()
    recommendations = []
    for page in with_draft_numbers(here).order_by("draft_sort_key", "path"):
        recommendations.append((draft_name(page), draft_title(page)))
    saved = {(each.step, each.asked): each.answer for each in SavedChoice.objects.all()}
    return Known(
        today=timezone.localdate(),
        organisations=[each.name for each in organisations],
        our_force=name,
        recommendations=tuple(recommendations),
        report=parent.report_published,
        saved=saved,
    )


def read_for(
    document: Document, choices: Choices, parent: SuperComplaintPage, person: User
) -> tuple[Plan, list[Draft]]:
    """Return what ``document`` says of ``parent``, and the drafts once everything else is answered."""
    known = known_to_site(parent)
    plan = read_plan(document, choices, known)
    if plan.questions.unanswered:
        return plan, []
    drafts = make_drafts(plan, parent, person, known)
    check_drafts(parent, drafts)
    return plan, drafts


@transaction.atomic
def save_import(table_import: TableImport, person: User, fingerprint: str) -> list[PublicationSet]:
    """Save an import once, and keep nothing of the table; return the sets that hold its drafts.

    Raises ``RefusedError`` if it is saved already, if it is not what the person was shown, or if a draft
    cannot be saved: then nothing is.
    """
    stored = TableImport.objects.select_for_update(of=["self"]).get(pk=table_import.pk)
    parent = stored.super_complaint
    if stored.saved_at or not parent:
        raise RefusedError(SAVED_ALREADY)
    document, choices = Document.from_stored(stored.document), Choices(**stored.choices)
    sets = save_plan(document, choices, parent, person, fingerprint)
    stored.document = {}
    stored.choices = {}
    stored.saved_at = timezone.now()
    stored.save()
    return sets


@transaction.atomic
def save_plan(
    document: Document, choices: Choices, parent: SuperComplaintPage, person: User, fingerprint: str = ""
) -> list[PublicationSet]:
    """Save what ``document`` says by ``choices`` as drafts; return the sets that hold them."""
    lock_for_import(parent)
    plan, drafts = read_for(document, choices, parent, person)
    if plan.questions.unanswered:
        raise RefusedError("Some questions are not answered yet.")
    if fingerprint and fingerprint != fingerprint_of(drafts):
        raise RefusedError(CHANGED_MEANWHILE)
    sets = save_drafts(parent, person, drafts)
    if person.has_perm("complaints.change_savedchoice"):
        keep_choices(plan)
    return sets


def keep_choices(plan: Plan) -> None:
    """Keep what was chosen, so that the next table need not ask."""
    for (step, asked), answer in plan.questions.answers_to_save().items():
        if len(asked) <= MAX_ASKED and len(answer) <= MAX_ASKED:
            SavedChoice.objects.update_or_create(step=step, asked=asked, defaults={"answer": answer})


def lock_for_import(parent: SuperComplaintPage) -> None:
    """Lock the super-complaint and its recommendations until the transaction ends."""
    pages = list(RecommendationResponsePage.objects.child_of(parent).order_by("pk"))
    lock_open_sets_of(pages)
    lock_stored_rows([parent, *pages])


def save_drafts(parent: SuperComplaintPage, person: User, drafts: list[Draft]) -> list[PublicationSet]:
    """Save each draft that is taken, in a transaction that has locked them.

    Raises ``RefusedError`` if one has a problem: then the caller undoes everything.
    """
    wrong = [f"{draft.name}: {problem}" for draft in drafts for problem in draft.problems]
    if wrong:
        raise RefusedError(wrong)
    taken = [draft for draft in drafts if draft.is_taken]
    if any(draft.is_new for draft in taken) and not parent.permissions_for_user(person).can_add_subpage():
        raise PermissionDenied("You cannot create recommendations of this super-complaint.")
    pages = []
    with index_at_end():
        for draft in taken:
            page = add_page(parent, draft.page) if draft.is_new else draft.page
            page.save_revision(user=person, clean=False, log_action=True, is_locked=True)
            pages.append(page)
    if not pages:
        return []
    siblings: list[Any] = [parent, *RecommendationResponsePage.objects.child_of(parent)]
    try:
        title = f"{parent.title}: plan of the force"
        return put_into_sets(person, title, PublicationSet.Job.TABLE, pages, siblings)
    except ValidationError as error:
        raise RefusedError(error.messages) from error


def check_drafts(parent: SuperComplaintPage, drafts: list[Draft]) -> None:
    """Note what is wrong with a draft that is taken, and what it needs before it can be published."""
    for draft in drafts:
        if not draft.is_taken:
            continue
        page = draft.page
        page.minor_correction = False
        page.locale_id = parent.locale_id
        try:
            if draft.is_new:
                page.full_clean(exclude=NEVER_IN_A_PLAN)
            else:  # its number and address stay, so nothing else can have them
                page.clean_fields(exclude=NEVER_IN_A_PLAN)
                page.refuse_deadline_before_report()
        except ValidationError as error:
            for messages in messages_by_field(error).values():
                draft.problems.extend(message for message in messages if message not in draft.problems)
        try:
            check_for_publication(page)
        except ValidationError as error:
            draft.needed = list(dict.fromkeys(error.messages))


def add_page(parent: SuperComplaintPage, draft: RecommendationResponsePage) -> RecommendationResponsePage:
    """Add a new page, and return it with its parts: a revision holds them until they are published."""
    fields = {field.attname: getattr(draft, field.attname) for field in draft._meta.concrete_fields}
    page: Any = RecommendationResponsePage(**fields)
    page.owner = draft.owner
    page.future_parent = parent  # else it is read again for each page
    with update_reference_index_once(None):  # there are no references in the rest
        parent.add_child(instance=page)
    # Also those without a part are set, so that the database is not asked for any.
    parts = [relation.get_accessor_name() for relation in get_all_child_relations(draft)]
    for name in (*parts, "addressees"):
        setattr(page, name, list(getattr(draft, name).all()))
    return page
