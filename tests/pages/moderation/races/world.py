"""A recommendation, the people around it, and what they do with it by real requests."""

import datetime
import itertools

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import PublishingPause
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import publish
from tests.forms import action, recommendation_form
from tests.submissions import decision, review_address

ROLES = {
    "editor": [EDITORS],
    "colleague": [EDITORS],
    "moderator": [MODERATORS],
    "moderator_2": [MODERATORS],
    "officer": [APPROVING_OFFICERS],
    "officer_2": [APPROVING_OFFICERS],
    "both": [MODERATORS, APPROVING_OFFICERS],
    "author": [EDITORS, MODERATORS, APPROVING_OFFICERS],
    "administrator": [SITE_ADMINISTRATORS],
}
NUMBERS = itertools.count(1)
OLD, NEW = "As published", "Changed"


class People:
    """Everybody, by name, at as many browsers as there are things that they do at once."""

    def __init__(self):
        self._users = {name: UserFactory(roles=roles) for name, roles in ROLES.items()}
        self._users["superuser"] = UserFactory(is_superuser=True)
        self._free = {name: [] for name in self._users}

    def __getitem__(self, name):
        return self._users[name]

    def send(self, name, address, form, **headers):
        """Return a function that posts ``form`` as the person; who crashes or is not let in fails."""
        if not self._free[name]:
            self.sit_down(name)
        client = self._free[name].pop()

        def post():
            answer = client.post(address, form, headers=headers)
            assert answer.status_code < 500
            assert not answer.get("Location", "").startswith(
                reverse("wagtailadmin_login")
            )
            self._free[name].append(client)
            return answer.status_code

        return post

    def sign_out(self):
        """Forget everybody's session: it has ended, or was undone with an example."""
        for clients in self._free.values():
            clients.clear()

    def sit_down(self, name):
        """Sign in at one more browser."""
        client = Client()
        client.force_login(self._users[name])
        self._free[name].append(client)


class World:
    """One page of its own, unless told otherwise public, and its changes."""

    def __init__(self, people, section, live=True, above=None):
        self.people, self.section = people, section
        self.number = f"7.{next(NUMBERS)}"
        self.page = RecommendationResponsePageFactory(
            parent=above or SuperComplaintPageFactory(parent=section),
            title=OLD,
            number=self.number,
            wording="Chief constables should train officers.",  # as in the form
            live=live,
        )
        self.loaded = None
        if live:
            self.page = publish(self.page)
            self.loaded = self.page.live_revision_id

    # --- What has happened before ---------------------------------------------------------------------

    def beside(self):
        """Return another public page, below the same super-complaint and after this one."""
        return World(self.people, self.section, above=self.page.get_parent().specific)

    def now(self):
        """Return the page as it now is."""
        return RecommendationResponsePage.objects.get(pk=self.page.pk)

    def saved(self, name="editor", title=NEW, **fields):
        """Save a draft."""
        draft = self.now().get_latest_revision_as_object()
        for field, value in {
            "title": title,
            "change_note": "We put it right.",
            **fields,
        }.items():
            setattr(draft, field, value)
        draft.save_revision(user=self.people[name], log_action=True)
        return self

    def submitted(self, name="editor", **fields):
        """Save a draft and submit it."""
        self.saved(name, **fields)
        draft = self.now().get_latest_revision_as_object()
        draft.get_workflow().start(draft, self.people[name])
        return self

    def decided(self, name, action="approve"):
        """Take the step that waits."""
        state = self.now().current_workflow_task_state
        state.task.specific.decide(
            state, self.people[name], DecisionChoice(action, "Because.")
        )
        return self

    def paused(self):
        """Start a publishing pause."""
        until = timezone.now() + datetime.timedelta(days=1000)
        PublishingPause.objects.create(reason="An election.", until=until)
        return self

    # --- What happens at once: each returns something to call in a thread -----------------------------

    def post(self, name, address, form=None, **headers):
        """Send a form as somebody."""
        return self.people.send(name, address, form or {}, **headers)

    def save(
        self,
        name,
        title="Slipped in",
        *,
        extra_action=False,
        buttons=(),
        headers=None,
        over=None,
        address="",
        **fields,
    ):
        """Save in the editor, over a revision that it takes as its own, or press other ``buttons`` of it."""
        actions = [action()] if extra_action else []
        form = recommendation_form(
            title=title, number=self.number, actions=actions, **fields
        )
        form |= dict.fromkeys(buttons, "1") | {"overwrite_revision_id": over or ""}
        address = address or reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return self.post(name, address, form, **(headers or {}))

    def autosave(self, name, title="Slipped in", **fields):
        """Save as the editor's script does."""
        return self.save(name, title, headers={"Accept": "application/json"}, **fields)

    def submit(self, name, title=NEW, **fields):
        """Save and submit in the editor."""
        return self.save(name, title, buttons=["action-submit"], **fields)

    def restart(self, name, title=NEW, **fields):
        """Start the review again in the editor."""
        return self.save(name, title, buttons=["action-restart-workflow"], **fields)

    def withdraw(self, name, title=NEW):
        """Cancel the workflow in the editor."""
        return self.save(name, title, buttons=["action-cancel-workflow"])

    def decide(self, name, action="approve"):
        """Take the step that waits now, on its review screen."""
        state = self.now().current_workflow_task_state
        return self.post(
            name, review_address(state), decision(state, action, "Because.")
        )

    def take_down(self, name, obj=None):
        """Take down the page, or another."""
        obj = obj or self.page
        address = reverse("moderation:take_down", args=[obj._meta.label_lower, obj.pk])
        return self.post(
            name, address, {"because": "error", "reason": "A name stood in it."}
        )

    def disable_step(self):
        """Put the officers' step out of use, by a command on the server."""

        def run():
            options = {"decided_by": "The board", "reason": "A trial."}
            step = ["--where", "name=Approving officer", "--set", "active=False"]
            call_command("administer", "step", *step, **options)
            return 200

        return run

    def start_pause(self, name):
        """Start a publishing pause on its screen."""
        return self.post(
            name,
            reverse("moderation:publishing_pause"),
            {"reason": "A trial.", "until": "2100-01-01 12:00"},
        )

    def end_pause(self, name):
        """End the publishing pause on its screen."""
        return self.post(name, reverse("moderation:publishing_pause"), {"end": "1"})

    def unschedule(self, name):
        """Call off what is due."""
        arguments = [self.page.pk, self.due().pk]
        return self.post(
            name, reverse("wagtailadmin_pages:revisions_unschedule", args=arguments)
        )

    def delete(self, name):
        """Delete the page."""
        return self.post(
            name, reverse("wagtailadmin_pages:delete", args=[self.page.pk])
        )

    def due(self):
        """Return the revision that is approved and due."""
        return Revision.objects.get(
            object_id=str(self.page.pk), approved_go_live_at__isnull=False
        )
