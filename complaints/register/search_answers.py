"""What the results of a search say of super-complaints and recommendations: the sentence of their pages."""

from collections.abc import Iterable

from django.http import HttpRequest

from complaints.models import RecommendationResponsePage, SuperComplaintPage

from .answers import super_complaint_answer
from .listed_pages import public_section
from .register_page import progress_by_path


def search_answers(page_ids: Iterable[int], request: HttpRequest) -> dict[int, str]:
    """Return the sentences of those pages that have one, by key, for the results of a search."""
    keys = list(page_ids)
    recommendations = RecommendationResponsePage.objects.filter(pk__in=keys).with_card_relations()
    answers = {page.pk: page.answer_sentence for page in recommendations}
    section = public_section(request)
    if section and len(answers) < len(keys):
        progress = progress_by_path(section, request)
        for page in SuperComplaintPage.objects.filter(pk__in=keys):
            answers[page.pk] = super_complaint_answer(page, progress[page.path])
    return answers
