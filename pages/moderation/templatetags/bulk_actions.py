"""The buttons below a list for what can be done to several of its rows."""

from typing import Any

from django import template
from django.apps import apps
from django.urls import reverse
from wagtail.admin.widgets.button import ListingButton

from pages.moderation.desk.bulk_actions import offered_bulk_actions

register = template.Library()


@register.simple_tag(takes_context=True)
def allowed_bulk_actions(context: dict[str, Any], app_label: str, model_name: str) -> list[ListingButton]:
    """Return the buttons of Wagtail's tag ``bulk_action_choices`` without those that the user may not use."""
    model = apps.get_model(app_label, model_name)
    return [
        ListingButton(
            action.display_name,
            reverse("wagtail_bulk_action", args=[app_label, model_name, action.action_type]),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            classname=" ".join(action.classes | {"bulk-action-btn"}),
        )
        for action in offered_bulk_actions(model, context["request"].user)
    ]
