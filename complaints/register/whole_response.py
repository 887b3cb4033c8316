"""A super-complaint with every recommendation in full, to read in one go or to print."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

TITLE = "The whole response"


def serve(page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with all that is public of the super-complaint ``page``, in a fixed number of queries."""
    context = page.get_context(request, in_full=True)
    return TemplateResponse(request, "complaints/whole_response.html", {**context, "subpage_title": TITLE})
