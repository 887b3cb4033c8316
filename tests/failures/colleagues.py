"""What an editor does on a machine before a test looks: python -m tests.failures.colleagues DEED

It runs in a process of its own, with the host's settings, and prints what the test
needs to know.
"""

import json
import sys

import django

from site_config.start import open_protected_tables

if __name__ == "__main__":
    django.setup()
    open_protected_tables([])

from django.conf import settings
from django.test import Client

from complaints.models import SuperComplaintPage
from pages.moderation.approval.roles import EDITORS
from tests.factories import UserFactory
from tests.forms import super_complaint_form
from tests.signing_in import use_second_factor


def signed_in(*roles: str) -> dict[str, str]:
    """Return the cookies of somebody who has just signed in."""
    client = Client()
    client.force_login(UserFactory(roles=roles))
    use_second_factor(client)
    return {"sessionid": client.cookies[settings.SESSION_COOKIE_NAME].value}


def form() -> dict[str, str]:
    """Return the address of the editor's form of the super-complaint, and what it holds."""
    page = SuperComplaintPage.objects.earliest("pk")
    filled = super_complaint_form(page.lead_bodies.all(), slug=page.slug)
    lists = {
        name: value for name, value in filled.items() if isinstance(value, list | tuple)
    }
    return (
        filled
        | {name: str(value[0]) for name, value in lists.items()}
        | {"address": f"/admin/pages/{page.pk}/edit/"}
    )


def editor() -> dict[str, str]:
    """Sign an editor in."""
    return signed_in(EDITORS)


if __name__ == "__main__":
    _, deed = sys.argv
    print(json.dumps(globals()[deed]()))
