"""Records what answers show, and purges what changes."""

from django.apps import AppConfig

from . import object_changes, recording


def connect(app_config: AppConfig) -> None:
    """Follow every object that is read, and every public one that is saved or deleted."""
    recording.connect()
    object_changes.connect(app_config)
