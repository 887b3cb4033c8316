"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")

_django = get_wsgi_application()

from pages.http_cache import embedded_cache  # noqa: E402 -- once Django is set up

from .postgresql.limits import wait_as_for_requests  # noqa: E402

wait_as_for_requests()

application = embedded_cache.with_page_cache(_django)
