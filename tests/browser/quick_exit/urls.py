"""The site's addresses, and pages that something is wrong with."""

import threading

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from wagtail.models import Site

from site_config.urls import *  # noqa: F403
from site_config.urls import urlpatterns as site_patterns
from tests.waiting import PATIENCE

rest_may_come = threading.Event()
"""Set when a page that is still loading may go on."""


def _home(request) -> str:
    page = Site.find_for_request(request).root_page.specific
    return page.serve(request).rendered_content


def loading(request):
    """Send the first half of the home page, and the rest when the test is over."""
    return _in_two_parts(request, "</h1>")


def cut(request):
    """Send half of what the exit's script puts in place, and the rest when the test is over."""
    return _in_two_parts(request, "Quickly exit this site")


def unpainted(request):
    """Send only the head, of which nothing can be painted, until the test is over."""
    return _in_two_parts(request, "</head>")


def stalled(request):
    """Send the first 700 bytes, all of a slow line's first packet, and the rest when the test is over."""
    page = _home(request)
    return _answer_in_two_parts(page[:700], page[700:])


def _in_two_parts(request, end_of_first: str):
    head, body, rest = _home(request).partition(end_of_first)
    return _answer_in_two_parts(head + body, rest)


def _answer_in_two_parts(first: str, rest: str):
    def parts():
        yield first
        rest_may_come.wait(PATIENCE)
        yield rest

    # What the middleware can compress it holds back.
    return StreamingHttpResponse(parts(), headers={"Content-Encoding": "identity"})


def broken(request):
    """Send the home page with other scripts that fail, and that would stop the exit if they could."""
    scripts = "".join(
        f'<script src="/tests/{name}.js"></script>' for name in ["throws", "unreadable"]
    )
    return HttpResponse(_home(request).replace("</title>", f"</title>{scripts}"))


def throws(request):
    """Keep every Escape from whoever listens later, then fail."""
    return HttpResponse(
        "for (const type of ['keydown', 'click'])"
        " document.addEventListener(type, event => event.stopImmediatePropagation(), true);"
        "throw new Error('broken');",
        content_type="text/javascript",
    )


def unreadable(request):
    """Send what is no script."""
    return HttpResponse("{{{", content_type="text/javascript")


urlpatterns = [
    path("tests/loading/", loading),
    path("tests/cut/", cut),
    path("tests/unpainted/", unpainted),
    path("tests/stalled/", stalled),
    path("tests/broken/", broken),
    path("tests/throws.js", throws),
    path("tests/unreadable.js", unreadable),
    *site_patterns,
]
