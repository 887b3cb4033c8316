"""Refuses passwords made of words that everybody connects with this site.

The words are those of the published wording, so each force has its own. Source: OWASP ASVS 5.0, 6.1.2 and
6.2.11.
"""

import re

from django.core.exceptions import ValidationError

from pages.content.models import SiteWording

WORDS = {"admin", "force", "password", "police", "supercomplaint", "super-complaint", "wagtail", "welcome"}
CHARACTERS_BESIDE = 8
"""So many characters must be left without these words."""


class WordsOfTheSiteValidator:
    """A validator for ``AUTH_PASSWORD_VALIDATORS``."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` unless enough is left of ``password`` without words of the site."""
        wording = SiteWording.objects.filter(live=True).first() or SiteWording()
        names = re.findall(r"\w{4,}", f"{wording.force_name} {wording.service_name}".lower())
        words = sorted({*WORDS, *names}, key=len, reverse=True)
        left = re.sub("|".join(map(re.escape, words)), "", password.lower())
        if len(left) < CHARACTERS_BESIDE:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        return "Your password can’t be mainly words of this site, such as the name of the force."
