"""The tables of accounts."""

from .changes_by_others import AccountChange

__all__ = ["AccountChange"]
