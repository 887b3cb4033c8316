"""The languages beside English that a text may be in, with their own names and their direction.

Names and direction are those of Django, and of the few below that it does not know.
"""

from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.safestring import SafeString

ENGLISH = "en"
OFFERED = ("ar", "bn", "cy", "fa", "gu", "lt", "pa", "pl", "pt", "ro", "so", "uk", "ur")
"""The codes (BCP 47) that editors can choose.

Add what a force needs: Django knows most names.
"""
NOT_IN_DJANGO = {
    "gu": {"name": "Gujarati", "name_local": "ગુજરાતી", "bidi": False},
    "so": {"name": "Somali", "name_local": "Soomaali", "bidi": False},
}
OWN_NAMES = {"pa": "ਪੰਜਾਬੀ"}
"""Own names that Django has in English only."""


@dataclass(frozen=True)
class Language:
    """A language, as HTML needs it."""

    code: str
    name: str
    own_name: str
    direction: str
    """The value of ``dir``: ``ltr`` or ``rtl``."""

    @property
    def attributes(self) -> SafeString:
        return format_html(' lang="{}" dir="{}"', self.code, self.direction)


def _read_language(code: str) -> Language:
    info = NOT_IN_DJANGO.get(code) or LANG_INFO[code]
    direction = "rtl" if info["bidi"] else "ltr"
    return Language(
        code, str(info["name"]), OWN_NAMES.get(code, str(info["name_local"])), direction
    )


LANGUAGES = {code: _read_language(code) for code in (ENGLISH, *OFFERED)}
LANGUAGE_CHOICES = sorted(
    ((code, LANGUAGES[code].name) for code in OFFERED), key=lambda choice: choice[1]
)
"""The languages beside English by their English names, for forms."""


def find_language(code: object) -> Language | None:
    """Return the language of ``code``; ``None`` for English, which needs no mark, and for what is unknown."""
    return LANGUAGES.get(str(code)) if code != ENGLISH else None
