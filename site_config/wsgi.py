"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")

_django = get_wsgi_application()

from pages.http_cache import embedded  # noqa: E402 -- once Django is set up

application = embedded.around(_django)
