"""Connects pages, links, styles and the site wording to Wagtail."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.core.addresses import handle_unread_parameters
from pages.moderation.views.base import register_report
from pages.moderation.views.editor import register_moderated

from . import admin_views
from .admin_views import NoticeViewSet, SiteWordingViewSet, add_opening_panel
from .models import BasePage
from .outside_links import BrokenLinksReport
from .rich_text import PrefetchedDocumentLinkHandler, PublicPageLinkHandler

register_moderated(SiteWordingViewSet)
register_moderated(NoticeViewSet)
hooks.register("register_admin_urls", lambda: admin_views.guide_urlpatterns)
register_report(BrokenLinksReport, "reports/broken-links/")
hooks.register("construct_help_menu", admin_views.offer_own_guide)
hooks.register("construct_homepage_panels", add_opening_panel)


# After Wagtail's own hook, whose handlers these replace.
@hooks.register("register_rich_text_features", order=1)
def register_link_handlers(features: FeatureRegistry) -> None:
    """Link to public pages only, and load the targets of links together."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PrefetchedDocumentLinkHandler)


@hooks.register("insert_global_admin_css")
def add_admin_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


# First: it has to be there before the first widget is.
@hooks.register("insert_global_admin_js", order=-1)
def start_widgets() -> SafeString:
    """Start Wagtail's widgets, whose templates of ours hold no scripts."""
    return format_html('<script src="{}"></script>', static("start-widget.js"))


@hooks.register("insert_global_admin_js")
def remove_old_messages() -> SafeString:
    """Remove what was said before from a screen that Back shows as it was."""
    return format_html('<script src="{}"></script>', static("old-messages.js"))


# Not only in the editor: any form can ask for it by the attribute ``data-keep-typed``.
@hooks.register("insert_global_admin_js")
def keep_the_form_when_the_session_ends() -> SafeString:
    """Let a user whose session has ended sign in beside the form, which stays as it is."""
    return format_html(
        '<script src="{}" data-session="{}" data-sign-in="{}?next={}"></script>',
        static("editor-session.js"),
        reverse("editor_session"),
        resolve_url(settings.LOGIN_URL),
        reverse("signed_in_again"),
    )


@hooks.register("insert_editor_js")
def add_editor_scripts() -> SafeString:
    """Keep the tab when a draft is saved, refuse typing into locked forms, and cover no change note."""
    names = (
        "keep-tab.js",
        "locked-form.js",
        "needed-fields.js",
        "change-panel.js",
    )
    addresses = [(static(name),) for name in names]
    return format_html_join("\n", '<script src="{}"></script>', addresses)


class OurChecks(ContentCheckerItem):
    """Wagtail's checks of the preview, and those for pictures and tables beside them."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "th-has-data-cells",
        "scope-attr-valid",
    ]
    # Its big bold number to call is taken for a heading by the rule "p-as-heading", and editors cannot change it.
    axe_exclude = [".services__service"]


@hooks.register("construct_wagtail_userbar")
def use_our_checks(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = OurChecks(item.in_editor)


# First, so that nothing else is revealed of such a page, not even that it has a
# password.
@hooks.register("before_serve_page", order=-1)
def refuse_page_below_a_draft(
    page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> None:
    """Answer 404 unless every page above is live.

    Wagtail only checks the page itself.
    """
    if not isinstance(page, BasePage):  # the page that Wagtail creates on an empty site
        page.pages_above = list(page.get_ancestors().filter(depth__gt=1))
    if not all(ancestor.live for ancestor in page.pages_above):
        raise Http404
    request.served_page_type = type(page)  # type: ignore[attr-defined]


@hooks.register("before_serve_page")
def handle_parameters(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Lead to the address without unread parameters; answer 404 if only today can be shown."""
    # A routable page is served by a view, which is the first argument.
    view = serve_args[0] if serve_args else None
    return handle_unread_parameters(request, view, getattr(page, "cache_policy", None))
