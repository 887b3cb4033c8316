"""Whatever people do, in whatever order, the public sees what the rules let them see, and nothing else.

The rules stand here once more, in short: who may have published what. Hypothesis looks
for a sequence of actions after which the site disagrees.
"""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, stateful
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from wagtail.models import WorkflowState

from pages.moderation.approval.public_content import fingerprint
from pages.moderation.approval.publishing_pause import end_pause
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.scheduled_work import publish_due
from tests.effort import by_effort

from .invariants import check
from .races.world import OLD, ROLES, People, World

pytestmark = pytest.mark.slow

HOUR = datetime.timedelta(hours=1)
NAMES = [
    "editor",
    "author",
    "moderator",
    "moderator_2",
    "officer",
    "both",
    "superuser",
    "administrator",
]
PERSONS = st.sampled_from(NAMES)
HOW = st.sampled_from(["save", "autosave", "submit", "restart"])


def holds(name, *roles):
    return not set(roles).isdisjoint(ROLES.get(name, []))


class Machine(stateful.RuleBasedStateMachine):
    """One page, everybody's actions on it, and what the rules make of them."""

    people = section = clock = None

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.start = timezone.now()
        self.saves = 0
        self.paused = False
        self.authors, self.submitter, self.approvals, self.due = set(), None, {}, None

    @initialize(live=st.sampled_from([True, True, False]))
    def begin(self, live):
        """Begin with something public, or with a first draft in moderation."""
        self.world = World(self.people, self.section, live=live)
        self.newest, self.public = OLD, OLD if live else None
        if not live:
            self.world.submitted("editor", title=OLD)
            self.submitter, self.authors = "editor", {"editor"}

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.clock.move_to(self.start)
        self.people.sign_out()

    # --- What the site says ---------------------------------------------------------------------------

    def review(self):
        return self.world.now().current_workflow_state

    def step(self):
        """Return the role that is to approve now, if one is."""
        state = self.review()
        in_progress = state and state.status == WorkflowState.STATUS_IN_PROGRESS
        return state.current_task_state.task.specific.roles[0] if in_progress else None

    def content(self):
        return fingerprint(self.world.now().latest_revision.content)

    # --- What the rules say ---------------------------------------------------------------------------

    def wrote(self, name):
        return name in self.authors or name == self.submitter

    def may_approve(self, name):
        role = self.step()
        took_another = name in [
            person for other, person in self.approvals.items() if other != role
        ]
        return role and holds(name, role) and not self.wrote(name) and not took_another

    def cleared(self, at):
        """All approvals are there: it is published, unless its time has not come."""
        later = at is not None and at > timezone.now()
        self.due = {"at": at if later else timezone.now()}
        if not later:
            self.published()
        self.submitter, self.approvals = None, {}

    def published(self):
        self.public, self.due, self.authors = self.newest, None, set()

    # --- Actions --------------------------------------------------------------------------------------

    def edit(self, name, title, send):
        """Send a form; if it changed the draft, the person is an author and all approvals are gone."""
        role, before, review, wrote = (
            self.step(),
            self.content(),
            self.review(),
            self.wrote(name),
        )
        send()
        if self.content() != before:
            assert self.due is None, "changed while it waited for its time"
            assert role is None or (holds(name, role) and wrote), (
                "changed under the reviewer"
            )
            self.newest, self.approvals = title, {}
            self.authors.add(name)
        return review

    @rule(name=PERSONS, how=HOW, again=st.booleans())
    def write(self, name, how, again):
        """Save, submit or submit again, with a change or without."""
        self.saves += 1
        title = self.newest if again else OLD + "!" * self.saves
        fields = {}
        if how == "autosave":
            latest = self.world.now().latest_revision
            fields["over"] = latest.pk if latest.user == self.people[name] else None
        before = self.edit(name, title, getattr(self.world, how)(name, title, **fields))
        now = self.review()
        if how in {"submit", "restart"} and now and (not before or now.pk != before.pk):
            self.submitter = name
            self.approvals = {}

    @precondition(lambda self: not self.review() and not self.due)
    @rule(name=st.sampled_from(["editor", "author"]))
    def submit_for_later(self, name):
        """Save with a time of publication, and submit."""
        self.saves += 1
        title = f"Later {self.saves}"
        at = timezone.now() + HOUR
        self.world.submitted(name, title=title, go_live_at=at)
        self.newest, self.submitter, self.approvals = title, name, {}
        self.authors.add(name)

    @precondition(lambda self: self.step())
    @rule(name=PERSONS)
    def approve(self, name):
        role, allowed = self.step(), self.may_approve(name)
        at = self.world.now().get_latest_revision_as_object().go_live_at
        is_last = {*self.approvals, role} == {MODERATORS, APPROVING_OFFICERS}
        if self.paused and is_last and not (at and at > timezone.now()):
            allowed = False
        self.world.decide(name)()
        if allowed:
            self.approvals[role] = name
            if set(self.approvals) == {MODERATORS, APPROVING_OFFICERS}:
                self.cleared(at)
            assert self.step() != role
        else:
            assert self.step() == role, (
                "approved by somebody who may not, or in a pause"
            )

    @precondition(lambda self: self.step())
    @rule()
    def all_others_approve(self):
        """Let whoever may approve do it, so that stories get on."""
        for name in NAMES:
            if self.may_approve(name):
                self.approve(name)

    @precondition(lambda self: self.step())
    @rule(name=PERSONS)
    def ask_for_changes(self, name):
        role = self.step()
        self.world.decide(name, "reject")()
        assert (self.step() is None) == holds(name, role)

    @precondition(lambda self: self.review())
    @rule(name=PERSONS)
    def withdraw(self, name):
        allowed = name == self.submitter or self.wrote(name) or self.may_approve(name)
        self.edit(name, self.newest, self.world.withdraw(name, self.newest))
        if not self.review():
            assert allowed, "withdrawn by somebody who may not"
            self.submitter, self.approvals = None, {}

    @precondition(lambda self: self.world.loaded)
    @rule(name=PERSONS)
    def revert(self, name):
        """Bring back the first version."""
        address = (
            f"/admin/pages/{self.world.page.pk}/revisions/{self.world.loaded}/revert/"
        )
        self.edit(name, OLD, self.world.save(name, OLD, address=address))

    @rule(name=PERSONS)
    def take_down(self, name):
        self.world.take_down(name)()
        if holds(name, MODERATORS, APPROVING_OFFICERS):
            self.public = self.due = self.submitter = None
            self.approvals = {}
            assert not self.review()

    @rule()
    def time_passes(self):
        self.clock.move_to(timezone.now() + 2 * HOUR)
        self.people.sign_out()
        publish_due()
        if self.due and not self.paused:
            self.published()

    @precondition(lambda self: not self.paused)
    @rule()
    def start_pause(self):
        self.world.paused()
        self.paused = True

    @precondition(lambda self: self.paused)
    @rule()
    def end_pause(self):
        end_pause()
        self.paused = False

    @precondition(lambda self: self.due)
    @rule(name=PERSONS)
    def call_off(self, name):
        self.world.unschedule(name)()
        if name == "superuser" or holds(
            name, MODERATORS, APPROVING_OFFICERS, SITE_ADMINISTRATORS
        ):
            self.due = None

    @invariant()
    def the_public_sees_what_the_rules_say(self):
        page = self.world.now()
        assert (page.title if page.live else None) == self.public

    @invariant()
    def whatever_is_kept_is_whole(self):
        check(self.world.page, self.world.loaded)


def run(people, section, clock, seeded, **options):
    """Let stories happen, the same ones each time: whether a change lands is no matter of luck."""
    machine = type(
        "Machine", (Machine,), {"people": people, "section": section, "clock": clock}
    )
    # Not shrunk: each story takes seconds.
    options |= {"phases": [Phase.generate], "suppress_health_check": list(HealthCheck)}
    stateful.run_state_machine_as_test(
        seed(seeded)(machine), settings=hypothesis_settings(**options)
    )


@pytest.fixture
def people(db, settings):
    settings.SESSION_COOKIE_AGE = 10 * 365 * 24 * 60 * 60  # hours pass in every story
    people = People()
    for name in NAMES:
        # Do this before a story, which rolls the database back at its end.
        people.sit_down(name)
    return people


# In parts: within one transaction each story would take longer than the one before.
@pytest.mark.parametrize("seeded", range(by_effort(1, 11)))
def test_rules_hold_for_actions_in_any_order(seeded, people, section, time_machine):
    run(
        people,
        section,
        time_machine,
        seeded,
        max_examples=by_effort(2, 15),
        stateful_step_count=by_effort(25, 40),
        print_blob=True,
    )
