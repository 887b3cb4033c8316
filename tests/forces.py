"""Two forces on one installation."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Site

from pages.moderation import roles
from pages.moderation.team_groups import make_team
from tests.factories import (
    FeedbackEntryFactory,
    HomePageFactory,
    ImprovementFactory,
    NoticeFactory,
    OrganisationFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    UserFactory,
)


@dataclass
class Force:
    """One of them, with its site and its people."""

    site: Site

    @property
    def home(self) -> Page:
        return self.site.root_page

    def person(self, *held: str, **fields) -> Any:
        """Return somebody new who holds these roles for the force."""
        return UserFactory(
            roles=[f"{role}: {self.site.hostname}:{self.site.port}" for role in held], **fields
        )


def make_force(name: str, **site) -> Force:
    """Return a force with a home page, a section and its own groups."""
    home = HomePageFactory(parent=Page.objects.get(depth=1), title=f"{name} Police", slug=name.lower())
    site = Site.objects.create(hostname=f"{name.lower()}.example", root_page=home, site_name=name, **site)
    SuperComplaintIndexPageFactory(parent=home)
    make_team(site)
    return Force(site)


def things_of(force: Force, word: str) -> dict[str, Any]:
    """Return one thing of each kind that carries its site, with ``word`` in it, each in review."""
    things = {
        "organisation": OrganisationFactory(site=force.site, name=f"{word} organisation"),
        "wording": SiteWordingFactory(site=force.site, force_name=f"{word} wording"),
        "notice": NoticeFactory(site=force.site, text=f"{word} notice"),
        "improvement": ImprovementFactory(site=force.site, you_said=f"{word} improvement"),
    }
    for thing in things.values():
        submit(thing, force.person(roles.EDITORS, username=f"{word}, who wrote {thing}"))
    return things


def page_of(force: Force, word: str) -> Page:
    """Return a page with ``word`` in its title that is in review."""
    editor = force.person(roles.EDITORS, username=f"{word}, who wrote a page")
    page = StandardPageFactory(parent=force.home, title=f"{word} page", owner=editor)
    page.save_revision(user=editor, log_action=True)
    page.get_workflow().start(page, editor)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=editor)
    return page


def feedback_of(force: Force, word: str, **fields) -> Any:
    """Return what a reader of the force's site sent."""
    return FeedbackEntryFactory(site=force.site, text=f"{word} feedback", **fields)


def submit(obj, person):
    """Change ``obj`` as ``person`` and submit it."""
    obj.change_note = "We put it right."
    obj.save_revision(user=person)
    return obj.get_workflow().start(obj, person)
