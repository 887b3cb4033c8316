"""What colleagues do on a host before a test looks: python -m tests.failures.colleagues DEED [ARGUMENT]...

It runs in a process of its own, with the host's settings, and prints what the test
needs to know.
"""

import json
import sys
import time
from datetime import timedelta

import django
from django.utils import timezone

from site_config.start import open_protected_tables

if __name__ == "__main__":
    django.setup()
    open_protected_tables([])

from django.conf import settings
from django.test import Client

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.factories import UserFactory
from tests.factories.published import clear
from tests.forms import super_complaint_form
from tests.signing_in import use_second_factor
from tests.submissions import decide, present_step, review_address, submit


def signed_in(*roles: str) -> dict[str, str]:
    """Return the cookies of somebody who has just signed in."""
    client = Client()
    client.force_login(UserFactory(roles=roles))
    use_second_factor(client)
    return {"sessionid": client.cookies[settings.SESSION_COOKIE_NAME].value}


def review(title: str) -> dict[str, str]:
    """Give the page another title and approve the first step; return where the second one is approved."""
    page = SuperComplaintPage.objects.earliest("pk")
    page.title = title
    submit(page, UserFactory(roles=[EDITORS]))
    host = settings.ALLOWED_HOSTS[0]
    decide(Client(headers={"host": host}), page, UserFactory(roles=[MODERATORS]))
    state = present_step(page)
    return {"address": review_address(state), "revision": str(state.revision_id)}


def officer() -> dict[str, str]:
    """Sign an approving officer in."""
    return signed_in(APPROVING_OFFICERS)


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


def schedule(title: str, seconds: str) -> int:
    """Let another title of each page be published in so many seconds; return how many pages."""
    pages = [
        *SuperComplaintPage.objects.all(),
        *RecommendationResponsePage.objects.all(),
    ]
    due = timezone.now() + timedelta(seconds=int(seconds))
    for page in pages:
        page.title = title
        page.go_live_at = due
        clear(page).publish()
    return len(pages)


def publish_often(title: str, times: str) -> list[float]:
    """Publish another title so many times; return the seconds that each took."""
    seconds = []
    for number in range(int(times)):
        page = SuperComplaintPage.objects.earliest("pk")
        page.title = f"{title} {number + 1}"
        revision = clear(page)
        began_at = time.monotonic()
        revision.publish()
        seconds.append(time.monotonic() - began_at)
    return seconds


if __name__ == "__main__":
    _, deed, *arguments = sys.argv
    print(json.dumps(globals()[deed](*arguments)))
