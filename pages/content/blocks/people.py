"""Whom to contact, and who can help."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

SAMARITANS = {
    "name": "Samaritans",
    "for_whom": "Anyone who finds it hard to cope",
    "telephone": "116 123",
    "hours": "Day and night",
    "web": "https://www.samaritans.org/",
    "safe_to_call": "Calls are free and do not appear on the bill.",
}


class ContactBlock(blocks.StructBlock):
    """How to reach a team or an office."""

    name = blocks.CharBlock(max_length=120, help_text="A team or post, not a person.")
    telephone = blocks.CharBlock(required=False, max_length=30)
    email = blocks.EmailBlock(required=False, label="E-mail")
    address = blocks.TextBlock(required=False, label="Postal address")
    web = blocks.URLBlock(required=False, label="Web address")
    hours = blocks.CharBlock(required=False, max_length=120)

    class Meta:
        label = "Contact"
        icon = "mail"
        template = "blocks/contact.html"
        description = "How to reach a team or an office."
        preview_value = {
            "name": "Borsetshire Police",
            "telephone": "101",
            "web": "https://www.borsetshire.example/",
            "hours": "Day and night",
        }

    def clean(self, value: Any) -> Any:
        """Outside drafts, refuse a contact without any means of contact."""
        result = super().clean(value)
        ways = ("telephone", "email", "address", "web")
        if not self.is_deferred_validation and not any(result.get(way) for way in ways):
            raise blocks.StructBlockValidationError(
                {"telephone": ValidationError("Enter at least one way to make contact.")}
            )
        return result


class SupportServiceBlock(blocks.StructBlock):
    """A service that helps people who have been harmed."""

    name = blocks.CharBlock(max_length=120)
    for_whom = blocks.CharBlock(max_length=200, help_text="Whom it helps, in a few words.")
    telephone = blocks.CharBlock(required=False, max_length=30)
    hours = blocks.CharBlock(required=False, max_length=120)
    web = blocks.URLBlock(required=False, label="Web address")
    safe_to_call = blocks.TextBlock(
        required=False,
        label="What to know before calling",
        help_text="For example, what a bill shows.",
    )

    class Meta:
        icon = "help"
        template = "blocks/support_service.html"
        description = "A service that helps people who have been harmed, and whom it helps."
        preview_value = SAMARITANS


class SupportServicesBlock(blocks.StructBlock):
    """Services that help, with a heading."""

    heading = blocks.CharBlock(max_length=120, default="Support services")
    services = blocks.ListBlock(SupportServiceBlock(), min_num=1)

    class Meta:
        label = "Support services"
        icon = "help"
        template = "blocks/support_services.html"
        description = "Services that help people who have been harmed. Put it near what may upset readers."
        preview_value = {
            "heading": "Support services",
            "services": [SAMARITANS],
        }
