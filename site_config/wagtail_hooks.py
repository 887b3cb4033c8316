"""What belongs to the whole site on the screens of the CMS."""

from typing import Any

from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from pages.feedback.models import FeedbackEntry

from .models import WORKER, Heartbeat, worker_has_stopped


class StoppedWorkerPanel(Component):
    """Tells editors that nothing happens by itself; nothing while the worker runs."""

    name = "stopped_worker"
    template_name = "site_config/stopped_worker.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        if not worker_has_stopped():
            return {}
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(FeedbackEntry)
        may_read = policy.user_has_any_permission(user, {"view", "change"})
        return {
            "has_stopped": True,
            "since": Heartbeat.last(WORKER),
            "may_read_feedback": may_read,
        }


hooks.register(
    "construct_homepage_panels",
    lambda request, panels: panels.append(StoppedWorkerPanel()),
)
