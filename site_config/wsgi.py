"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from .postgresql.limits import wait_as_for_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")

# Before the settings are read: by which way the database is reached depends on it.
wait_as_for_requests()

_django = get_wsgi_application()

from pages.http_cache import embedded_cache  # noqa: E402 -- once Django is set up

application = embedded_cache.with_page_cache(_django)
