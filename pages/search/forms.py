"""The search form: the query and its filters."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst

from pages.core.plain_text_field import PlainTextField

from .page_types import SearchPageType
from .parsed_query import QUOTATION_MARKS

MAX_QUERY_LENGTH = 200
ANY_TYPE = SearchPageType("", "result", "results")
UNKNOWN_TYPE = "There is no such type of page. Choose one of these"
UNKNOWN_SECTION = "There is no such part of this site. Choose one of these"


class SearchForm(forms.Form):
    """The query, and the type of page and section of the site to search in."""

    q = PlainTextField(
        required=False,
        max_length=MAX_QUERY_LENGTH,
        label="Search for",
        help_text="Words, a name, or a number such as “recommendation 7.1”. "
        "Put “quotation marks” around an exact phrase.",
        error_messages={
            "max_length": f"Shorten what you search for to {MAX_QUERY_LENGTH} characters or fewer"
        },
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

    def __init__(self, data: QueryDict, types: Iterable[SearchPageType], sections: dict[str, str]) -> None:
        """Offer the page ``types``, and the ``sections``, which are titles by slug."""
        super().__init__(data)
        self.types = {each.slug: each for each in types}
        self.sections = sections
        self._field("type").choices = [
            ("", "All types"),
            *((slug, each.plural) for slug, each in self.types.items()),
        ]
        self._field("within").choices = [("", "The whole site"), *sections.items()]
        self.full_clean()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def show_counts(self, counts: Counter[str]) -> None:
        count_by_slug = {"": counts.total(), **counts}
        self._field("type").choices = [
            (slug, f"{capfirst(name)} ({count_by_slug.get(slug, 0)})")
            for slug, name in self._field("type").choices
        ]

    def valid_value(self, name: str) -> str:
        """Return the value of the field ``name``; empty if it is missing or invalid."""
        return self.cleaned_data.get(name, "")

    def heading(self, count: int) -> str:
        """Return the heading of the page: how many pages of which type were found for what, and where."""
        text = self.valid_value("q")
        if not text:
            return "Search"
        page_type = self.types.get(self.valid_value("type"), ANY_TYPE)
        quoted_text = text if QUOTATION_MARKS.search(text) else f"“{text}”"
        noun = page_type.singular if count == 1 else page_type.plural
        heading = f"{count or 'No'} {noun} for {quoted_text}"
        section_title = self.sections.get(self.valid_value("within"))
        return f"{heading} in {section_title}" if section_title else heading

    def query_string(self, **changes: Any) -> str:
        parameters = QueryDict(mutable=True)
        for name in self.fields:
            if value := changes.pop(name, self.valid_value(name)):
                parameters[name] = value
        parameters.update(changes)
        return f"?{parameters.urlencode()}"
