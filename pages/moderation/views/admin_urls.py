"""The addresses of Wagtail's admin, some of which are closed to everybody or to users without pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .page_access import refuse_users_without_pages


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer 404 where Wagtail lets everybody in who is signed in, and where no screen of ours leads.

    Its API lists every file and writes pages (Wagtail 8.1 removes that). Choosers of
    snippets list drafts, those of embedded media ask other sites, and one address
    breaks on purpose. Nobody changes sites, groups, collections, workflows and privacy
    in the CMS.
    """
    raise Http404


# The first ones come before Wagtail's addresses. Wagtail's still provide the names for
# reversing.
urlpatterns = [
    re_path(r"^api/main/(?:images|documents|pages/\d+/action)/", not_found),
    re_path(r"^(?:snippets/choose|embeds|failwhale)/", not_found),
    # What no request changes: ``manage.py administer`` does.
    re_path(r"^(?:collections|groups|sites|workflows)/", not_found),
    re_path(r"^pages/\d+/privacy/$", not_found),
    path(
        "",
        include(
            decorate_urlpatterns(
                wagtailadmin_urls.urlpatterns, refuse_users_without_pages
            )
        ),
    ),
]
