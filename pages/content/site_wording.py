"""Finds the published wording of the site, and sends what is made of it: the style and the picture."""

from functools import lru_cache
from io import BytesIO
from textwrap import wrap
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from PIL import Image, ImageDraw, ImageFont

from pages.core.cache_policy import public_view
from pages.core.outages import DATABASE
from pages.published.editions import remember

from . import link_prefetch
from .models import SiteWording


def site_wording_for(request: HttpRequest) -> SiteWording:
    """Return the published wording; loads it once a request.

    Returns the defaults if nothing is published or the database does not answer,
    because error pages need the wording, too.
    """
    if not hasattr(request, "site_wording"):
        published = None
        try:
            published = remember(
                request, "site wording", SiteWording.objects.filter(live=True).first
            )
        except (OperationalError, InterfaceError) as error:
            DATABASE.note_failure(error)
        request.site_wording = published or SiteWording()  # type: ignore[attr-defined]
        link_prefetch.prefetch_links_of(request.site_wording)  # type: ignore[attr-defined]
    return request.site_wording  # type: ignore[attr-defined]


def site_wording(request: HttpRequest) -> dict[str, Any]:
    """Add ``site_wording``, which is loaded only if a template uses it."""
    return {"site_wording": SimpleLazyObject(lambda: site_wording_for(request))}


@public_view
def serve_brand_style(request: HttpRequest, digits: str) -> HttpResponse:
    """Send the style of a colour: previews have others.

    Only that of the site is kept as a file.

    Its address takes nothing but six ``digits``.
    """
    colour = f"#{digits}"
    response = HttpResponse(
        f":root{{--brand:{colour}}}", content_type="text/css; charset=utf-8"
    )
    if colour != site_wording_for(request).brand_colour:
        response["Cache-Control"] = "no-store"
    return response


SIZE = (1200, 630)
"""What those programs ask for."""
UNIT = 9
"""The sign is drawn on 32 by 32 units, as in templates/base.html."""
SMOOTH = 2
"""Drawn this many times as large and then reduced, so that its edges are smooth."""
LETTERS_PER_LINE = 26
MOST_LINES = 3


@public_view
def serve_share_card(request: HttpRequest) -> HttpResponse:
    wording = site_wording_for(request)
    picture = share_card(wording.force_name, wording.service_name, wording.brand_colour)
    return HttpResponse(picture, content_type="image/png")


@lru_cache(maxsize=4)
def share_card(force: str, service: str, colour: str) -> bytes:
    width, height = (SMOOTH * side for side in SIZE)
    unit = SMOOTH * UNIT
    left = (width - 32 * unit) / 2
    top = height / 12

    def at(*places: tuple[float, float]) -> list[tuple[float, float]]:
        return [(left + x * unit, top + y * unit) for x, y in places]

    picture = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(at((3, 3), (29, 24)), radius=3 * unit, fill="white")
    pen.polygon(at((8, 23), (8, 30), (16, 23)), fill="white")
    tick = at((10, 14), (14.5, 18.5), (22.5, 9.5))
    pen.line(tick, fill=colour, width=3 * unit, joint="curve")
    for x, y in (tick[0], tick[-1]):
        end = 1.5 * unit
        pen.ellipse((x - end, y - end, x + end, y + end), fill=colour)
    text = "\n".join([*wrap(force, LETTERS_PER_LINE)[:MOST_LINES], service])
    font = ImageFont.load_default(SMOOTH * 54)
    place = (width / 2, top + 33 * unit)
    pen.multiline_text(
        place, text, fill="white", font=font, anchor="ma", align="center"
    )
    written = BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(16).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()
