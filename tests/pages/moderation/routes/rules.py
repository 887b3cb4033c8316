"""What a person may change by a route of each class, in one place and without asking the site itself."""

from collections.abc import Iterator

from pages.moderation.models import AuditLogEntry

from .people import ADMINISTRATORS, TAKE_DOWN
from .public_state import NOT_FOUND, told
from .world import SUBMITTED, UNAPPROVED, World

ADMINISTERS = "administrators, logged"
PLACE = {"path", "depth", "url_path"}
"""Fields of a page that change when it is moved."""


def entries() -> int:
    """Return how many lines the audit log has."""
    return AuditLogEntry.objects.count()


def may_administer(its_class: str, person: str) -> bool:
    """Tell whether ``person`` may do by a route of ``its_class`` what cannot be moderated."""
    return its_class == ADMINISTERS and person in ADMINISTRATORS


def broken(
    world: World, its_class: str, person: str, changed: dict, *, logged: bool
) -> Iterator[str]:
    """Yield each of the ``changed`` things that ``person`` may not change by a route of ``its_class``."""
    if may_administer(its_class, person) or (
        person in ADMINISTRATORS and _only_calls_off(changed)
    ):
        if not logged:
            yield "nothing in the log about " + "; ".join(
                told(key, *pair) for key, pair in changed.items()
            )
        yield from (
            told(key, *pair) for key, pair in changed.items() if _is_content(key, pair)
        )
        return
    allowed = {"approves": _approved, "takes down": _taken_down}.get(its_class)
    rows = {
        key: pair for key, pair in changed.items() if not key.startswith("address ")
    }
    good = {
        key
        for key, pair in changed.items()
        if allowed and allowed(world, person, key, pair)
    }
    for key, pair in changed.items():
        if key in good or (good and key not in rows and _follows(its_class, pair)):
            continue
        yield told(key, *pair)


def _is_content(key: str, pair: tuple) -> bool:
    """Tell whether something that is published came, went or says something else, wherever it stands."""
    was, now = pair
    if not key.startswith("row "):
        return False
    return not (was and now) or any(
        now[name] != was.get(name) for name in now.keys() - PLACE
    )


def _only_calls_off(changed: dict) -> bool:
    """Tell whether all that happened is that something will not be published at its time."""
    return all(
        key.startswith("due ") and now is None for key, (_, now) in changed.items()
    )


def _approved(world: World, person: str, key: str, pair: tuple) -> bool:
    """Tell whether what waited for this person's approval became exactly what was submitted."""
    was, now = pair
    if person not in world.approvers.get(key.removeprefix("row "), []) or not (
        was and now
    ):
        return False
    words = [
        now[name] for name in now if now[name] != was[name] and not name.endswith("_at")
    ]
    return SUBMITTED in words and not any(
        each in text for each in UNAPPROVED for text in words
    )


def _taken_down(world: World, person: str, key: str, pair: tuple) -> bool:
    """Tell whether a moderator took something down or deleted a file, or called off what was to go live."""
    is_file = (
        key.startswith("address /documents/")
        and bool(pair[1])
        and pair[1][0] == NOT_FOUND
    )
    return person in TAKE_DOWN and (
        is_file or (key.startswith(("row ", "due ")) and pair[1] is None)
    )


def _follows(its_class: str, pair: tuple) -> bool:
    """Tell whether an address shows what was approved, or no longer shows what was taken down."""
    was, now = pair
    status = was[0] == now[0] if was and now else False
    if its_class == "takes down":
        return status or (bool(now) and now[0] in (302, 404, 410))
    return status and not any(
        words in now[1] and words not in was[1] for words in UNAPPROVED
    )
