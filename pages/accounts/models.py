"""The tables of accounts."""

from .account_changes import AccountChange
from .factor_reset import FactorReset

__all__ = ["AccountChange", "FactorReset"]
