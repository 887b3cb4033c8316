"""The URL patterns of the site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.contrib.sitemaps.views import sitemap

from complaints import urls as complaints_urls
from complaints.data.sitemap import SiteSitemap
from pages.accounts import urls as accounts_urls
from pages.content import admin_views
from pages.content.panels import serve_new_row
from pages.content.site_wording import serve_brand_style, serve_share_card
from pages.cookies import views as cookies
from pages.core.addresses import ANY_PARAMETER, reads_parameters
from pages.core.cache_policy import private_view, public_view
from pages.core.partial_date_fields import read_typed_date
from pages.core.stream_field import serve_blocks
from pages.feedback import views as feedback
from pages.files import views as files
from pages.moderation.views import admin_urls
from pages.search import views as search

from . import health, metrics, patterns, security_txt

handler400 = "site_config.errors.bad_request"
handler403 = "site_config.errors.permission_denied"
handler404 = "site_config.errors.page_not_found"
handler500 = "site_config.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path(
        "robots.txt",
        public_view(
            TemplateView.as_view(template_name="robots.txt", content_type="text/plain")
        ),
    ),
    path(".well-known/security.txt", security_txt.serve, name="security_txt"),
    path(
        "sitemap.xml",
        reads_parameters("p")(public_view(sitemap)),
        {"sitemaps": {"pages": SiteSitemap}},
    ),
    re_path(r"^brand/([0-9a-f]{6})\.css$", serve_brand_style, name="brand_style"),
    path("share.png", serve_share_card, name="share_card"),
    path("patterns/", patterns.serve, name="patterns"),
    path("admin/", include(admin_views)),
    path("admin/dates/", read_typed_date, name="read_date"),
    path(
        "admin/form-parts/blocks/<str:field>/<slug:part_id>.js",
        serve_blocks,
        name="blocks_of_field",
    ),
    path(
        "admin/form-parts/rows/<str:panel>/<slug:part_id>.js",
        serve_new_row,
        name="new_row",
    ),
    path("admin/", include(accounts_urls)),
    # The names that others know the sign-in by, and the addresses that they look for it
    # at.
    *(
        path(
            address,
            private_view(
                RedirectView.as_view(pattern_name="account_login", query_string=True)
            ),
        )
        for address in ("_util/login/", "accounts/login/", "login/", "admin/sign-in/")
    ),
    path("admin/", include(admin_urls)),
    path("", include(files)),
    # ``/cookies/`` and ``/feedback/`` themselves are pages of the CMS.
    path("cookies/choice/", cookies.save_choice, name="cookie_choice"),
    path("feedback/send/", feedback.submit_feedback, name="feedback_send"),
    path(
        "feedback/busy/",
        feedback.submit_feedback,
        {"is_busy": True},
        name="feedback_busy",
    ),
    path("feedback/thanks/", feedback.thank_reader, name="feedback_thanks"),
    path("search/", search.search, name="search"),
    # The address of the page that this site replaces: it had the same folder twice.
    re_path(
        r"^(?:.*/)?about-us/about-us/super-complaints/$",
        reads_parameters(ANY_PARAMETER)(
            public_view(
                RedirectView.as_view(
                    url="/super-complaints/", permanent=True, query_string=True
                )
            )
        ),
    ),
    path("super-complaints/", include(complaints_urls)),
    path("", include(wagtail_urls)),
]
