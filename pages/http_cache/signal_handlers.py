"""Records what responses show, and purges what changes."""

from django.apps import AppConfig

from . import object_changes, response_recorder


def connect(app_config: AppConfig) -> None:
    """Listen to every object that is loaded, and to every public one that is saved or deleted."""
    response_recorder.connect()
    object_changes.connect(app_config)
