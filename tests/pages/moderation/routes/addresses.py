"""Fills each address in with things of the world."""

import contextlib
import re
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Task, TaskState, Workflow

from . import people
from .discovery import url_patterns
from .world import World, everything, key_of, snippets_tried

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
UNNAMED = {
    r"^(?:.*/)?about-us/about-us/super-complaints/$": "/about-us/about-us/super-complaints/",
    "admin/^.*/$": "/admin/nowhere/",
    r"admin/^api/main/(?:images|documents|pages/\d+/action)/": "/admin/api/main/images/",
    "admin/^(?:snippets/choose|embeds|failwhale)/": "/admin/embeds/chooser/",
    "admin/^(?:collections|groups|sites|workflows)/": "/admin/sites/",
    r"admin/^pages/\d+/privacy/$": "/admin/pages/1/privacy/",
    "admin/test404/": "/admin/test404/",
    "media/<path:path>": "/media/original_images/example.jpg",
    "robots.txt": "/robots.txt",
    "sitemap.xml": "/sitemap.xml",
}
WITHOUT_NAMES = {
    "blocks_of_field": ["complaints.Action.evidence", "0"],
    "brand_style": ["1d3461"],
    "updates_of_super_complaint": ["stalking"],
    "guide_of_a_role": ["editors"],
    "guide_picture": ["register"],
    "new_row": ["complaints.RecommendationResponsePage.actions", "0"],
    "wagtail_serve": ["super-complaints/"],
    "wagtaildocs_serve": [1, "report.txt"],
}


class Address(NamedTuple):
    """A route with its parameters filled in."""

    route: str
    target: str
    path: str


def addresses(world: World, name: str, pattern: str) -> list[Address]:
    """Return the addresses of a route: one for each thing that it can be tried on.

    They stay the same, whatever happens in the world: see ``find_addresses``.
    """
    if (name, pattern) not in world.routes:
        world.routes[name, pattern] = _addresses(world, name, pattern)
    return world.routes[name, pattern]


def find_addresses(world: World) -> None:
    """Fill each address in while the world is as it was built; what cannot be is told when it is tried."""
    for name, pattern, _ in url_patterns():
        with contextlib.suppress(LookupError):
            addresses(world, name, pattern)


def _addresses(world: World, name: str, pattern: str) -> list[Address]:
    if name.endswith("-"):
        return [Address(name, "", UNNAMED.get(pattern, f"/{pattern}"))]
    if name in WITHOUT_NAMES:
        return [Address(name, "", reverse(name, args=WITHOUT_NAMES[name]))]
    wanted = [first or second for first, second in PARAMETER.findall(pattern)]
    found = []
    for target, values in targets(world, name):
        arguments = {parameter: values[parameter] for parameter in wanted}
        path = reverse(name, kwargs=arguments)
        if path not in [each.path for each in found]:
            found.append(Address(name, target, path))
    return found


