"""Where Wagtail asks about pages, links, styles and the wording of the site."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks

from pages.core.query_parameters import refuse_past_day
from pages.moderation.admin.snippets import ModeratedSnippetViewSet, register_moderated

from . import comparisons  # noqa: F401 - registers them
from .models import BasePage, Notice, SiteWording
from .rich_text_links import DocumentsTogether, PublicPageLinkHandler


class SiteWordingViewSet(ModeratedSnippetViewSet):
    """One entry: what stands on every page."""

    model = SiteWording
    icon = "site"
    menu_label = "Site wording"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["__str__", "live"]


class NoticeViewSet(ModeratedSnippetViewSet):
    """What readers must know for a time."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_order = 245
    add_to_admin_menu = True
    list_display = ["text", "get_level_display", "section", "shown_from", "shown_until", "live"]
    list_filter = ["level"]


register_moderated(SiteWordingViewSet)
register_moderated(NoticeViewSet)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=1)
def links_in_rich_text(features):
    """Let links lead to public pages only, and look up together what they lead to."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(DocumentsTogether)


@hooks.register("insert_global_admin_css")
def admin_styles():
    """Lay out the boxes of a partial date."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


@hooks.register("insert_editor_js")
def keep_the_form_when_the_session_ends():
    """Let whoever was signed out sign in beside the form, which stays as it is."""
    return format_html(
        '<script src="{}" data-session="{}" data-sign-in="{}?next={}"></script>',
        static("editor-session.js"),
        reverse("editor_session"),
        resolve_url(settings.LOGIN_URL),
        reverse("signed_in_again"),
    )


# First: nothing else may be told of such a page, not even that it has a password.
@hooks.register("before_serve_page", order=-1)
def refuse_page_below_a_draft(page, request, serve_args, serve_kwargs):
    """Answer 404 unless every page above is live; Wagtail looks at the page itself alone."""
    if not isinstance(page, BasePage):  # the first page of an empty site, which Wagtail makes
        page.pages_above = list(page.get_ancestors().filter(depth__gt=1))
    if not all(above.live for above in page.pages_above):
        raise Http404
    request.served_page_type = type(page)


@hooks.register("before_serve_page")
def refuse_past_day_of_page(page, request, serve_args, serve_kwargs):
    """Answer 404 when a past day is asked of a page, or of an address below it, that knows today only."""
    # A routable page is served by a view, its first argument.
    refuse_past_day(request, serve_args[0] if serve_args else None)
