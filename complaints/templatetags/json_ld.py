"""Says to machines what a page is."""

from django import template
from django.utils.safestring import SafeString

from complaints.data.json_ld import of_page, script

register = template.Library()


@register.simple_tag(takes_context=True)
def json_ld(context) -> SafeString | str:
    """Return the data block of the page; none of what has no address yet, or is shown as it once stood."""
    page, request = context["page"], context["request"]
    if "as_at" in request.GET or getattr(request, "is_preview", False):
        return ""
    return script(of_page(page, context["site_wording"].force_name))
