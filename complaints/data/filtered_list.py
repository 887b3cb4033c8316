"""The list of recommendations as a reader has filtered it, as CSV with the columns of the whole file."""

from django.http import HttpRequest, QueryDict

from complaints.models import printed_numbers
from complaints.register.filters import RecommendationFilters
from complaints.register.listed_pages import listed_parts, listed_recommendations
from complaints.register.query_parameters import read_query_parameters

from . import data_files, recommendation_entries
from .field_descriptions import field_values
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS

UNREADABLE = "There is no file, because this address asks for something that we cannot do. {}\n"
IGNORED = ", so we ignored"
"""How a notice of the list goes on. Here nothing is ignored."""


class UnreadableFilterError(ValueError):
    """The address asks for a filter that there is not; the message says which."""


def write_filtered_list(section: PublishedSection, request: HttpRequest) -> str:
    """Return the file with the recommendations that pass the filters of ``request``, and with their parts.

    Raises ``UnreadableFilterError`` for what the list itself would leave out with a notice.
    """
    filters = _read_filters(section, request)
    found = filters.apply(listed_recommendations(section.index_page))
    rows = found.order_by().values_list("pk", "path", "kind", "number")
    numbered = {(path[: -found.model.steplen], kind, number) for _, path, kind, number in rows if number}
    parts = listed_parts(section.index_page).values_list("pk", "path", "kind", "number")
    keys = {pk for pk, *_ in rows} | {
        pk
        for pk, path, kind, number in parts
        if (path[: -found.model.steplen], kind, printed_numbers.parent_number(number)) in numbered
    }
    entries = recommendation_entries.read_recommendations(section, keys)
    return data_files.write_recommendation_rows(
        field_values(RECOMMENDATION_FIELDS.fields, entry) for entry in entries
    )


def _read_filters(section: PublishedSection, request: HttpRequest) -> RecommendationFilters:
    parameters = read_query_parameters(request, tuple(RecommendationFilters.base_fields))
    values: QueryDict = parameters.values
    filters = RecommendationFilters(values, section.index_page)
    problems = [*parameters.notices, *(text for texts in filters.errors.values() for text in map(str, texts))]
    if problems:
        told = (problem.partition(IGNORED)[0].rstrip(".") for problem in problems)
        raise UnreadableFilterError(UNREADABLE.format(" ".join(f"{each}." for each in told)))
    return filters
