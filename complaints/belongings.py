"""Reads all that belongs to one recommendation in three queries: rows that hang together come together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet, Value

from .models import Action, DueDate, Organisation, ProgressUpdate, RecommendationResponsePage, Response

NAMED = ("id", "live", "name")
"""What is read of an organisation to name it, in the order of its fields."""
DUE = ("sort_order", "due", "no_date", "reason")
"""What a due date says."""
OF_RESPONSES = [each.attname for each in Response._meta.concrete_fields]


def fetch(page: Any, parts: Iterable[Any]) -> None:
    """Fetch what is published with ``page``, and whom each of its ``parts``, shown as cards, addresses.

    What a draft holds already stays.
    """
    if not getattr(page, "_cluster_related_objects", None):
        responses, updates = _responses_and_updates(page)
        _keep(page, "responses", responses)
        _keep(page, "actions", _with_due_dates(Action.objects.filter(page=page)))
        _keep(page, "progress_updates", updates)
        _name_organisations([page, *parts], responses)
    elif parts:
        _name_organisations(parts, [])


def _name_organisations(addressing: Iterable[Any], responses: Iterable[Any]) -> None:
    """Fetch the addressees of recommendations and the respondents of ``responses``, both by name."""
    addressed = _organisations_of("addressees", addressing, RecommendationResponsePage)
    responding = _organisations_of("respondents", responses, Response)
    found: dict[tuple[str, int], list[Organisation]] = defaultdict(list)
    for relation, key, *values in addressed.union(responding, all=True).order_by("name"):
        found[relation, key].append(Organisation.from_db(None, NAMED, values))
    for relation, objects in (("addressees", addressing), ("respondents", responses)):
        for each in objects:
            _keep(each, relation, found[relation, each.pk])


def _organisations_of(relation: str, objects: Iterable[Any], model: Any) -> QuerySet:
    through = model._meta.get_field(relation).remote_field.through
    key = model._meta.model_name
    rows = through.objects.filter(**{f"{key}__in": [each.pk for each in objects]}).annotate(
        relation=Value(relation), key=F(key), **{name: F(f"organisation__{name}") for name in NAMED[1:]}
    )
    return rows.values_list("relation", "key", "organisation_id", *NAMED[1:])


def _responses_and_updates(page: Any) -> tuple[list[Response], list[ProgressUpdate]]:
    """Return both in their order; an update leaves empty what responses alone have, and they its text."""
    responses = Response.objects.filter(page=page).annotate(kind=Value("response"), text=Value(""))
    empty: dict[str, Any] = dict.fromkeys(("position", "reason", "approving_post"), Value(""))
    empty["narrative"] = Value(None, Response._meta.get_field("narrative"))
    updates = ProgressUpdate.objects.filter(page=page).annotate(
        kind=Value("update"), date=F("as_at"), **empty
    )
    rows, others = (
        each.order_by().values_list("kind", *OF_RESPONSES, "text") for each in (responses, updates)
    )
    found: tuple[list[Response], list[ProgressUpdate]] = ([], [])
    for kind, *values, text in rows.union(others, all=True).order_by("sort_order", "id"):
        if kind == "response":
            found[0].append(Response.from_db(None, OF_RESPONSES, values))
        else:
            key, order, above, *_, date, _ = values
            found[1].append(ProgressUpdate(key, order, above, date, text))
    return found


def _with_due_dates(actions: QuerySet) -> list[Action]:
    """Return ``actions``, each with its due dates."""
    columns = {f"due_{name}": F(f"due_dates__{name}") for name in ("pk", *DUE)}
    found: dict[int, Action] = {}
    due_dates: dict[int, list[DueDate]] = defaultdict(list)
    for row in actions.annotate(**columns).order_by("sort_order", "pk", "due_sort_order", "due_pk"):
        action = found.setdefault(row.pk, row)
        if row.due_pk:
            fields = {name: getattr(row, f"due_{name}") for name in DUE}
            due_dates[row.pk].append(DueDate(pk=row.due_pk, action=action, **fields))
    for action in found.values():
        _keep(action, "due_dates", due_dates[action.pk])
    return list(found.values())


def _keep(owner: Any, relation: str, objects: list[Any]) -> None:
    """Let ``owner`` find ``objects`` under ``relation``, as Django does with what it fetches along."""
    rows: Any = getattr(owner, relation).get_queryset()
    rows._result_cache = objects
    rows._prefetch_done = True
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}
    owner._prefetched_objects_cache[relation] = rows
