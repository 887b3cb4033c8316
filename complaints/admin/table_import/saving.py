"""Saves what a table makes and changes, all of it or nothing, as drafts in one publication set."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from complaints.admin.recommendation_lists import with_draft_numbers
from complaints.admin.round_sets import lock_open_sets_of, put_into_sets
from complaints.admin.update_round.rows import draft_name, draft_title
from complaints.importing.choices import ImportChoices
from complaints.importing.questions import AnswerKnown
from complaints.importing.reading import read_plan
from complaints.importing.records import ImportedPlan
from complaints.importing.tables import Document
from complaints.models import (
    RecommendationResponsePage,
    SavedChoice,
    SuperComplaintPage,
    TableImport,
)
from complaints.models.respondents import offered_organisations, our_force
from pages.core.reference_index import no_reference_updates
from pages.moderation.approval.locks import lock_stored_rows
from pages.moderation.approval.publication_rules import check_for_publication
from pages.moderation.approval.publication_set import PublicationSet
from pages.search.indexing import index_at_end

from .draft import RecommendationDraft
from .draft_maker import DraftMaker, fingerprint_of

NEVER_IN_A_PLAN = {field.name for field in Page._meta.fields} - {"title", "slug"}
"""Fields that no table sets. Checking each costs a query."""
MAX_ASKED = 255
"""The most letters of what is saved for the next table: more is a text that does not come again."""
SAVED_ALREADY = "This table has already been saved."
CHANGED_MEANWHILE = (
    "What readers will see has changed since you opened this preview, by your choices or by someone else’s "
    "changes. Check it and save again."
)


def known_to_site(parent: SuperComplaintPage) -> AnswerKnown:
    """Return what is known beside a table about ``parent``."""
    force = our_force()
    our_name = force.name if force and force.live else ""
    here = RecommendationResponsePage.objects.child_of(parent)
    pages = with_draft_numbers(here).order_by("draft_sort_key", "path")
    return AnswerKnown(
        today=timezone.localdate(),
        organisations=[organisation.name for organisation in offered_organisations()],
        our_force=our_name,
        recommendations=tuple((draft_name(page), draft_title(page)) for page in pages),
        report=parent.report_published,
        saved={
            (choice.step, choice.asked): choice.answer
            for choice in SavedChoice.objects.all()
        },
    )


def read_import(
    table_import: TableImport, person: User
) -> tuple[ImportedPlan, list[RecommendationDraft]]:
    """Return what a table says by what was chosen, and its drafts once everything else is answered."""
    parent: Any = table_import.super_complaint
    document = Document.from_stored(table_import.document)
    plan = read_plan(
        document, ImportChoices(**table_import.choices), known_to_site(parent)
    )
    if plan.questions.unanswered:
        return plan, []
    drafts = DraftMaker(plan, parent, person).make()
    check_drafts(parent, drafts)
    return plan, drafts


@transaction.atomic
def save_import(
    table_import: TableImport, person: User, fingerprint: str | None = None
) -> list[PublicationSet]:
    """Save an import once, and keep nothing of the table; return the sets that hold its drafts.

    Raises ``ValidationError`` if it is saved already, if its preview has another
    ``fingerprint`` than the person was shown, or if a draft cannot be saved: then
    nothing is.
    """
    stored = TableImport.objects.select_for_update(of=["self"]).get(pk=table_import.pk)
    parent = stored.super_complaint
    if stored.saved_at or not parent:
        raise ValidationError(SAVED_ALREADY)
    pages = list(RecommendationResponsePage.objects.child_of(parent).order_by("pk"))
    lock_open_sets_of(pages)
    lock_stored_rows([parent, *pages])
    plan, drafts = read_import(stored, person)
    if plan.questions.unanswered:
        raise ValidationError("Some questions are not answered yet.")
    if fingerprint not in {None, fingerprint_of(drafts)}:
        raise ValidationError(CHANGED_MEANWHILE)
    sets = save_drafts(parent, person, drafts)
    if person.has_perm("complaints.change_savedchoice"):
        keep_choices(plan)
    stored.document = {}
    stored.choices = {}
    stored.saved_at = timezone.now()
    stored.save()
    return sets


def keep_choices(plan: ImportedPlan) -> None:
    """Keep what was chosen, so that the next table need not ask."""
    for (step, asked), answer in plan.questions.answers_to_save().items():
        if max(len(asked), len(answer)) <= MAX_ASKED:
            SavedChoice.objects.update_or_create(
                step=step, asked=asked, defaults={"answer": answer}
            )


def save_drafts(
    parent: SuperComplaintPage, person: User, drafts: list[RecommendationDraft]
) -> list[PublicationSet]:
    """Save each draft that is taken, in a transaction that has locked them.

    Raises ``ValidationError`` if one has a problem: then the caller undoes everything.
    """
    wrong = []
    for draft in drafts:
        wrong += [f"{draft.name}: {problem}" for problem in draft.problems]
    if wrong:
        raise ValidationError(wrong)
    taken = [draft for draft in drafts if draft.is_taken]
    if (
        any(draft.is_new for draft in taken)
        and not parent.permissions_for_user(person).can_add_subpage()
    ):
        raise PermissionDenied(
            "You cannot create recommendations of this super-complaint."
        )
    if not taken:
        return []
    with index_at_end():
        for draft in taken:
            if draft.is_new:
                with no_reference_updates():  # publishing it does that
                    parent.add_child(instance=draft.page)
            draft.page.save_revision(
                user=person, clean=False, log_action=True, is_locked=True
            )
    pages = [draft.page for draft in taken]
    siblings: list[Any] = [parent, *RecommendationResponsePage.objects.child_of(parent)]
    title = f"{parent.title}: plan of the force"
    return put_into_sets(person, title, PublicationSet.Job.TABLE, pages, siblings)


def check_drafts(parent: SuperComplaintPage, drafts: list[RecommendationDraft]) -> None:
    """Add what is wrong with a draft that is taken to its problems."""
    for draft in drafts:
        if not draft.is_taken:
            continue
        page = draft.page
        page.locale_id = parent.locale_id
        try:
            page.full_clean(exclude=NEVER_IN_A_PLAN)
        except ValidationError as error:
            draft.problems = list(dict.fromkeys(draft.problems + error.messages))


def note_what_is_needed(drafts: list[RecommendationDraft]) -> None:
    """Note what a draft that is taken needs before it can be published."""
    for draft in drafts:
        try:
            if draft.is_taken:
                check_for_publication(draft.page)
        except ValidationError as error:
            draft.needed = list(dict.fromkeys(error.messages))
