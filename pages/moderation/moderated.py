"""What every page and snippet that the public sees has in common: it is moderated."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, Workflow, WorkflowState

from .publishing import publish
from .records.locks import lock
from .records.snapshot import fingerprint
from .rules.authors import add_authors, authors_brought_back
from .rules.change_notes import has_been_live
from .rules.roles import ONE_STEP


def change_note_field() -> models.TextField:
    """Return the field in which a moderated model tells the public what a change is about."""
    return models.TextField(
        blank=True,
        default="",
        help_text="For the public, once this has been published: what you changed, and why.",
    )


def minor_correction_field() -> models.BooleanField:
    """Return the field that says that a change is only a correction."""
    return models.BooleanField(
        default=False,
        verbose_name="only a minor correction",
        help_text=(
            "Spelling, grammar or style of running text. No change of a position, reason, status, date, "
            "figure, link, addressee, owner, quotation or assurance. One moderator approves it."
        ),
    )


CHANGE_PANEL = MultiFieldPanel(
    [FieldPanel("change_note"), FieldPanel("minor_correction")], heading="About this change"
)


class Moderated:
    """How a page or snippet behaves whose publication others approve; stands before Wagtail’s class."""

    correctable_fields: ClassVar[frozenset[str]] = frozenset()
    """Running text in which a minor correction is possible, in this class, its children and blocks."""

    internal_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields of this class that no published version holds."""

    if TYPE_CHECKING:  # what it is mixed into
        minor_correction: bool
        latest_revision: Revision
        live_revision_id: int | None
        workflow_states: Any
        serializable_data: Any

    def get_workflow(self):
        """Return the workflow; a minor correction of what was public goes by the one with a single step."""
        workflow = super().get_workflow()  # type: ignore[misc]
        if workflow and self.minor_correction and has_been_live(self):
            return Workflow.objects.filter(name=ONE_STEP, active=True).first() or workflow
        return workflow

    def get_lock(self):
        """Return the lock, and go on with the review as it is now.

        Wagtail's screens ask for the review again and again, and break if it ends in another session
        before they have answered; what has ended is refused when it is acted on.
        """
        self.open_review = self._read_open_review()
        return super().get_lock()  # type: ignore[misc]

    @property
    def current_workflow_state(self):
        """Return the review that is open, as it was when the lock was asked for."""
        if not hasattr(self, "open_review"):
            return super().current_workflow_state  # type: ignore[misc]
        return self.open_review

    @property
    def workflow_in_progress(self):
        """Tell whether that review waits for somebody to approve."""
        state = self.current_workflow_state
        return bool(state) and state.status == WorkflowState.STATUS_IN_PROGRESS

    def with_content_json(self, content):
        """Keep which revision is live, as Wagtail keeps whether one is.

        Scheduling a draft from before the publication would otherwise take down what is live.
        """
        version = super().with_content_json(content)  # type: ignore[misc]
        version.live_revision_id = self.live_revision_id
        return version

    def _read_open_review(self) -> WorkflowState | None:
        return self.workflow_states.active().select_related("current_task_state__task").first()

    def publish(self, revision, *args, **options):
        """Publish ``revision``, if others approved this very one and no hold is in the way.

        Raises ``PublicationRefusedError`` or ``HeldError``, both of which are ``ValidationError``.
        """
        write = super().publish  # type: ignore[misc]
        publish.publish(self, revision, lambda: write(revision, *args, **options))

    @transaction.atomic
    def save_revision(self, user=None, clean=True, overwrite_revision=None, **options):
        """Save a revision, unless nothing has changed.

        Each editor has one working revision, which is written over until it is submitted or somebody else
        saves. A change during a review starts the review again. Raises ``PermissionDenied`` if a newer
        revision than the one to overwrite exists.
        """
        stored = lock(self)
        latest = stored.latest_revision
        self.latest_revision = latest
        if latest and fingerprint(latest.content) == fingerprint(self.serializable_data()):
            _keep_comments(self, latest)
            return latest
        working = latest and latest.pk != stored.live_revision_id and _is_working_revision(latest, user)
        if overwrite_revision in (None, latest) and not options.get("previous_revision"):
            overwrite_revision = latest if working else None
        revision = super().save_revision(  # type: ignore[misc]
            user=user, clean=clean, overwrite_revision=overwrite_revision, **options
        )
        earlier = authors_brought_back(self, revision, options.get("previous_revision"))
        add_authors(self, earlier | ({user.pk} if user else set()), revision)
        self._start_review_again(user)
        return revision

    def _start_review_again(self, user) -> None:
        state = self.workflow_states.filter(status="in_progress").first()
        if not state:
            return
        workflow = self.get_workflow()
        if state.workflow == workflow:
            # Without its earlier approvals, which were for another revision.
            state.current_task_state.specific.cancel(user=user)
        else:
            state.cancel(user=user)
            if workflow:
                workflow.start(self, state.requested_by)
        if hasattr(self, "open_review"):
            self.open_review = self._read_open_review()


def _is_working_revision(revision: Revision, user) -> bool:
    """Tell whether ``user`` alone wrote ``revision`` and it was neither submitted nor approved."""
    mine = bool(user) and revision.user_id == user.pk
    return mine and not revision.approved_go_live_at and not revision.task_states.exists()


def _keep_comments(obj: Any, latest: Revision) -> None:
    """Save colleagues' comments, which change nothing for the public, without a new revision."""
    if not isinstance(obj, Page):
        return
    for comment in getattr(obj, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
        comment.revision_created = latest
    obj.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)
    comments = obj.serializable_data()[COMMENTS_RELATION_NAME]
    if latest.content.get(COMMENTS_RELATION_NAME) != comments:
        Revision.objects.filter(pk=latest.pk).update(
            content={**latest.content, COMMENTS_RELATION_NAME: comments}
        )
