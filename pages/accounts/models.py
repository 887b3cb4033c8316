"""The tables of accounts."""

from .factor_reset import FactorReset

__all__ = ["FactorReset"]
