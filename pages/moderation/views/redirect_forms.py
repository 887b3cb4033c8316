"""The fields of the redirect form: they take addresses of this site as people type or copy them."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.contrib.redirects.models import Redirect

from pages.moderation.approval.redirect_rules import ELSEWHERE, without_own_host

NOT_AN_OLD_ADDRESS = (
    "Enter an address on this site that starts with a slash, such as /old-page/."
)


class AddressOnThisSite(forms.CharField):
    """An address on this site, with or without its host and its first slash."""

    def clean(self, value: Any) -> str:
        """Return the address without its host."""
        typed = super().clean(value)
        if typed:
            return without_own_host(typed, str(self.error_messages["invalid"]))
        return ""


def options_of_form_field(field: models.Field) -> dict[str, Any]:
    """Return what the form field of an address of a redirect is made with; nothing for any other field."""
    if field is Redirect._meta.get_field("old_path"):
        return {
            "form_class": AddressOnThisSite,
            "help_text": "The old address on this site, such as /old-page/",
            "error_messages": {"invalid": NOT_AN_OLD_ADDRESS},
        }
    if field is Redirect._meta.get_field("redirect_link"):
        return {
            "form_class": AddressOnThisSite,
            "label": "Redirect to an address",
            "help_text": "Only if you cannot choose it as a page, such as a document or the part of a page",
            "error_messages": {"invalid": ELSEWHERE},
        }
    return {}


register_form_field_override(
    models.CharField, override=options_of_form_field, exact_class=True
)
register_form_field_override(
    models.URLField, override=options_of_form_field, exact_class=True
)
