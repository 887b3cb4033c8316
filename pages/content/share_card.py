"""Draws the picture that other sites show beside a shared address: sign, name and colour of the force.

It is no SVG, because few programs show those beside an address.
"""

from functools import lru_cache
from io import BytesIO
from textwrap import wrap

from django.http import HttpRequest, HttpResponse
from PIL import Image, ImageDraw, ImageFont

from pages.core.cache_policy import public_view

from .site_wording import site_wording_for

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
    """Send the picture of the site."""
    wording = site_wording_for(request)
    picture = share_card(wording.force_name, wording.service_name, wording.brand_colour)
    return HttpResponse(picture, content_type="image/png")


@lru_cache(maxsize=4)
def share_card(force: str, service: str, colour: str) -> bytes:
    """Return the picture as a PNG."""
    width, height = (SMOOTH * each for each in SIZE)
    unit = SMOOTH * UNIT
    left, top = (width - 32 * unit) / 2, height / 12

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
    lines = [*wrap(force, LETTERS_PER_LINE)[:MOST_LINES], service]
    pen.multiline_text(
        (width / 2, top + 33 * unit),
        "\n".join(lines),
        fill="white",
        font=ImageFont.load_default(SMOOTH * 54),
        anchor="ma",
        align="center",
    )
    written = BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()
