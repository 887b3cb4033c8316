"""The blocks that editors build a page's text from."""

from .body import BodyBlock
from .links import LinkBlock
from .text import NarrativeBlock, SupportServiceBlock

__all__ = ["BodyBlock", "LinkBlock", "NarrativeBlock", "SupportServiceBlock"]
