"""Tells an editor how the site reads the date that they are typing; ``static/partial-dates.js`` asks."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from .partial_date_fields import PartialDateFormField


@require_GET
@require_admin_access
def read_typed_date(request: HttpRequest) -> JsonResponse:
    """Return the date that the form would store, in words, or what the form would say against it."""
    try:
        date = PartialDateFormField(required=False).clean(request.GET.get("text", ""))
    except ValidationError as error:
        if request.GET.get("kind") == "words" and not any(
            letter.isdigit() for letter in request.GET.get("text", "")
        ):
            return JsonResponse({"reading": "Kept in these words."})
        return JsonResponse({"problem": error.messages[0]})
    if date and request.GET.get("kind") == "past" and date.earliest > timezone.localdate():
        return JsonResponse({"problem": f"{date.words} has not come yet."})
    return JsonResponse({"reading": date.reading if date else ""})


urlpatterns = [path("dates/", read_typed_date, name="read_date")]
