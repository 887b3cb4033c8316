"""The blocks that editors build a page's text from: one module a family."""

from .body import BodyBlock
from .links import LinkBlock
from .people import SupportServiceBlock
from .text import NarrativeBlock

__all__ = ["BodyBlock", "LinkBlock", "NarrativeBlock", "SupportServiceBlock"]
