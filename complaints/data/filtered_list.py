"""The list of recommendations as a reader has filtered it, as CSV with the columns of the whole file."""

from django.http import HttpRequest, QueryDict

from complaints.models import printed_numbers
from complaints.register.filters import RecommendationFilters
from complaints.register.listed_pages import (
    SORT_ORDERS,
    listed_parts,
    listed_recommendations,
    sort_recommendations,
)
from complaints.register.recommendation_list import DEFAULT_SORT_ORDER
from pages.core.query_parameters import quote_start, read_query_parameters

from . import data_files, public_entries
from .field_descriptions import field_values
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS

UNREADABLE = "There is no file, because this address asks for something that we cannot do. {}\n"
IGNORED = ", so we ignored"
"""How a notice of the list goes on. Here nothing is ignored."""


class UnreadableFilterError(ValueError):
    """The address asks for a filter that there is not; the message says which."""


def write_filtered_list(section: PublishedSection, request: HttpRequest) -> str:
    """Return the file with the recommendations that pass the filters of ``request``, each with its parts.

    It has the order of the list. Raises ``UnreadableFilterError`` for what the list itself would leave out
    with a notice.
    """
    filters, sort = _read_parameters(section, request)
    found = filters.apply(listed_recommendations(section.index_page))
    rows = sort_recommendations(found, sort).values_list("pk", "path", "kind", "number")
    places: dict[int, int] = {}
    numbered = {}
    for place, (pk, path, kind, number) in enumerate(rows):
        places[pk] = place
        if number:
            numbered[path[: -found.model.steplen], kind, number] = place
    parts = listed_parts(section.index_page).values_list("pk", "path", "kind", "number")
    for pk, path, kind, number in parts:
        above = (path[: -found.model.steplen], kind, printed_numbers.parent_number(number))
        if above in numbered:
            places[pk] = numbered[above]
    entries = (
        (places[entry.page.pk], field_values(RECOMMENDATION_FIELDS.fields, entry))
        for entry in public_entries.read_recommendations(section, places.keys())
    )
    # They come by number, parts after their recommendation, and stay so where the place is the same.
    in_order = sorted(entries, key=lambda each: each[0])
    return "".join(data_files.write_recommendation_rows(values for _, values in in_order))


def _read_parameters(section: PublishedSection, request: HttpRequest) -> tuple[RecommendationFilters, str]:
    parameters = read_query_parameters(request, (*RecommendationFilters.base_fields, "sort"))
    values: QueryDict = parameters.values
    filters = RecommendationFilters(values, section.index_page)
    problems = [*parameters.notices, *(text for texts in filters.errors.values() for text in map(str, texts))]
    sort = values.get("sort", DEFAULT_SORT_ORDER)
    if sort not in SORT_ORDERS:
        problems.append(f"You cannot sort this list by {quote_start(sort)}.")
    if problems:
        told = (problem.partition(IGNORED)[0].rstrip(".") for problem in problems)
        raise UnreadableFilterError(UNREADABLE.format(" ".join(f"{each}." for each in told)))
    return filters, sort
