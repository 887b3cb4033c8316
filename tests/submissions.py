"""Submitting without a screen, and deciding on the review screen."""

from django.urls import reverse
from wagtail.models import Page


def submit(obj, person):
    """Change ``obj`` as ``person`` and submit it."""
    obj.change_note = "We put it right."
    obj.save_revision(user=person)
    return obj.get_workflow().start(obj, person)


def present_step(obj):
    """Return the step at which the review of ``obj`` is, as the database has it."""
    stored = type(obj)._default_manager.get(pk=obj.pk)
    return (
        stored.specific if isinstance(stored, Page) else stored
    ).current_workflow_task_state


def review_address(state):
    """Return the address of the review screen of ``state``."""
    return reverse("moderation:review", args=[state.pk])


def decision(state, name="approve", comment=""):
    """Return what the review screen of ``state`` sends."""
    return {"decision": name, "comment": comment, "revision": str(state.revision_id)}


def decide(client, obj, person, name="approve", comment="", state=None, **options):
    """Decide about ``obj`` as ``person`` on the review screen of its present step, and return the answer."""
    client.force_login(person)
    state = state or present_step(obj)
    return client.post(review_address(state), decision(state, name, comment), **options)


def was_decided(answer):
    """Return True if ``answer`` leads away from the review screen, which shows what is wrong."""
    return answer.status_code == 302 and "/moderation/review/" not in answer["Location"]
