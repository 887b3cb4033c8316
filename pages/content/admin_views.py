"""Screens that the CMS has beside those of pages, and how it compares what two drafts say."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import transaction
from django.db.models import BooleanField, DateTimeField, ForeignKey, Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.compare import (
    FieldComparison,
    ForeignObjectComparison,
    M2MFieldComparison,
    RichTextFieldComparison,
    StreamFieldComparison,
    TextDiff,
    register_comparison_class,
)
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.contrib.redirects import views as redirects
from wagtail.fields import RichTextField, StreamField
from wagtail.snippets.views.snippets import IndexView

from pages.core.partial_date_fields import PartialDateField
from pages.core.text import without_editor_keys
from pages.moderation.approval.roles import display_name
from pages.moderation.views.editor import PUBLIC_STATE, ModeratedSnippetViewSet
from pages.moderation.views.open_reviews import TimeColumn
from pages.moderation.views.page_access import refuse_users_without_pages

from .models import HomePage, Notice, SiteWording
from .panels import open_questions

WAGTAILS_HELP = re.compile(r"whats-new-in-wagtail-.*|editor-guide")
"""The names of the menu items that lead to the sites of Wagtail's makers."""


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """Shows one of ``docs/using/*.md`` at an address from which its links and pictures work."""

    page_title = "Guide"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": page_title},
    ]
    header_icon = "help"
    template_name = "content/admin/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text and its headings; raise ``Http404`` for one that there is not."""
        text = existing_file(
            "using", f"{self.kwargs.get('name', 'README')}.md"
        ).read_text()
        self.page_subtitle = text.partition("\n")[0].removeprefix("# ")
        guide, headings = render_guide(text)
        return super().get_context_data(
            **kwargs, guide=guide, headings=headings, version=settings.VERSION
        )


def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    return FileResponse(
        existing_file("images", f"{name}.webp").open("rb"), content_type="image/webp"
    )


def existing_file(folder: str, name: str) -> Path:
    """Return a file of the guide; raise ``Http404`` if there is none, or the documents were not installed."""
    file = settings.EDITORS_GUIDE / folder / name
    if not file.exists():
        raise Http404
    return file


def render_guide(text: str) -> tuple[SafeString, list[tuple[str, str]]]:
    """Return Markdown as HTML without its first heading, and the anchor and words of each main section."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(re.sub(r"\A# .*\n", "", text))
    headings = []
    for token in tokens:
        token.children = list(_without_links_out_of_the_guide(token.children or ()))
    for tag, words in pairwise(tokens):
        if tag.type == "heading_open":
            tag.attrSet("id", slugify(words.content))
            if tag.tag == "h2":
                plain = "".join(child.content for child in words.children or ())
                headings.append((slugify(words.content), plain))
    html = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(html), headings  # noqa: S308 - the text is ours, and HTML in it is escaped


def _without_links_out_of_the_guide(parts: Iterable[Token]) -> Iterator[Token]:
    """Yield the parts of a text without links to other documents, which the CMS does not show."""
    leads_out = False
    for part in parts:
        if part.type == "link_open":
            leads_out = str(part.attrs["href"]).startswith("../")
        if not (leads_out and part.type in ("link_open", "link_close")):
            yield part


def offer_own_guide(request: Any, items: list[MenuItem]) -> None:
    """Link to our guide alone, in the place of Wagtail's help."""
    items[:] = [item for item in items if not WAGTAILS_HELP.fullmatch(item.name)]
    guide = reverse("guide")
    items.insert(0, MenuItem("Guide", guide, icon_name="help", order=100))
    version = MenuItem(
        f"Version {settings.VERSION}",
        f"{guide}#version",
        name="version",
        icon_name="info-circle",
        order=9000,
    )
    items.append(version)


class OpeningPanel(Component):
    """Lists the drafts that have to be confirmed, with what has to be decided in each."""

    name = "opening"
    template_name = "content/admin/opening.html"
    order = 50

    def __init__(self, home: HomePage) -> None:
        super().__init__()
        self.home = home

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        pages = [
            (
                page,
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                open_questions(page.get_latest_revision_as_object()),
            )
            for page in [
                self.home,
                *self.home.get_children().filter(live=False).specific(),
            ]
        ]
        return {"pages": pages}


def add_opening_panel(request: HttpRequest, panels: list[Component]) -> None:
    home = HomePage.objects.filter(first_published_at=None, live=False).first()
    if home and home.permissions_for_user(request.user).can_edit():
        panels.append(OpeningPanel(home))


class SiteWordingListView(IndexView):
    """The list of the one site wording."""

    def get_add_url(self) -> str | None:
        """Offer to add a site wording only while there is none."""
        return None if SiteWording.objects.exists() else super().get_add_url()


class SiteWordingViewSet(ModeratedSnippetViewSet):
    """The screens of the site wording. There is one entry: what every page shows."""

    model = SiteWording
    index_view_class = SiteWordingListView
    icon = "site"
    menu_label = "Site wording"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["__str__", PUBLIC_STATE]


class NoticeViewSet(ModeratedSnippetViewSet):
    """The screens of notices."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_order = 245
    add_to_admin_menu = True
    list_display = [
        "text",
        "level",
        Column(
            "section",
            label="Part of the site",
            accessor=lambda notice: notice.section or "Every page",
        ),
        TimeColumn("shown_from", label="Shown from"),
        TimeColumn("shown_until", label="Shown until", never="No end date"),
        PUBLIC_STATE,
    ]
    list_filter = ["level"]


class LinkView(ExternalLinkView):
    """Asks for the address of a link."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-url" not in request.POST:
            raise BadRequest("There is no address.")
        return super().post(request)


