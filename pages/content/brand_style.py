"""The style of the force's colour: a file of its own, so that no header depends on the colour."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pages.core.cache_policy import public_view

from .brand import brand_style_rule
from .models import SiteWording
from .site_wording import site_wording_for

COLOUR_OF_THE_STYLES = SiteWording._meta.get_field("brand_colour").default
"""The colour that ``static/styles/_tokens.scss`` has without another."""


def brand_style_address(colour: str) -> str:
    """Return the address of the style that sets ``colour``; empty for the one that the styles have anyway."""
    if colour == COLOUR_OF_THE_STYLES:
        return ""
    return reverse("brand_style", args=[colour.removeprefix("#")])


@public_view
def serve_brand_style(request: HttpRequest, digits: str) -> HttpResponse:
    """Send the style of a colour: previews have others. Only that of the site is kept as a file."""
    colour = f"#{digits.lower()}"
    response = HttpResponse(brand_style_rule(colour), content_type="text/css; charset=utf-8")
    if colour != site_wording_for(request).brand_colour:
        response["Cache-Control"] = "no-store"
    return response
