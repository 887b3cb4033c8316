"""Draws the picture that other sites show beside a shared address: the site's own sign, and no words.

It is made with the styles (see the Makefile), so that no picture is committed. It is no SVG, because few
programs show those beside an address.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1200, 630)
"""What those programs ask for."""
GROUND = "#1d3461"
UNIT = 14
"""The sign is drawn on 32 by 32 units, as in templates/base.html."""
SMOOTH = 2
"""Drawn this many times as large and then reduced, so that its edges are smooth."""


def draw_share_card(path: Path) -> None:
    width, height = (SMOOTH * each for each in SIZE)
    unit = SMOOTH * UNIT
    left, top = (width - 32 * unit) / 2, (height - 32 * unit) / 2

    def at(*places: tuple[float, float]) -> list[tuple[float, float]]:
        return [(left + x * unit, top + y * unit) for x, y in places]

    picture = Image.new("RGB", (width, height), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(at((3, 3), (29, 24)), radius=3 * unit, fill="white")
    pen.polygon(at((8, 23), (8, 30), (16, 23)), fill="white")
    tick = at((10, 14), (14.5, 18.5), (22.5, 9.5))
    pen.line(tick, fill=GROUND, width=3 * unit, joint="curve")
    for x, y in (tick[0], tick[-1]):
        end = 1.5 * unit
        pen.ellipse((x - end, y - end, x + end, y + end), fill=GROUND)
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    draw_share_card(Path(sys.argv[1]))
