"""Saves a choice about cookies."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from pages.content.site_wording import site_wording_for
from pages.core.cache_policy import private_view
from pages.core.page_visibility import live_pages
from pages.core.same_origin import came_from_elsewhere

from . import choices
from .forms import CookieChoiceForm
from .models import ConsentRecord, CookiesPage


@csrf_exempt
@private_view
def save_choice(request: HttpRequest) -> HttpResponse:
    """Record the choice and store it in the browser: 204 for the banner, a redirect for the form.

    GET redirects to the cookies page. An answer that leaves a group open is refused
    (400), and the form is shown again with a message. 403 unless the browser says that
    a page of this site sent the form.
    """
    if request.method != "POST":
        return redirect("/cookies/")
    says_where = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    if came_from_elsewhere(request) or not says_where:
        raise PermissionDenied("This form can be sent only from a page of this site.")
    form = CookieChoiceForm(request.POST, wording=site_wording_for(request))
    response: HttpResponse
    if request.headers.get("X-Requested-With") == "fetch":
        status = 204 if form.is_valid() else 400
        response = HttpResponse(status=status)
    else:
        page = get_object_or_404(
            live_pages(CookiesPage.objects.in_site(Site.find_for_request(request)))
        )
        if not form.is_valid():
            return page.render_with_form(request, form, status=400)
        response = HttpResponse(
            status=303, headers={"Location": f"{page.get_url(request)}?saved"}
        )
    if form.is_valid():
        ConsentRecord.record_choice(form, request)
        choices.write_choice(response, form.cleaned_data["policy"], form.chosen)
        choices.delete_unwanted_cookies(request, response, form.chosen)
    return response
