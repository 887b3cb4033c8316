"""An installed force, which gets a newer catalogue."""

import json
import re

from django.core.management import call_command
from wagtail.models import Page

from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.publication_set import PublicationSet
from site_config.settings.environment import PROJECT_DIR
from tests.databases import shared_content

TO_CONFIRM = re.compile(r"\[To confirm[^\]]*\]")
"""What a force has to decide before its pages are published."""


@shared_content
def installed_force():
    """A force that has published its answers to two reports of the catalogue, and left out the others."""
    call_command(
        "start_section",
        PROJECT_DIR / "docs" / "section.toml",
        reports="stalking,section-60",
    )
    PublicationSet.objects.all().delete()
    with permitted():
        for page in Page.objects.filter(depth__gt=1).order_by("path"):
            revision = page.latest_revision
            revision.content = json.loads(
                TO_CONFIRM.sub("It is so.", json.dumps(revision.content))
            )
            revision.save()
            revision.publish(skip_permission_checks=True)
