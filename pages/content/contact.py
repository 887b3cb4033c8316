"""Where readers can ask: an email address, or the address of a page with a form."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

PAGE = "https://"
"""What the address of a page starts with."""


def validate_contact(contact: str) -> None:
    """Raise ``ValidationError`` unless ``contact`` is an email address or the https address of a page."""
    is_page = contact.startswith(PAGE)
    validate = URLValidator(schemes=["https"]) if is_page else EmailValidator()
    try:
        validate(contact)
    except ValidationError as error:
        raise ValidationError(
            f"Enter an email address, or an address that starts with {PAGE}."
        ) from error


def link_to_contact(contact: str) -> str:
    """Return where a link to ``contact`` leads; empty if it is empty."""
    if not contact or contact.startswith(PAGE):
        return contact
    return f"mailto:{contact}"
