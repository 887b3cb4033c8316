"""What readers ask for and how they narrow it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst

from pages.core.readable_text import ReadableField

from .page_types import SearchType
from .query import QUOTATION_MARKS

LONGEST = 200
ANY_TYPE = SearchType("", "result", "results")
UNKNOWN_TYPE = "There is no such type of page. Choose one of these"
UNKNOWN_SECTION = "There is no such part of this site. Choose one of these"


class SearchForm(forms.Form):
    """A question, and which pages it is about."""

    q = ReadableField(
        required=False,
        max_length=LONGEST,
        label="Search for",
        help_text="Words, a name, or a number such as “recommendation 7.1”. "
        "Put “quotation marks” around words that must stand together.",
        error_messages={"max_length": f"Shorten what you search for to {LONGEST} characters or fewer"},
    )
    type = forms.ChoiceField(
        required=False,
        label="Type of page",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN_TYPE},
    )
    within = forms.ChoiceField(
        required=False,
        label="Part of the site",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN_SECTION},
    )

    def __init__(self, data: QueryDict, types: Iterable[SearchType], sections: dict[str, str]):
        """Offer the ``types`` of pages, and the ``sections`` by their slugs."""
        super().__init__(data)
        self.types = {each.slug: each for each in types}
        self.sections = sections
        self._field("type").choices = [
            ("", "All types"),
            *((slug, each.many) for slug, each in self.types.items()),
        ]
        self._field("within").choices = [("", "The whole site"), *sections.items()]
        self.full_clean()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def count(self, counts: Counter[str]) -> None:
        """Say how many pages of each type were found."""
        numbers = {"": counts.total(), **counts}
        self._field("type").choices = [
            (slug, f"{capfirst(name)} ({numbers.get(slug, 0)})") for slug, name in self._field("type").choices
        ]

    def asked(self, name: str) -> str:
        """Return what was asked for by ``name``; empty if that cannot be asked for."""
        return self.cleaned_data.get(name, "")

    def heading(self, count: int) -> str:
        """Return what heads the page: how many pages were found, for what, of which type and where."""
        if not self.asked("q"):
            return "Search"
        found = self.types.get(self.asked("type"), ANY_TYPE)
        asked = self.asked("q")
        quoted = asked if QUOTATION_MARKS.search(asked) else f"“{asked}”"
        words = f"{count or 'No'} {found.one if count == 1 else found.many} for {quoted}"
        where = self.sections.get(self.asked("within"))
        return f"{words} in {where}" if where else words

    def address(self, **changes: Any) -> str:
        """Return the query string of the same question, with ``changes``."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            if value := changes.pop(name, self.asked(name)):
                query[name] = value
        query.update(changes)
        return f"?{query.urlencode()}"
