"""gunicorn reads this by itself: its own lines have our format, too, and the number of the request."""

import logging
import sys
from typing import Any

from django.conf import settings

from site_config.logging import begin_request, end_request
from site_config.start import settings_explained

with settings_explained():
    logconfig_dict = settings.LOGGING
logging.captureWarnings(True)
# As long as nginx takes: whoever asks for more gets its page, and nobody gunicorn's
# own.
limit_request_line = 8190


def pre_request(worker: object, request: Any) -> None:
    sent = dict(request.headers).get("X-REQUEST-ID", "")
    others = [header for header in request.headers if header[0] != "X-REQUEST-ID"]
    request.headers = [*others, ("X-REQUEST-ID", begin_request(sent))]


def post_request(
    worker: object, request: object, environ: object, response: object
) -> None:
    if not sys.exc_info()[0]:  # what failed is logged after this, with the number
        end_request()
