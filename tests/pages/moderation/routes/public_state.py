"""Everything the public sees, and who decides about it; what of it changed; and what a change touched."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    CollectionViewRestriction,
    DraftStateMixin,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.core.page_visibility import is_live_with_ancestors
from tests.effort import by_effort

from .clients import new_client
from .recording import read_tables
from .world import World, key_of

DRAFT_FIELDS = {
    "comments",
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "owner",
    "wagtail_admin_comments",
}
"""Fields of a live row that only editors see."""
NOT_FOUND = 404
REVISIONS = Revision._meta.db_table
FILES = [Document._meta.db_table, Image._meta.db_table]
BESIDE_CONTENT = [Redirect, PageViewRestriction, CollectionViewRestriction, Site]
WHO_DECIDES = [
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
]
UNSEEN = re.compile(
    r"django_session|log|editingsession|referenceindex|comment|uploadedfile|subscription"
    r"|search|feedbackentry|consentrecord|_fts|rendition|userprofile"
)
"""Tables that hold nothing readers see and decide nothing about it."""
TOKEN = re.compile(
    r'name="(?:opened|token|csrfmiddlewaretoken|form_token|wording)"[^>]*>|value="[\w.-]+:[\w-]+:[\w-]+"'
)


def live_models() -> list:
    """Return every type of what can be a draft or live."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


def live_objects() -> Iterator:
    """Yield everything that is live."""
    yield from Page.objects.filter(live=True, depth__gt=1).specific()
    for model in live_models():
        yield from model.objects.filter(live=True)


def row(instance) -> dict:
    """Return what readers can see of ``instance``, its parts included."""
    if hasattr(instance, "serializable_data"):
        data = instance.serializable_data()
    else:
        data = {
            field.attname: getattr(instance, field.attname)
            for field in instance._meta.concrete_fields
        }
    return {
        name: str(value)
        for name, value in data.items()
        if name.removesuffix("_id") not in DRAFT_FIELDS
    }


def place(page) -> tuple[str, str] | None:
    """Return the host and path of ``page``."""
    parts = page.get_url_parts()
    return parts and (urlsplit(parts[1]).hostname, parts[2])


def answer(client, host, path) -> tuple[int, str]:
    """Return what an anonymous reader gets."""
    response = client.get(path, headers={"host": host})
    body = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    text = TOKEN.sub("", body.decode(errors="replace"))
    return response.status_code, response.get("Location", "") + text


def observe(world: World) -> None:
    """Note what is public and who decides about it, and which rows of which tables say so."""
    for part, read in PARTS.items():
        with read_tables() as tables:
            state = read()
        world.parts[part] = state
        world.rows[part] = {table: stored_rows(table) for table in tables}
    with read_tables() as tables:
        answers = _answers(world)
    world.before = {**world.parts["content"], **world.parts["deciding"], **answers}
    world.answering = tables - {table for table in tables if UNSEEN.search(table)}
    world.files = {table: stored_rows(table) for table in FILES}


def public_state(
    world: World, tables: set[str] | None = None, *, rows_suffice=False
) -> dict:
    """Return everything the public sees by what it is, and who decides about it.

    Given the ``tables`` that were written to since the world was observed, it takes
    over what cannot have changed: what follows from rows that are as they were. Where
    nothing else differs, and no file, answers are asked for once for each set of tables
    that answers are made from. If ``rows_suffice`` they are not asked for where a row
    differs already. At small effort, answers are also taken over from an earlier
    attempt that changed the same rows in the same fields.
    """
    known = {
        part
        for part, stored in world.rows.items()
        if tables is not None
        and all(stored[table] == stored_rows(table) for table in stored.keys() & tables)
    }
    state = {}
    for part, read in PARTS.items():
        state |= world.parts[part] if part in known else read()
    answers = {
        key: was for key, was in world.before.items() if key.startswith("address ")
    }
    files_stay = tables is not None and all(
        set(rows) <= set(stored_rows(table))
        for table, rows in world.files.items()
        if table in tables
    )
    behind = frozenset(world.answering if tables is None else tables & world.answering)
    differing = fields_that_differ(world.before, state | answers)
    if (rows_suffice and differing) or (
        not differing and behind in world.asked and files_stay
    ):
        return state | answers
    attempted = (behind, differing)
    is_known = differing and files_stay and attempted in world.answers_after
    if by_effort(is_known, False):
        return state | world.answers_after[attempted]
    world.asked.add(behind)
    world.answers_after[attempted] = _answers(world)
    return state | world.answers_after[attempted]


