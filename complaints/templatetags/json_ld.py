"""The template tag that describes a page to machines."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from complaints.data.field_descriptions import last_published_at
from complaints.data.json_ld import describe_page, json_ld_script

register = template.Library()


@register.simple_tag(takes_context=True)
def json_ld(context: Context) -> SafeString | str:
    """Return the JSON-LD block of the page; empty for a preview."""
    page = context["page"]
    request = context["request"]
    if getattr(request, "is_preview", False):
        return ""
    publisher = context["site_wording"].force_name
    updated = context.get("last_updated")
    # The sentences at the head of the page describe it for search engines and where it
    # is shared, too.
    sentences = str(context.get("answer") or "")
    return json_ld_script(
        describe_page(page, publisher, updated or last_published_at(page), sentences)
    )