def process_import(request: HttpRequest) -> HttpResponse:
    """Import all or nothing; ask again for a file that is not there or imported already."""
    try:
        with transaction.atomic():
            return redirects.process_import(request)
    except (KeyError, FileNotFoundError, SuspiciousOperation):
        # Wagtail 8.1 raises the last of these.
        messages.error(
            request,
            "Nothing was imported. If redirects are missing, choose the file again.",
        )
        return redirect("wagtailredirects:start_import")


# static/editor-session.js asks this before a form is sent: else Wagtail would answer
# with the page that asks for the password, and what was typed would be lost.
@require_GET
def session_state(request: HttpRequest) -> JsonResponse:
    """Tell who is signed in, by a number or ``null``, and give the token that their forms need."""
    user = request.user
    name = display_name(user) if user.is_authenticated else ""
    return JsonResponse({"person": user.pk, "name": name, "token": get_token(request)})


@require_admin_access
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the form can be saved now; the page closes itself where the browser lets it."""
    return render(
        request, "content/signed_in_again.html", {"title": "You are signed in again"}
    )


class ManyToManyComparison(M2MFieldComparison):
    """Compares which objects two versions name; a database lists them in any order."""

    def get_items(self) -> tuple[list[Model], list[Model]]:
        before, after = super().get_items()
        return sorted(before, key=lambda obj: obj.pk), sorted(
            after, key=lambda obj: obj.pk
        )


class ForeignKeyComparison(ForeignObjectComparison):
    """Compares which object two versions name."""

    def htmldiff(self) -> str:
        """Return the name before as deleted and the one after as added, or the one name that stays."""
        before, after = (str(obj or "") for obj in self.get_objects())
        return _words_diff(before, after, self.has_changed())


class PartialDateComparison(FieldComparison):
    """Compares two partial dates.

    Wagtail would compare them as text, because their field stores text.
    """

    def htmldiff(self) -> str:
        """Return the date before as deleted and the one after as added, or the one date that stays."""
        before = self.val_a.words if self.val_a else ""
        after = self.val_b.words if self.val_b else ""
        return _words_diff(before, after, before != after)


def _words_diff(before: str, after: str, has_changed: bool) -> str:
    if not has_changed:
        return escape(after)
    changes = [("deletion", before)] * bool(before) + [("addition", after)] * bool(
        after
    )
    return TextDiff(changes, separator=" ").to_html()


class TickComparison(FieldComparison):
    """Compares two ticks.

    Wagtail would show them as Python does, as “True” and “False”.
    """

    def htmldiff(self) -> str:
        """Return “No” and “Yes” where a tick was set or cleared, and nothing for a box that stays empty."""
        if self.has_changed():
            before = "Yes" if self.val_a else "No"
            after = "Yes" if self.val_b else "No"
            return _words_diff(before, after, has_changed=True)
        return "Yes" if self.val_b else ""


class TimeComparison(FieldComparison):
    """Compares two times.

    Wagtail would show them as Python does, and none as “None”.
    """

    def htmldiff(self) -> str:
        """Return the time before as deleted and the one after as added, or the one time that stays."""
        before = _time_in_words(self.val_a)
        after = _time_in_words(self.val_b)
        return _words_diff(before, after, before != after)


def _time_in_words(moment: datetime | None) -> str:
    if not moment:
        return ""
    return date_format(timezone.localtime(moment), "j F Y, H:i")


class RichTextComparison(RichTextFieldComparison):
    """Compares what two rich texts say."""

    def has_changed(self) -> bool:
        return without_editor_keys(self.val_a or "") != without_editor_keys(
            self.val_b or ""
        )


class StreamComparison(StreamFieldComparison):
    """Compares what two streams of blocks say."""

    def has_changed(self) -> bool:
        before, after = map(self._as_text, (self.val_a, self.val_b))
        return without_editor_keys(before) != without_editor_keys(after)

    def _as_text(self, value: Any) -> str:
        stored = json.dumps(self.field.get_prep_value(value))
        # A form saves a part that was not there as an empty text.
        parts = json.loads(
            stored,
            object_hook=lambda part: {
                key: part[key] for key in part if part[key] not in (None, "")
            },
        )
        # Sorted: a database may give the parts of a block back in another order.
        return json.dumps(parts, sort_keys=True)


register_comparison_class(BooleanField, comparison_class=TickComparison)
register_comparison_class(DateTimeField, comparison_class=TimeComparison)
register_comparison_class(ForeignKey, comparison_class=ForeignKeyComparison)
register_comparison_class(
    ParentalManyToManyField, comparison_class=ManyToManyComparison
)
register_comparison_class(PartialDateField, comparison_class=PartialDateComparison)
register_comparison_class(RichTextField, comparison_class=RichTextComparison)
register_comparison_class(StreamField, comparison_class=StreamComparison)


# These come before Wagtail's addresses. Wagtail's still provide the names for
# reversing.
urlpatterns = [
    path("session/", session_state, name="editor_session"),
    path("signed-in-again/", signed_in_again, name="signed_in_again"),
    path(
        "choose-external-link/",
        require_admin_access(refuse_users_without_pages(LinkView.as_view())),
        name="link_address",
    ),
    path(
        "redirects/import/process/",
        require_admin_access(process_import),
        name="import_redirects",
    ),
]
guide_urlpatterns = [
    path("guide/using/", GuideView.as_view(), name="guide"),
    path("guide/using/<slug:name>.md", GuideView.as_view(), name="guide_of_a_role"),
    path("guide/images/<slug:name>.webp", serve_picture, name="guide_picture"),
]
