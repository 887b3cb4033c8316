"""Published things, without the approvals that they would need."""

from wagtail_factories import PageFactory

from pages.moderation.approval.audit_log import Clearance, record_decision
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.review_policy import approved_state
from pages.moderation.models import AuditLogEntry


class PublishedPageFactory(PageFactory):
    """The parent of factories of pages: a page is live unless ``live=False`` says otherwise."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        with permitted():
            return super()._create_instance(model_class, parent, kwargs)


class PublishedSnippetMixin:
    """For factories of snippets."""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with permitted():
            return super()._create(model_class, *args, **kwargs)


def publish(obj, user=None):
    """Publish ``obj``, a page or snippet, as it is, and return it as it then stands in the database."""
    with permitted():
        obj.save_revision(user=user).publish(skip_permission_checks=True)
    return type(obj).objects.get(pk=obj.pk)


def clear(obj, user=None, **options):
    """Save a revision of ``obj`` by ``user`` that counts as approved, and return it, not yet published."""
    revision = obj.save_revision(user=user, **options)
    state = approved_state(revision, revision.as_object())
    record_decision(
        AuditLogEntry.Action.CLEARED,
        obj=obj,
        revision=revision.pk,
        data=Clearance(
            fingerprint=state.fingerprint,
            files=state.files,
            authors=[user.pk] if user else [],
        ),
    )
    return revision


def change_live(obj, **fields):
    """Change ``fields`` of what is live, as a publication would."""
    for name, value in fields.items():
        setattr(obj, name, value)
    with permitted():
        obj.save()
    return obj


def add_live(parent, page):
    """Add ``page`` below ``parent`` as it is, and return it."""
    with permitted():
        return parent.add_child(instance=page)


def unpublish(obj):
    """Take ``obj`` down without a reason."""
    with permitted():
        obj.unpublish()
