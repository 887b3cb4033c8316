"""Our words stand in the place of Wagtail's and Django's, which our rules make untrue."""

import gettext
import re
from datetime import UTC, datetime
from pathlib import Path

import allauth
import django
import wagtail
from django.conf import settings
from django.forms import DateField, DateTimeField
from django.utils.formats import date_format
from django.utils.translation import gettext as translated

from pages.core.moments import moment_in_words
from site_config.settings.environment import PROJECT_DIR

WORDS = PROJECT_DIR / "locale" / "en_GB.po"
COMPILED = settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES" / "django.mo"


def read_catalogue(text: str) -> dict[str, str]:
    """Return what stands in a ``.po`` file: the words of the program with those to show."""
    entry = r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)'
    found = re.findall(entry, text, flags=re.MULTILINE)
    return {
        joined(original): joined(ours) for original, ours in found if joined(original)
    }


def joined(lines: str) -> str:
    return "".join(re.findall(r'^"(.*)"$', lines, flags=re.MULTILINE)).replace(
        '\\"', '"'
    )


OURS = read_catalogue(WORDS.read_text())


def test_the_compiled_words_are_those_of_the_file():
    with COMPILED.open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)

    assert {original: catalogue.gettext(original) for original in OURS} == OURS
    assert translated("Submit to %(workflow_name)s") == "Submit for moderation"


def words_of_wagtail_and_django() -> set[str]:
    catalogues = [
        *Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"),
        Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
        Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
        Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
    ]
    return {
        original
        for catalogue in catalogues
        for original in read_catalogue(catalogue.read_text())
    }


def test_wagtail_still_has_the_words_that_ours_replace():
    assert OURS.keys() - words_of_wagtail_and_django() == set()


def test_messages_have_one_kind_of_quotation_mark():
    quoted = {original: ours for original, ours in OURS.items() if "'" in ours}

    assert not quoted
    assert (
        translated("Page '%(page_title)s' has been submitted for moderation.")
        == "Page “%(page_title)s” has been submitted for moderation."
    )


def test_wagtail_and_django_write_moments_as_our_own_messages_do():
    moment = datetime(2026, 12, 2, 9, 5, tzinfo=UTC)

    assert (
        date_format(moment, "DATETIME_FORMAT")
        == moment_in_words(moment)
        == "2 December 2026, 09:05"
    )
    assert date_format(moment) == "2 December 2026"
    assert date_format(moment, "SHORT_DATETIME_FORMAT") == "02/12/2026 09:05"


def test_moments_are_read_as_the_site_writes_them_and_as_the_calendars_do():
    moment = datetime(2026, 12, 2, 9, 5)

    for typed in (
        date_format(moment, "DATETIME_FORMAT"),
        "2 December 2026 09:05",
        "02/12/2026 09:05",
    ):
        assert DateTimeField().to_python(typed).replace(tzinfo=None) == moment, typed
    for typed in (date_format(moment), "02/12/2026"):
        assert DateField().to_python(typed) == moment.date(), typed


def test_screens_and_emails_of_staff_have_one_format_for_dates_and_one_for_times():
    folders = (
        "moderation",
        "feedback/admin",
        "complaints/admin",
        "site_config",
        "wagtailadmin",
        "accounts",
    )
    other = {}
    for folder in folders:
        for path in (PROJECT_DIR / "templates" / folder).rglob("*.*"):
            formats = re.findall(r'\|(?:date|time):"([^"]+)"', path.read_text())
            # The last one is for addresses.
            if found := set(formats) - {"j F Y", "H:i", "j F Y, H:i", "Y-m-d"}:
                other[path.name] = found

    assert not other
