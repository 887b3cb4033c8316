"""Taking in feedback."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page, Site

from .forms import FeedbackForm
from .models import FeedbackPage


@require_POST
@never_cache
def send(request):
    """Store the feedback, then thank the reader; a form with errors comes back with all it held."""
    form = FeedbackForm(request.POST)
    site = Site.find_for_request(request)
    page = get_object_or_404(FeedbackPage.objects.live().in_site(site))
    if not form.is_valid():
        return render(request, FeedbackPage.template, {"page": page, "form": form}, status=400)
    entry = form.save(commit=False)
    entry.site = site
    entry.page_path = form.cleaned_data["page_path"]
    entry.page = Page.find_for_request(request, entry.page_path) if entry.page_path else None
    entry.save()
    response = redirect("feedback_thanks")
    response.status_code = 303
    return response


@require_GET
def thanks(request):
    """Thank the reader."""
    return render(request, "feedback/thanks.html")