def targets(world: World, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what the route of this name can be tried on, with the values of its parameters."""
    namespace, _, last = name.rpartition(":")
    if namespace.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_")):
        label = ".".join(namespace.split("_", 1)[1].split("_", 1))
        return [
            (key_of(snippet), _of_snippet(world, snippet))
            for snippet in snippets_tried(world)[label]
        ]
    if namespace == "wagtailadmin_pages" or name.startswith("wagtailadmin_api:pages"):
        return [(label, _of_page(world, page)) for label, page in world.pages.items()]
    if name == "moderation:take_down_file":
        document = world.things["document"]
        return [("", {"label": document._meta.label_lower, "pk": document.pk})]
    if name in (
        "moderation:take_down",
        "moderation:ask_to_take_down",
        "moderation:redact",
    ):
        snippets = [(key_of(each), each) for each in everything(world, pages=False)]
        things = [*world.pages.items(), *snippets]
        return [
            (what, {"label": each._meta.label_lower, "pk": str(each.pk)})
            for what, each in things
        ]
    return [("", _of_things(world, namespace or name, last))]


def _common(world: World) -> dict[str, Any]:
    things = world.things
    return {
        "action_name": "approve",
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "destination_id": things["destination"].pk,
        "parent_page_id": things["parent"].pk,
        "content_type_app_name": "complaints",
        "content_type_model_name": "recommendationresponsepage",
        "app_label": "complaints",
        "model_name": "recommendationresponsepage",
    }


def _of_workflow(instance) -> dict[str, Any]:
    state = instance.current_workflow_state
    task_state = state.current_task_state if state else TaskState.objects.first()
    state = state or task_state.workflow_state
    return {
        "task_state_id": task_state.pk,
        "workflow_state_id": state.pk,
        "task_id": task_state.task_id,
    }


def _of_page(world: World, page) -> dict[str, Any]:
    ids = dict.fromkeys(["pk", "page_id", "page_to_move_id"], page.pk)
    revision = page.scheduled_revision or page.latest_revision
    return {**_common(world), **_of_workflow(page), **ids, "revision_id": revision.pk}


def _of_snippet(world: World, snippet) -> dict[str, Any]:
    own = {"pk": snippet.pk, "revision_id": snippet.latest_revision_id}
    return {**_common(world), **_of_workflow(snippet), **own}


def _of_things(world: World, namespace: str, last: str) -> dict[str, Any]:
    things = world.things
    workflow, task = Workflow.objects.latest("pk"), Task.objects.latest("pk")
    document, image, entry = things["document"], things["image"], things["entry"]
    page = world.pages["live with a draft"]
    of_moderation = {
        "agreement_document": things["agreement"],
        "comments": page,
        "put_back": page,
        "set": things["set"],
    }
    own = {
        "wagtailadmin_collections": things["collection"],
        "wagtailadmin_workflows": task if "task" in last else workflow,
        "wagtaildocs_chooser": document,
        "wagtailimages_chooser": image,
        "wagtailadmin_api:documents": document,
        "wagtailadmin_api:images": image,
        "wagtailsites": things["site"],
        "wagtailusers_users": world.people[people.AUTHOR],
        "wagtailusers_groups": Group.objects.get(name="Moderators"),
        "feedback": entry,
        "moderation": of_moderation.get(last, things["decision"]),
        "new_response": things["section"],
        "plan_download": things["parent"],
        "plan_sheet": things["parent"],
        "update_round": things["parent"],
    }.get(namespace, document)
    return {
        **_common(world),
        "pk": own.pk,
        "action": "publish",
        "app_name": "wagtaildocs",
        **_model_for(namespace, last),
        "collection_id": things["collection"].pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "image_id": image.pk,
        "filter_spec": "width-20",
        "uploaded_file_id": things[
            "uploaded image" if "images" in namespace else "uploaded document"
        ].pk,
        "redirect_id": things["redirect"].pk,
        "restriction_id": 1,
        "page_view_restriction_id": things["restriction"].pk,
        "page_id": page.pk,
        "page_pk": things["section"].pk,
        "workflow_pk": workflow.pk,
        "task_id": task.pk,
        "object_id": str(page.pk),
        "session_id": things["editing session"].pk,
        "uidb64": "MQ",
        "number": 0,
        "name": "images/example.jpg",
        "key": "mine",
        "token": "a-b",
        "provider_id": "provider",
    }


def _model_for(namespace: str, last: str) -> dict[str, str]:
    """Return the model that an address names, by what the address is for."""
    label = {
        "wagtail_bulk_action": "wagtailcore.page",
        "wagtailadmin_tag_model_autocomplete": "wagtaildocs.document",
        "wagtailadmin_editing_sessions": "wagtailcore.page",
        "wagtailadmin_workflows": "wagtailcore.groupapprovaltask",
    }.get(namespace, "complaints.recommendationresponsepage")
    app_label, model_name = label.split(".")
    return {"app_label": app_label, "model_name": model_name}
