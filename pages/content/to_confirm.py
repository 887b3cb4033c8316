"""Texts that somebody has to decide: “[To confirm: the legal basis.]” keeps a page from being published.

``start_section`` writes them into the drafts with which a site begins; anybody may write one into any draft.
"""

import json
import re

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue
from wagtail.models import Page

OPEN_QUESTION = re.compile(r"\[To confirm: ([^\]]+)\]")


def open_questions(page: Page) -> list[str]:
    """Return what has to be decided before ``page``, or the draft, may be published."""
    values = (getattr(page, field.name) for field in page._meta.concrete_fields if not field.is_relation)
    texts = (
        json.dumps(list(value.raw_data), ensure_ascii=False, default=str)
        if isinstance(value, StreamValue)
        else value
        for value in values
    )
    return [question for text in texts if isinstance(text, str) for question in OPEN_QUESTION.findall(text)]


def refuse_open_questions(page: Page) -> None:
    """Raise ``ValidationError`` that names everything that has to be decided first."""
    if questions := open_questions(page):
        raise ValidationError(
            [
                f"Decide this, then take it out of the text with its brackets: “[To confirm: {question}]”."
                for question in questions
            ]
        )
