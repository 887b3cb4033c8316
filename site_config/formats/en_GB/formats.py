"""How Django and Wagtail write dates and times: as our own messages do (see ``moment_in_words``)."""

from django.conf.locale.en_GB import formats as of_django

DATE_FORMAT = "j F Y"  # 2 December 2026
TIME_FORMAT = "H:i"  # 09:05
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"

# What people type is read as the calendars write it, and as the site shows it.
DATE_INPUT_FORMATS = [*of_django.DATE_INPUT_FORMATS, "%d %B %Y"]
DATETIME_INPUT_FORMATS = [
    *of_django.DATETIME_INPUT_FORMATS,
    "%d %B %Y, %H:%M",
    "%d %B %Y %H:%M",
]
