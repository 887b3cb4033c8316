"""The name of a page or snippet in templates that Wagtail gives the bare page."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def full_name(obj: Any) -> str:
    """Return what the CMS calls ``obj`` in lists and e-mails."""
    obj = getattr(obj, "specific", obj)
    return getattr(obj, "full_name", "") or str(obj)
