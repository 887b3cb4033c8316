"""The guide to this CMS, within the CMS: where Wagtail leads to the guide of its makers."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

WAGTAILS_HELP = re.compile(r"whats-new-in-wagtail-.*|editor-guide")
"""The names of the menu items that lead to the sites of Wagtail's makers."""


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """Shows one of ``docs/using/*.md`` at an address from which its links and pictures work."""

    page_title = "Guide"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "help"
    template_name = "content/admin/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text and its headings; raise ``Http404`` for one that there is not."""
        text = existing_file("using", f"{self.kwargs.get('name', 'README')}.md").read_text()
        self.page_subtitle = text.partition("\n")[0].removeprefix("# ")
        guide, headings = render_guide(text)
        return super().get_context_data(**kwargs, guide=guide, headings=headings)


def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    return FileResponse(existing_file("images", f"{name}.webp").open("rb"), content_type="image/webp")


def existing_file(folder: str, name: str) -> Path:
    """Return a file of the guide; raise ``Http404`` if there is none, or the documents were not installed."""
    file = settings.EDITORS_GUIDE / folder / name
    if not file.exists():
        raise Http404
    return file


def render_guide(text: str) -> tuple[SafeString, list[tuple[str, str]]]:
    """Return Markdown as HTML, and the anchor and words of each main section.

    The first heading is left out, as the screen has its own. HTML within the text is shown, not run.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(re.sub(r"\A# .*\n", "", text))
    headings = []
    for tag, words in pairwise(tokens):
        if tag.type == "heading_open":
            tag.attrSet("id", slugify(words.content))
            if tag.tag == "h2":
                headings.append((slugify(words.content), _plain_words(words)))
    html = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(html), headings  # noqa: S308 - the text is ours, and HTML in it is escaped


def _plain_words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def offer_own_guide(request: Any, items: list[MenuItem]) -> None:
    """Link to our guide alone, in the place of Wagtail's help."""
    items[:] = [item for item in items if not WAGTAILS_HELP.fullmatch(item.name)]
    items.insert(0, MenuItem("Guide", reverse("guide"), icon_name="help", order=100))


urlpatterns = [
    path("guide/using/", GuideView.as_view(), name="guide"),
    path("guide/using/<slug:name>.md", GuideView.as_view(), name="guide_of_a_role"),
    path("guide/images/<slug:name>.webp", serve_picture, name="guide_picture"),
]
