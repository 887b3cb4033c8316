"""What belongs to Wagtail and Django stays as it is, but for what ``wagtail_patches.py`` replaces."""

import ast
import importlib
import inspect
import pkgutil
import weakref

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_init,
    post_save,
    pre_delete,
    pre_init,
    pre_save,
)

import complaints
import pages
import site_config
from site_config.settings.environment import PROJECT_DIR

OURS = ("complaints", "pages", "site_config")
PLACE_OF_PATCHES = PROJECT_DIR / "pages" / "moderation" / "wagtail_patches.py"
DOCUMENTED = {
    "_meta",
    "_base_manager",
    "_default_manager",
    "_state",
    "_value_",
    "_new_member_",
}
"""Names that begin like private ones and are documented: Django’s, and those of enumerations."""
ASKS_BY_NAME = {"getattr", "hasattr", "setattr", "delattr"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def imported_from_others(tree: ast.Module) -> set[str]:
    """Return the names that a module imports from what is not ours."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and node.module.split(".")[0] not in OURS
        ):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def replaced(tree: ast.Module) -> list[str]:
    """Return what a module assigns to something that is not ours."""
    names = imported_from_others(tree)
    targets = [
        target
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
    ]
    return [
        ast.unparse(target)
        for target in targets
        if isinstance(target, ast.Attribute)
        and ast.unparse(target).split(".")[0] in names
    ]


def private_names_of_others(tree: ast.Module) -> list[str]:
    """Return the private names of other objects that a module uses."""
    found = [name for name in imported_from_others(tree) if is_private(name)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            is_own = isinstance(node.value, ast.Name) and node.value.id in (
                "self",
                "cls",
            )
            found += [] if is_own else [ast.unparse(node)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ASKS_BY_NAME:
            name = node.args[1]
            if isinstance(name, ast.Constant) and is_private(name.value):
                found.append(ast.unparse(node))
    return found


def our_modules():
    paths = [path for folder in OURS for path in (PROJECT_DIR / folder).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts]


@pytest.mark.parametrize("look", [replaced, private_names_of_others])
def test_nothing_outside_wagtail_patches_reaches_into_what_is_not_ours(look):
    found = {
        str(path.relative_to(PROJECT_DIR)): names
        for path in our_modules()
        if path != PLACE_OF_PATCHES and (names := look(ast.parse(path.read_text())))
    }

    assert found == {}


def test_few_internals_of_allauth_are_used_and_they_do_what_we_rely_on():
    used = {
        alias.name
        for path in our_modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and ".internal" in (node.module or "")
        for alias in node.names
    }

    assert used == {"record_authentication", "TOTP", "format_hotp_value", "hotp_value"}
    inspect.signature(record_authentication).bind(
        "request", "user", method="password", reauthenticated=True
    )
    inspect.signature(TOTP.activate).bind("user", "key")
    # RFC 6238, appendix B: the code of second 59.
    assert (
        format_hotp_value(hotp_value("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1)) == "287082"
    )


def test_no_more_parts_are_replaced_than_fifteen():
    tree = ast.parse(PLACE_OF_PATCHES.read_text())
    (apply,) = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "apply"
    ]
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    parts = {call for call in calls if call.startswith("replaces(")}
    for node in ast.walk(apply):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            parts.add(ast.unparse(node.targets[0]))

    assert 10 < len(parts) <= 15


def test_two_receivers_of_ours_hear_every_model():
    """Each costs something at every save, and none is seen where a model is read."""
    found = set()
    for signal in (
        pre_init,
        post_init,
        pre_save,
        post_save,
        pre_delete,
        post_delete,
        m2m_changed,
    ):
        for (_, sender), receiver, *_ in signal.receivers:
            function = receiver() if isinstance(receiver, weakref.ref) else receiver
            if sender == id(None) and is_ours(function):
                found.add(function.__name__)

    assert found == {"refuse_unapproved_change", "refuse_or_log_deletion"}


def test_no_more_middlewares_are_ours_than_eight():
    own = [name for name in settings.MIDDLEWARE if name.split(".")[0] in OURS]

    assert 0 < len(own) <= 8


def our_classes():
    for package in (complaints, pages, site_config):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in module.name or ".settings" in module.name:
                continue
            for _, found in inspect.getmembers(
                importlib.import_module(module.name), inspect.isclass
            ):
                if is_ours(found):
                    yield found


def is_ours(found) -> bool:
    return found.__module__.split(".")[0] in OURS


def test_no_class_of_ours_overrides_a_private_method_of_what_is_not_ours():
    overridden = {
        f"{owner.__qualname__}.{name}"
        for found in our_classes()
        for owner in found.__mro__
        if is_ours(owner)
        for name, value in vars(owner).items()
        if is_private(name) and inspect.isfunction(value) and is_ours(value)
        if any(name in vars(base) for base in found.__mro__ if not is_ours(base))
    }

    assert overridden == set()


@pytest.mark.parametrize(
    ("look", "source", "found"),
    [
        (replaced, "from wagtail.models import Page\nPage.title = 1", ["Page.title"]),
        (replaced, "import willow\nwillow.plugins.name = 1", ["willow.plugins.name"]),
        (replaced, "from pages.content.models import Notice\nNotice.title = 1", []),
        (private_names_of_others, "page._title", ["page._title"]),
        (private_names_of_others, "super()._clean()", ["super()._clean"]),
        (
            private_names_of_others,
            "hasattr(page, '_title')",
            ["hasattr(page, '_title')"],
        ),
        (private_names_of_others, "from wagtail.coreutils import _hash", ["_hash"]),
        (private_names_of_others, "self._title, page._meta, page.__class__", []),
    ],
)
def test_such_a_use_is_found(look, source, found):
    assert look(ast.parse(source)) == found
