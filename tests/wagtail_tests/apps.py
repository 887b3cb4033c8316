"""Our applications as far as ``pages/moderation/wagtail_patches.py`` needs them: their models alone.

Without our receivers, hooks and triggers, because Wagtail's tests publish without a
review.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.dispatch import Signal

connect = Signal.connect


def connect_others(signal: Signal, receiver: Any, *args: Any, **options: Any) -> None:
    """Connect ``receiver`` unless it is ours."""
    if not receiver.__module__.startswith("pages."):
        connect(signal, receiver, *args, **options)


Signal.connect = connect_others


class ModelsConfig(AppConfig):
    """An application in which Wagtail finds no hooks, and Django no commands."""

    def ready(self) -> None:
        self.module = import_module("tests.wagtail_tests")
        self.path = str(Path(__file__).parent)


class PublishedConfig(ModelsConfig):
    name = "pages.published"


class FilesConfig(ModelsConfig):
    name = "pages.files"


class ModerationConfig(ModelsConfig):
    name = "pages.moderation"

    def ready(self) -> None:
        super().ready()
        from pages.moderation import wagtail_patches
        from pages.published import changes

        append_only = import_module("pages.moderation.migrations.0002_append_only")
        append_only.Migration.operations = []
        # The others are models of ours, which are not installed here.
        changes.MODELS = tuple(
            name for name in changes.MODELS if name.startswith("wagtailcore.")
        )
        wagtail_patches.apply()
