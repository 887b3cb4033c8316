"""E-mails about comments and suggested wording. They hold nothing of either."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import DraftStateMixin

from pages.moderation.rules import roles
from pages.moderation.rules.authors import authors_since_publication

from .emails import email_name, notify


def remarks_address(obj: Any) -> str:
    """Return the address of the screen with the remarks on ``obj``."""
    return reverse("moderation:remarks", args=[obj._meta.label_lower, obj.pk])


def remarks_link(obj: Any) -> str:
    """Return the full address of that screen."""
    return settings.WAGTAILADMIN_BASE_URL + remarks_address(getattr(obj, "specific", obj))


def notify_of_remark(obj: DraftStateMixin, user: User, others: Iterable[int] = ()) -> None:
    """Tell the authors of ``obj``, and the ``others`` who take part, that ``user`` left a remark."""
    people = get_user_model().objects.filter(
        pk__in=authors_since_publication(obj).union(others) - {user.pk}, is_active=True
    )
    draft = obj.latest_revision.as_object() if obj.latest_revision else obj
    name = email_name(obj, draft)
    notify(
        [person for person in people if roles.has_any_role(person)],
        f"Commented on: {name}",
        f"{roles.display_name(user)} commented on {name} or suggested other wording.\n\nRead it: ",
        remarks_link(obj),
    )
