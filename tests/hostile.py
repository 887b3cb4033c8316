"""Markup that would run a script, load something or cover a page if a browser took it for ours."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

ADDRESSES = [
    "javascript:run()",
    "JaVaScRiPt:run()",
    " javascript:run()",
    "java\tscript:run()",
    "java\nscript:run()",
    "\x01javascript:run()",
    "&#106;avascript:run()",
    "javascript&colon;run()",
    "vbscript:run()",
    "data:text/html,<script>run()</script>",
    '//hostile.example/" onclick="run()',
    "https://hostile.example/'onmouseover='run()",
]
MARKUP = [
    "<script>run()</script>",
    "<SCRIPT SRC=//hostile.example/x.js></SCRIPT>",
    "<scr<script>ipt>run()</scr</script>ipt>",
    "</script><script>run()</script>",
    "</title></textarea></style><script>run()</script>",
    "<img src=x onerror=run()>",
    "<img/src='x'/onerror='run()'>",
    "<svg onload=run()>",
    "<svg><script>run()</script></svg>",
    "<svg><animate onbegin=run() attributeName=x dur=1s>",
    "<math><mi xlink:href='javascript:run()'>m</mi></math>",
    "<p onclick=run() style='background:url(javascript:run())'>words</p>",
    "<b style='position:fixed;inset:0'>over the page</b>",
    "<iframe src='javascript:run()'></iframe>",
    "<iframe srcdoc='<script>run()</script>'></iframe>",
    "<object data='javascript:run()'></object>",
    "<embed src='javascript:run()'>",
    "<embed embedtype='image' id='1' format='left' alt='\" onerror=run() x=\"'/>",
    "<embed embedtype='media' url='javascript:run()'/>",
    "<a linktype='page' id='1' href='javascript:run()' onclick='run()'>link</a>",
    "<a href='https://example.org/' ping='//hostile.example'>link</a>",
    "<form action='javascript:run()'><button>go</button></form>",
    "<input autofocus onfocus=run()>",
    "<details open ontoggle=run()>",
    "<video><source onerror=run()></video>",
    "<body onload=run()>",
    "<base href='javascript:run()//'>",
    "<meta http-equiv=refresh content='0;url=javascript:run()'>",
    "<link rel=stylesheet href='//hostile.example/x.css'>",
    "<style>@import '//hostile.example/x.css'</style>",
    "<template><script>run()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=run()>'></noscript>",
    "<!--><img src=x onerror=run()>-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=run()></style></mglyph></table></mtext></math>",
    "<select><style></select><img src=x onerror=run()></style>",
    "<textarea><p title='</textarea><img src=x onerror=run()>'>",
    "<marquee onstart=run()>words</marquee>",
    "\u202e<script>run()</script>",
    "{{ 7|add:7 }}{% load static %}",
    *(f'<a href="{address}">link</a>' for address in ADDRESSES),
]
ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "link",
    "style",
    "template",
    "svg",
    "math",
    "video",
    "audio",
    "source",
    "marquee",
    "input",
    "textarea",
    "select",
    "details",
    "button",
}
RUNS = re.compile(
    r"^[\x00-\x20]*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|v\s*b\s*s\s*c\s*r\s*i\s*p\s*t|data)\s*:",
    re.IGNORECASE,
)
ACTING_ATTRIBUTES = re.compile("^(on.*|style|srcdoc|ping|formaction|http-equiv)$")


def harm_in(html: str) -> Iterator[str]:
    """Yield each element in ``html`` that does more than show text, or lead to the address of a link."""
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        # What a field holds is shown as it is.
        told = {
            name: str(value) for name, value in tag.attrs.items() if name != "value"
        }
        acts = any(
            ACTING_ATTRIBUTES.match(name) or RUNS.match(value)
            for name, value in told.items()
        )
        if tag.name in ACTIVE or acts:
            yield f"<{tag.name} {told}>{tag.string if tag.name in ('script', 'style') else ''}"


def ours_in(html: str) -> list[str]:
    """Return what of that comes from the words above, in a page that has forms and drawings of its own."""
    return [
        each for each in harm_in(html) if "run()" in each or "hostile.example" in each
    ]
