"""The tables of accounts."""

from .account_changes import AccountChange

__all__ = ["AccountChange"]
