"""Whether something that is approved is for a later time: until then nobody else reads its title."""

from typing import Any

from django.utils import timezone


def is_for_later(draft: Any) -> bool:
    """Tell whether the time of publication of ``draft``, a page, a snippet or a set, has not come."""
    return bool(draft.go_live_at and draft.go_live_at > timezone.now())
