"""The older name of ``publish_scheduled``."""

from .publish_scheduled import Command

__all__ = ["Command"]
