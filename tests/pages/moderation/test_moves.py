"""Pages in review are approved for their address: only Site administrators can move them."""

import pytest
from wagtail.log_actions import LogContext

from pages.moderation.gate.guards import PublicationRefusedError
from pages.moderation.gate.roles import SITE_ADMINISTRATORS
from pages.moderation.models import Decision
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import clear


@pytest.fixture
def elsewhere(home):
    return StandardPageFactory(parent=home, title="Elsewhere")


@pytest.fixture
def draft(home):
    return StandardPageFactory(parent=home, title="A draft", live=False)


def in_review(page, user):
    page.save_revision(user=user)
    page.get_workflow().start(page, user)


def sent_back(page, user):
    in_review(page, user)
    page.current_workflow_state.current_task_state.reject(user=user)


def scheduled(page, user):
    page.go_live_at = "2999-01-01T00:00Z"
    clear(page).publish()


def above_one_in_review(page, user):
    in_review(StandardPageFactory(parent=page, live=False), user)


WAITING = [in_review, sent_back, scheduled, above_one_in_review]


def may_move(page, to, user):
    page, to = (type(each).objects.get(pk=each.pk) for each in (page, to))
    tester = page.permissions_for_user(user)
    return tester.can_move(), tester.can_move_to(to)


def move(page, to, user):
    page, to = (type(each).objects.get(pk=each.pk) for each in (page, to))
    with LogContext(user=user):
        page.move(to, pos="last-child")


def test_an_editor_can_move_a_draft(draft, elsewhere, editor):
    assert may_move(draft, elsewhere, editor) == (True, True)

    move(draft, elsewhere, editor)

    draft.refresh_from_db()
    assert draft.get_parent().pk == elsewhere.pk


@pytest.mark.parametrize("wait", WAITING)
def test_only_a_site_administrator_can_move_pages_in_review_or_scheduled(draft, elsewhere, editor, wait):
    wait(draft, editor)

    assert may_move(draft, elsewhere, editor) == (False, False)
    with pytest.raises(PublicationRefusedError, match="in review"):
        move(draft, elsewhere, editor)

    administrator = UserFactory(roles=[SITE_ADMINISTRATORS])
    assert may_move(draft, elsewhere, administrator)[0]
    move(draft, elsewhere, administrator)
    moved = Decision.objects.about(draft).get(action=Decision.Action.MOVED)
    assert moved.actor_id == administrator.pk
    assert moved.data["after"].endswith("elsewhere/a-draft/")
