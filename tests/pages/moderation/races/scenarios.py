"""Who does what at once.

Each scenario prepares a new world and returns it with its actions.
"""

import datetime

from django.utils import timezone

from pages.moderation.scheduled_work import publish_due
from tests.factories.published import publish

SOON = datetime.timedelta(minutes=1)


def two_moderators_approve(new_world, clock):
    world = new_world().submitted()
    return world, {"one": world.decide("moderator"), "two": world.decide("moderator_2")}


def two_officers_approve(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "officer": world.decide("officer"),
        "officer 2": world.decide("officer_2"),
    }


def one_person_takes_both_steps_in_two_tabs(new_world, clock):
    world = new_world().submitted()
    return world, {
        "one tab": world.decide("both"),
        "another tab": world.decide("both"),
        "officer": world.decide("officer"),
    }


def the_last_approval_and_a_save(new_world, clock):
    world = new_world().submitted("author").decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "saves": world.save("author", extra_action=True),
    }


def the_last_approval_of_a_first_publication_and_a_save(new_world, clock):
    world = new_world(live=False).submitted("author").decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "saves": world.save("author", extra_action=True),
    }


def a_save_opened_before_the_submission(new_world, clock):
    world = new_world(live=False).saved("colleague", "A draft")
    return world, {
        "saves": world.save("colleague", "A late save"),
        "submits": world.submit("editor"),
    }


def the_last_approval_and_an_autosave(new_world, clock):
    world = new_world().submitted("author").decided("moderator")
    latest = world.now().latest_revision_id
    return world, {
        "approves": world.decide("officer"),
        "autosaves": world.autosave("author", over=latest),
    }


def two_autosaves_and_a_submission(new_world, clock):
    world = new_world(live=False).saved("editor", "A draft")
    latest = world.now().latest_revision_id
    return world, {
        "autosaves": world.autosave("editor", over=latest),
        "submits": world.submit("editor"),
        "colleague": world.autosave("colleague"),
    }


def a_reviewer_takes_over_and_approves_in_two_tabs(new_world, clock):
    world = new_world().submitted()
    return world, {
        "takes over": world.decide("moderator", "take_over"),
        "approves": world.decide("moderator"),
    }


def the_last_approval_and_a_withdrawal(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "withdraws": world.withdraw("editor"),
    }


def a_take_over_and_a_withdrawal(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "takes over": world.decide("officer", "take_over"),
        "withdraws": world.withdraw("editor"),
    }


def an_approval_and_a_restart(new_world, clock):
    world = new_world(live=False).submitted().decided("moderator", "reject")
    return world, {
        "restarts": world.restart("editor", "Again"),
        "saves": world.save("colleague"),
    }


def a_rejection_and_an_approval(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "rejects": world.decide("officer_2", "reject"),
        "approves": world.decide("officer"),
    }


def two_submissions(new_world, clock):
    world = new_world().saved("editor")
    return world, {
        "one": world.submit("editor"),
        "two": world.submit("colleague", "Changed by a colleague"),
    }


def two_resubmissions(new_world, clock):
    world = new_world().submitted().decided("moderator", "reject")
    return world, {"one": world.submit("editor"), "two": world.submit("colleague")}


def a_resubmission_and_a_withdrawal(new_world, clock):
    world = new_world().submitted().decided("moderator", "reject")
    return world, {
        "resubmits": world.submit("colleague"),
        "withdraws": world.withdraw("editor"),
    }


def the_time_comes_during_the_approval(new_world, clock):
    at = timezone.now() + SOON
    world = new_world().submitted(go_live_at=at).decided("moderator")

    def time_passes():
        publish_due()
        clock.move_to(at + SOON)
        publish_due()

    return world, {"approves": world.decide("officer"), "time passes": time_passes}


def two_schedulers(new_world, clock):
    world = _scheduled(new_world, clock)
    return world, {"one": publish_due, "two": publish_due}


def a_scheduler_and_a_take_down(new_world, clock):
    world = _scheduled(new_world, clock)
    return world, {"publishes": publish_due, "takes down": world.take_down("moderator")}


def a_scheduler_and_somebody_calling_it_off(new_world, clock):
    world = _scheduled(new_world, clock)
    return world, {
        "publishes": publish_due,
        "calls off": world.unschedule("administrator"),
    }


def the_last_approval_and_a_take_down(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "takes down": world.take_down("moderator_2"),
    }


def the_last_approval_and_a_take_down_of_the_page_above(new_world, clock):
    world = new_world().submitted().decided("moderator")
    above = publish(world.page.get_parent().specific)
    return world, {
        "approves": world.decide("officer"),
        "takes down": world.take_down("moderator_2", above),
    }


def two_take_downs(new_world, clock):
    world = new_world().submitted()
    above = publish(world.page.get_parent().specific)
    return world, {
        "above": world.take_down("moderator", above),
        "below": world.take_down("officer"),
    }


def a_pause_starts_during_the_approval(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "pauses": world.start_pause("moderator"),
        "scheduler": publish_due,
    }


def a_pause_starts_while_the_scheduler_publishes(new_world, clock):
    world = _scheduled(new_world, clock)
    return world, {"publishes": publish_due, "pauses": world.start_pause("moderator")}


def a_pause_ends_during_the_last_approval(new_world, clock):
    world = new_world().submitted().decided("moderator").paused()
    return world, {
        "approves": world.decide("officer"),
        "ends": world.end_pause("officer_2"),
    }


def a_page_is_deleted_during_its_approval(new_world, clock):
    world = new_world(live=False).submitted().decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "deletes": world.delete("administrator"),
    }


def a_step_goes_during_its_approval(new_world, clock):
    world = new_world().submitted().decided("moderator")
    return world, {
        "approves": world.decide("officer"),
        "disables": world.disable_step(),
    }


def a_step_goes_while_the_page_above_is_taken_down(new_world, clock):
    world = new_world()
    world.beside().submitted("colleague")
    world.submitted()
    above = publish(world.page.get_parent().specific)
    return world, {
        "disables": world.disable_step(),
        "takes down": world.take_down("moderator", above),
    }


def _scheduled(new_world, clock):
    at = timezone.now() + SOON
    world = new_world().submitted(go_live_at=at).decided("moderator").decided("officer")
    clock.move_to(at + SOON)
    return world


ALL = {
    name: scenario
    for name, scenario in list(globals().items())
    if callable(scenario)
    and getattr(scenario, "__module__", "") == __name__
    and not name.startswith("_")
}
