"""Rules that several models of the domain share."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone


def refuse_future(instance: Any, field: str) -> None:
    """Raise ``ValidationError`` on ``field`` if its partial date lies wholly after today in London."""
    date = getattr(instance, field)
    if date and date.earliest > timezone.localdate():
        raise ValidationError({field: f"{date.words} has not come yet. Enter a date that has."})


def refuse_removal_of_published(
    published: Iterable[Any], kept: Iterable[Any], fields: tuple[str, ...], message: str
) -> None:
    """Raise ``ValidationError`` unless every published entry still stands, word for word.

    ``message`` is formatted with the entry that is missing.
    """

    def content(entry):
        # The editor numbers paragraphs when it saves them: no change that a reader could see.
        return tuple(re.sub(' data-block-key="[^"]*"', "", str(getattr(entry, f))) for f in fields)

    standing = {content(entry) for entry in kept}
    for entry in published:
        if content(entry) not in standing:
            raise ValidationError(message.format(entry))
