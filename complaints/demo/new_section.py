"""The first content of a force that starts empty: nothing in it is Northamptonshire's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator, URLValidator
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify

from complaints.models import Organisation, SuperComplaintIndexPage
from pages.content.brand import validate_brand_colour
from pages.content.models import HomePage
from pages.quick_exit.destination import DEFAULT_ADDRESS, validate_destination

from . import content_loader
from .content_loader import (
    STANDARD_PAGE_TYPES,
    build_instance,
    load_home,
    load_page,
    publish_instance,
    publishing_on_empty_site,
)

EXAMPLE = "Northamptonshire Police"
EXAMPLE_WEBSITE = "https://www.northants.police.uk/"
EXAMPLE_COMMISSIONER = "Northamptonshire Police, Fire and Crime Commissioner"
NAME_LENGTH = 80
"""The longest name of a force: it is a part of titles, which have limits of their own."""

NOT_TESTED = (
    "This statement was prepared when this website was set up. Nobody has tested it with the content of "
    "this force yet. The program that it runs on is tested with automatic rules for WCAG 2.2 level AA."
)


@dataclass
class NewSection:
    """What a force decides before it starts."""

    name: str
    website: str
    colour: str = "#1d3461"
    commissioner: str = ""
    commissioner_website: str = ""
    exit_address: str = DEFAULT_ADDRESS
    services: list[dict[str, str]] = field(default_factory=list)


def validate_name(value: str) -> None:
    """Refuse what is no name of a force or a commissioner."""
    if not value.strip() or "<" in value or ">" in value:
        raise ValidationError("Give the name as readers know it, such as Kent Police.")
    MaxLengthValidator(NAME_LENGTH)(value)
    ProhibitNullCharactersValidator()(value)


def validate_website(value: str) -> None:
    """Refuse what is no address of a website."""
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError as error:
        raise ValidationError("Give a whole address, such as https://www.kent.police.uk/.") from error


VALIDATORS: dict[str, Callable[[str], None]] = {
    "name": validate_name,
    "website": validate_website,
    "colour": validate_brand_colour,
    "commissioner": validate_name,
    "commissioner_website": validate_website,
    "exit_address": validate_destination,
}
"""What each answer must be."""


def read_service(value: str) -> dict[str, str]:
    """Return the support service that ``value`` names or describes, in four parts."""
    known = {service["name"]: service for service in content_loader.read_support_services()}
    if value in known:
        return known[value]
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 4 or not parts[0] or not parts[1] or not (parts[2] or parts[3]):
        names = "; ".join(known)
        raise ValidationError(
            f"“{value}” is none of these: {names}. Describe another one as “name | whom it helps | "
            "telephone | address”; one of the last two may be empty."
        )
    name, for_whom, telephone, web = parts
    if web:
        validate_website(web)
    return {"name": name, "for_whom": for_whom, "telephone": telephone, "web": web}


def start_section(new: NewSection) -> int:
    """Make and publish the pages, the wording and the organisations; return the number of pages.

    All or nothing. Raises ``SiteNotEmptyError`` if there is content already.
    """
    with publishing_on_empty_site():
        home = load_home(_home_fields(new), _wording_fields(new))
        for fields in _organisations(new):
            publish_instance(build_instance(Organisation, fields))
        load_page(home, SuperComplaintIndexPage, _section_fields(new))
        for name, page_type in STANDARD_PAGE_TYPES.items():
            load_page(home, page_type, _standard_fields(new, name))
        return HomePage.objects.get(pk=home.pk).get_descendants(inclusive=True).count()


def _for_force(new: NewSection, value: Any) -> Any:
    """Return ``value`` with the force's name and address in the place of the example's."""
    if isinstance(value, str):
        is_markup = "</" in value
        host = (urlsplit(new.website).hostname or "").removeprefix("www.")
        name, website = (escape(new.name), escape(new.website)) if is_markup else (new.name, new.website)
        return (
            value.replace(EXAMPLE, name)
            .replace(EXAMPLE_WEBSITE, website)
            .replace("northants.police.uk", host)
        )
    if isinstance(value, list):
        return [_for_force(new, each) for each in value]
    if isinstance(value, dict):
        return {name: _for_force(new, each) for name, each in value.items()}
    return value


def _home_fields(new: NewSection) -> dict[str, Any]:
    fields = content_loader.read_content_file("home")
    joint = f"<p>Some responses are joint ones with the {EXAMPLE_COMMISSIONER}.</p>"
    for block in fields["body"]:
        if "text" in block:
            block["text"] = block["text"].replace(joint, "")
    return {**_for_force(new, fields), "slug": slugify(new.name) or "home"}


def _wording_fields(new: NewSection) -> dict[str, Any]:
    return {
        **content_loader.read_site_wording(),
        "force_name": new.name,
        "brand_colour": new.colour,
        "main_site_address": new.website,
        "exit_address": new.exit_address,
        "support_services": [{"service": service} for service in new.services],
    }


def _section_fields(new: NewSection) -> dict[str, Any]:
    fields = _for_force(new, content_loader.read_content_file("section"))
    fields["introduction"] = [
        block
        for block in fields["introduction"]
        if block.get("details", {}).get("summary") != "What we leave out"
    ]
    return fields


def _standard_fields(new: NewSection, name: str) -> dict[str, Any]:
    fields = _for_force(new, content_loader.read_content_file(name))
    if name == "safety":
        for block in fields["body"]:
            if "support_services" in block:
                block["support_services"]["services"] = new.services
        fields["body"] = [
            block for block in fields["body"] if "support_services" not in block or new.services
        ]
    elif name == "accessibility":
        fields |= {"tested_by": NOT_TESTED, "prepared_on": timezone.localdate()}
        claim = "<p>We have tested all of these but the screen reader, as this statement says below.</p>"
        fields["introduction"][0]["text"] = fields["introduction"][0]["text"].replace(claim, "")
    return fields


def _organisations(new: NewSection) -> list[dict[str, Any]]:
    """Return the force, its commissioner if it has one, and the bodies that are the same for every force."""
    found = content_loader.read_content_file("organisations")["organisations"]
    national = [fields for fields in found if fields["name"] not in (EXAMPLE, EXAMPLE_COMMISSIONER)]
    own = [{"name": new.name, "kind": "police_force", "web_address": new.website}]
    if new.commissioner:
        own.append(
            {"name": new.commissioner, "kind": "commissioner", "web_address": new.commissioner_website}
        )
    return [*own, *national]
