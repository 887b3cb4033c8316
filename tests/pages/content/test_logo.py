"""The logo is an SVG that is written into every page: nothing but its shapes is kept."""

import pytest
from django.core.exceptions import ValidationError

from pages.content.brand import MOST_BYTES, make_svg_safe

SVG = "http://www.w3.org/2000/svg"
HTML = "http://www.w3.org/1999/xhtml"
SHAPE = '<path d="M0 0h9v9z"'
HARMFUL = {
    "script": "<script>mark</script>",
    "script elsewhere": f'<x:script xmlns:x="{HTML}">mark</x:script>',
    "shape of another language": f'<x:path xmlns:x="{HTML}" onclick="mark"/>',
    "script of a shape": f'{SHAPE} onload="mark"/>',
    "link": f'<a href="javascript:mark">{SHAPE}/></a>',
    "picture": '<image href="https://mark.example/"/>',
    "part of another file": '<use href="https://mark.example/#a"/>',
    "page": f'<foreignObject><p xmlns="{HTML}" onclick="mark">mark</p></foreignObject>',
    "style": "<style>@import url(https://mark.example/);</style>",
    "style of a shape": f'{SHAPE} style="background:url(//mark.example/)"/>',
    "colour from elsewhere": f'{SHAPE} fill="url(https://mark.example/#a)"/>',
    "colour from elsewhere after one of its own": f'{SHAPE} fill="url(#a) url(//mark.example/#a)"/>',
    "colour that is written in another way": f'{SHAPE} fill="u\\72l(mark)"/>',
    "address of another kind": f'{SHAPE} xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="mark"/>',
    "animation": '<animate attributeName="href" to="javascript:mark"/>',
    "change": '<set attributeName="onclick" to="mark"/>',
    "text": "<text>mark</text>",
    "text between shapes": "mark",
    "comment": "<!-- mark -->",
    "instruction": "<?mark mark?>",
    "drawing within": f'<svg onload="mark">{SHAPE}/></svg>',
}


def drawing(part, attributes='viewBox="0 0 9 9"'):
    return f'<svg xmlns="{SVG}" {attributes}>{SHAPE} fill="#000"/>{part}</svg>'


@pytest.mark.parametrize("part", HARMFUL.values(), ids=HARMFUL)
def test_what_is_no_shape_goes_and_the_shapes_stay(part):
    safe = make_svg_safe(drawing(part))

    assert "mark" not in safe
    assert f'{SHAPE} fill="#000"' in safe


def test_a_script_of_the_whole_drawing_goes():
    assert "mark" not in make_svg_safe(drawing("", 'viewBox="0 0 9 9" onload="mark"'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no drawing", "This is not an SVG"),
        (
            f'<html xmlns="{HTML}"><script>alert(1)</script></html>',
            "This is not an SVG",
        ),
        (
            f"<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>{drawing('')}",
            "Remove the DOCTYPE",
        ),
        (
            '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + drawing("&b;"),
            "Remove the DOCTYPE",
        ),
        (drawing("", ""), "needs a viewBox"),
        (drawing(f"{SHAPE}/>" * MOST_BYTES), "Simplify it"),
        (drawing("<g>" * 1100 + "</g>" * 1100), "Simplify it"),
        (drawing("<g>" * 100_000 + "</g>" * 100_000), "Simplify it"),
    ],
    ids=[
        "text",
        "HTML",
        "file",
        "entities",
        "no size",
        "many shapes",
        "deep",
        "very deep",
    ],
)
def test_what_is_no_drawing_or_too_much_of_one_is_refused_with_the_reason(text, said):
    with pytest.raises(ValidationError, match=said):
        make_svg_safe(text)
