"""Proves in a copy of the project that a recipe works: ``python -m tests.recipe_proofs HEADING``.

``tests/test_recipes.py`` makes the copy, follows the recipe and runs this.
"""

import datetime
import importlib
import io
import sys

import django
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from site_config.start import open_protected_tables


def prove_field() -> None:
    """The field is on the page, in its past version and in the data, and search finds the page by it."""
    from tests.factories import (
        RecommendationResponsePageFactory,
        SiteWordingFactory,
        SuperComplaintIndexPageFactory,
        SuperComplaintPageFactory,
        make_home,
        publish,
    )

    SiteWordingFactory()
    section = SuperComplaintIndexPageFactory(parent=make_home())
    super_complaint = SuperComplaintPageFactory(parent=section)
    page = publish(
        RecommendationResponsePageFactory(
            parent=super_complaint, evidence_asked="Safeguarding"
        )
    )

    for address in (
        page.url,
        f"{page.url}history/1/",
        "/super-complaints/data/recommendations.json",
    ):
        assert "Safeguarding" in Client().get(address).content.decode(), address
    assert page.url in Client().get("/search/?q=safeguarding").content.decode()


def prove_block() -> None:
    """The block shows in the body of a page."""
    from tests.factories import StandardPageFactory, make_home

    figure = {
        "figure": "1,204",
        "counts": "officers trained",
        "source": "The force’s action plan",
    }
    StandardPageFactory(
        parent=make_home(), slug="training", body=[("key_figure", figure)]
    )

    answer = Client().get("/training/")

    assert answer.status_code == 200
    for text in figure.values():
        assert text in answer.content.decode()


def prove_stored_blocks() -> None:
    """What is stored has the new name in the page and its revisions, is shown, and gets the old name back."""
    from complaints.models import SuperComplaintPage
    from tests.factories import (
        SiteWordingFactory,
        SuperComplaintIndexPageFactory,
        SuperComplaintPageFactory,
        make_home,
    )

    SiteWordingFactory()
    section = SuperComplaintIndexPageFactory(parent=make_home())
    event = {"date": "2024-09-27", "event": "A plan was made"}
    page = SuperComplaintPageFactory(
        parent=section, body=[("key_dates", {"dates": [event]})]
    )
    page.save_revision()

    def stored_names() -> list[str]:
        stored = SuperComplaintPage.objects.get(pk=page.pk)
        draft = stored.get_latest_revision_as_object()
        return [stored.body[0].block_type, draft.body[0].block_type]

    run("migrate", "complaints", "0001")
    assert stored_names() == ["key_dates", "key_dates"]
    run("migrate", "complaints")
    assert stored_names() == ["dates", "dates"]
    assert "A plan was made" in Client().get(page.url).content.decode()
    run("migrate", "complaints", "0001")
    assert stored_names() == ["key_dates", "key_dates"]


def prove_page_type() -> None:
    """An editor can begin such a page below the home page; readers get it when it is published."""
    from pages.content.models import NewsPage
    from pages.moderation.approval.roles import EDITORS
    from tests.factories import UserFactory, make_home, publish
    from tests.factories.published import add_live

    home = make_home()
    editor = Client()
    editor.force_login(UserFactory(roles=[EDITORS]))
    form = editor.get(
        reverse("wagtailadmin_pages:add", args=["content", "newspage", home.pk])
    )
    assert 'name="day"' in form.content.decode()

    page = add_live(
        home,
        NewsPage(
            title="Trained",
            slug="trained",
            body=[("text", "<p>All of us.</p>")],
            live=False,
        ),
    )
    try:
        publish(page)
    except ValidationError as refusal:
        assert "Enter the day" in str(refusal)
    else:
        raise AssertionError("News without a day was published.")
    page.day = datetime.date(2026, 3, 28)
    publish(page)

    answer = Client().get("/trained/")

    assert answer.status_code == 200
    assert "All of us." in answer.content.decode()
    assert "28 March 2026" in answer.content.decode()


def prove_stage() -> None:
    """The new stage is asked after the moderator, and nothing is public before it has approved."""
    from complaints.demo.accounts import make_accounts
    from pages.moderation.approval.roles import (
        APPROVING_OFFICERS,
        EDITORS,
        LEGAL_ADVISERS,
        MODERATORS,
    )
    from tests.factories import (
        SuperComplaintIndexPageFactory,
        SuperComplaintPageFactory,
        UserFactory,
        make_home,
    )
    from tests.submissions import decide

    section = SuperComplaintIndexPageFactory(parent=make_home())
    page = SuperComplaintPageFactory(parent=section, live=False)
    editor, *approvers = [
        UserFactory(roles=[role])
        for role in (EDITORS, MODERATORS, LEGAL_ADVISERS, APPROVING_OFFICERS)
    ]
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)

    for approver, stage in zip(
        approvers, ["Moderator", "Legal adviser", "Approving officer"], strict=True
    ):
        page.refresh_from_db()
        assert not page.live
        client = Client()
        client.force_login(approver)
        state = page.current_workflow_task_state
        assert state.task.name == stage
        assert page.title in client.get(reverse("wagtailadmin_home")).content.decode()
        decide(client, page, approver)

    page.refresh_from_db()
    assert page.live
    adviser = Client()
    adviser.force_login(approvers[1])
    assert (
        adviser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
        == 200
    )
    assert LEGAL_ADVISERS in [account.role for account in make_accounts()]


PROOFS = {
    "Add a field to a recommendation": prove_field,
    "Add a block": prove_block,
    "Change stored blocks": prove_stored_blocks,
    "Add a page type": prove_page_type,
    "Add a workflow stage": prove_stage,
}


def run(command: str, *args: str, **options) -> str:
    """Run a command of ``manage.py`` and return what it says."""
    said = io.StringIO()
    call_command(command, *args, stdout=said, stderr=said, no_color=True, **options)
    return said.getvalue()


def take_workflows_away() -> None:
    from pages.moderation.models import IndependentApprovalTask

    for task in IndependentApprovalTask.objects.all():
        task.delete()


def main(heading: str) -> None:
    """Make the migrations, apply them, check the project, and prove what the recipe promises."""
    django.setup()
    open_protected_tables([])
    run("makemigrations", include_header=False)
    importlib.invalidate_caches()  # there are new modules
    if heading == "Add a workflow stage":
        take_workflows_away()  # as on a new site
    run("migrate")
    run("makemigrations", check_changes=True)
    assert run("check") == "System check identified no issues (0 silenced).\n"
    setup_test_environment()
    PROOFS[heading]()


if __name__ == "__main__":
    main(sys.argv[1])