def stored_rows(table: str) -> list[str]:
    """Return what ``table`` holds that readers may come to see, in no order that matters."""
    with connection.cursor() as cursor:
        condition = (
            " WHERE approved_go_live_at IS NOT NULL" if table == REVISIONS else ""
        )
        cursor.execute(f'SELECT * FROM "{table}"{condition}')  # noqa: S608
        names = [column[0] for column in cursor.description]
        kept = [
            place
            for place, name in enumerate(names)
            if name.removesuffix("_id") not in DRAFT_FIELDS
        ]
        return sorted(
            repr([values[place] for place in kept]) for values in cursor.fetchall()
        )


def _content() -> dict:
    state: dict = {
        f"row {key_of(instance)}": row(instance) for instance in live_objects()
    }
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        state[f"due {revision.content_type.model} {revision.object_id}"] = (
            revision.pk,
            revision.approved_go_live_at,
            str(revision.content),
        )
    for model in BESIDE_CONTENT:
        for instance in model.objects.all():
            # A redirect to a page that is not public leads nobody anywhere.
            if getattr(
                instance, "redirect_page", None
            ) is None or is_live_with_ancestors(instance.redirect_page):
                state[f"{model._meta.verbose_name} {instance.pk}"] = row(instance)
    return state


def _deciding() -> dict:
    state: dict = {}
    for model in WHO_DECIDES:
        for instance in model.objects.all():
            state[f"rule: {model._meta.verbose_name} {instance.pk}"] = row(instance)
    for user in User.objects.all():
        groups = sorted(user.groups.values_list("name", flat=True))
        state[f"account {user.username}"] = (user.is_active, user.is_superuser, groups)
    for group in Group.objects.all():
        state[f"group {group.name}"] = sorted(
            group.permissions.values_list("codename", flat=True)
        )
    for task in Task.objects.specific():
        if hasattr(task, "groups"):
            state[f"step {task.pk}"] = sorted(
                task.groups.values_list("name", flat=True)
            )
    return state


PARTS = {"content": _content, "deciding": _deciding}


def _answers(world: World) -> dict:
    reader = new_client()
    own = [("localhost", path) for path in ("/sitemap.xml", "/old/", "/old")]
    own += [("localhost", document.url) for document in Document.objects.all()]
    own += [("localhost", image.file.url) for image in Image.objects.all()]
    pages = Page.objects.filter(live=True, depth__gt=1)
    current = {found for page in pages if (found := place(page))} | set(own)
    # What was taken down or deleted is asked for as well.
    world.addresses |= current if not world.before else set()
    state = {}
    for host, path in sorted(current | world.addresses):
        shown = path if host == "localhost" else f"{host}{path}"
        given = answer(reader, host, path)
        if given[0] != NOT_FOUND or f"address {shown}" in world.before:
            state[f"address {shown}"] = given
    return state


def changes(before: dict, after: dict) -> dict[str, tuple]:
    """Return what differs by what it is, as it was and as it is."""
    keys = sorted(before.keys() | after.keys())
    return {
        key: (before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    }


def fields_that_differ(before: dict, after: dict) -> frozenset[tuple]:
    """Return what differs, down to the fields but without their values, since times are among these."""
    return frozenset(
        (
            key,
            was is None,
            now is None,
            *(name for name in now if was.get(name) != now[name]),
        )
        if isinstance(was, dict) and isinstance(now, dict)
        else (key, was is None, now is None)
        for key, (was, now) in changes(before, after).items()
    )


def told(key: str, was, now) -> str:
    """Say in a few words what changed."""
    if key.startswith("address "):
        old, new = (value[0] if value else "none" for value in (was, now))
        return f"{key.removeprefix('address ')} {old} → {new}" + (
            " with other content" if old == new else ""
        )
    if was is None or now is None:
        return f"{key} {'came' if was is None else 'went'}"
    if isinstance(was, dict):
        fields = [name for name in now if was.get(name) != now[name]]
        return f"{key}: " + ", ".join(
            f"{name} {was.get(name)!s:.30} → {now[name]!s:.30}" for name in fields
        )
    return f"{key}: {was!s:.60} → {now!s:.60}"
