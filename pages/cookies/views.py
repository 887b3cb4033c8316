"""Taking in a choice about cookies."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.models import Site

from pages.content.site_wording import wording_for
from pages.core.public import live_pages
from pages.http_cache.address_classes import private

from . import choices
from .forms import ChoiceForm
from .models import ConsentRecord, CookiesPage
from .same_origin import from_our_own_pages


@from_our_own_pages
@private
def choose(request):
    """Record the choice and keep it in the browser: 204 for the banner, back to the page for a form.

    Whoever only asks for the address is led to the page. An answer that leaves a group open is refused
    (400); the form comes back with its message.
    """
    if request.method != "POST":
        return redirect("/cookies/")
    form = ChoiceForm(request.POST, wording=wording_for(request))
    if request.headers.get("X-Requested-With") == "fetch":
        response = HttpResponse(status=204 if form.is_valid() else 400)
    else:
        page = get_object_or_404(live_pages(CookiesPage.objects.in_site(Site.find_for_request(request))))
        if not form.is_valid():
            return page.answer(request, form, status=400)
        response = HttpResponse(status=303, headers={"Location": f"{page.get_url(request)}?saved"})
    if form.is_valid():
        ConsentRecord.keep(form)
        choices.write(response, form.cleaned_data["policy"], form.chosen)
        choices.delete_unwanted(request, response, form.chosen)
    return response
