"""What was taken down says so everywhere, and pages that went together are put back as one."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.removals import removed_together
from pages.moderation.approval.roles import FEEDBACK_TEAM
from pages.moderation.approval.set_actions import make_set, submit
from pages.moderation.models import PublicationSet, PublishedVersion
from pages.moderation.takedown import expire, redact, take_down
from tests.factories import (
    NoticeFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import publish
from tests.forms import recommendation_form
from tests.submissions import decide, present_step, review_address
from tests.submissions import submit as submit_alone

pytestmark = pytest.mark.usefixtures("noon")

ERROR = PublishedVersion.WithdrawalReason.ERROR
REASON = "The figures are those of another force."


@pytest.fixture
def above(section):
    """A super-complaint with two recommendations, all of them public."""
    above = publish(SuperComplaintPageFactory(parent=section, title="Safe to share"))
    for number in "12":
        publish(
            RecommendationResponsePageFactory(
                parent=above, number=number, title=f"Rule {number}"
            )
        )
    return above


@pytest.fixture
def down(above, moderator):
    """The same, after all of it was taken down at once."""
    take_down(above, moderator, ERROR, REASON)
    return stored(above)


def stored(obj):
    return type(obj).objects.get(pk=obj.pk)


def below(page):
    return [child.specific for child in page.get_children().order_by("path")]


def address(page):
    return reverse("moderation:put_back", args=[page.pk])


def text(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def edit(client, obj, person):
    client.force_login(person)
    return client.get(reverse("wagtailadmin_pages:edit", args=[obj.pk]))


def when():
    return f"{timezone.localtime():%-d %B %Y at %H:%M}"


def test_the_editor_says_who_took_it_down_when_and_why(client, down, editor, moderator):
    for page in [down, *below(down)]:
        said = text(edit(client, page, editor))
        assert (
            f"Taken down on {when()} by {moderator.username} because it contained an error."
            in said
        )
        assert f"What happened: {REASON}" in said
        assert "2 other pages were taken down at the same time." in said


def test_the_editor_of_what_is_public_says_nothing_of_an_earlier_take_down(
    client, down, editor
):
    assert "Taken down on" in text(edit(client, down, editor))

    publish(down)

    assert "Taken down on" not in text(edit(client, down, editor))


def test_a_snippet_says_it_too_in_its_editor_and_its_list(client, editor, moderator):
    organisation = publish(OrganisationFactory(name="A body"))
    take_down(organisation, moderator, ERROR, REASON)
    client.force_login(editor)

    urls = type(organisation).snippet_viewset
    said = text(client.get(reverse(urls.get_url_name("edit"), args=[organisation.pk])))
    listed = text(client.get(reverse(urls.get_url_name("list"))))

    assert f"What happened: {REASON}" in said
    assert "submit it for moderation" in said
    assert "Taken down" in listed


def test_lists_of_pages_have_a_badge_and_do_not_ask_for_each_page(
    client, above, editor, moderator
):
    client.force_login(editor)
    explorer = reverse("wagtailadmin_explore", args=[above.get_parent().pk])
    take_down(above, moderator, ERROR, REASON)

    def badges():
        with CaptureQueriesContext(connection) as queries:
            page = BeautifulSoup(client.get(explorer).content, "html.parser")
        asked = [
            query["sql"]
            for query in queries
            if "moderation_auditlogentry" in query["sql"]
        ]
        return [
            each.get_text(" ", strip=True) for each in page.select(".w-status")
        ], len(asked)

    found, before = badges()
    assert any("taken down" in each.lower() for each in found), found
    for number in range(3):
        other = publish(
            SuperComplaintPageFactory(
                parent=above.get_parent(), title=f"Another {number}"
            )
        )
        take_down(other, moderator, ERROR, REASON)
    found, after = badges()
    assert sum("taken down" in each.lower() for each in found) >= 4
    assert before == after


def test_the_list_of_recommendations_says_taken_down_and_not_that_it_was_never_public(
    client, down, editor
):
    client.force_login(editor)
    for screen in (
        reverse("recommendations:index"),
        reverse("wagtailadmin_explore", args=[down.pk]),
    ):
        rows = BeautifulSoup(client.get(screen).content, "html.parser").select(
            "tbody tr"
        )
        assert len(rows) == 2, screen
        for row in rows:
            assert "Taken down" in row.get_text(), screen
            assert "Not public yet" not in row.get_text(), screen


def test_a_status_names_what_goes_on_as_well(down, editor):
    page = stored(down)
    assert page.status_string == "taken down"
    assert (
        StandardPageFactory(
            parent=page.get_parent().get_parent(), live=False
        ).status_string
        == "draft"
    )
    publication_set = make_set(
        editor, "Again", "We put the figures right.", removed_together(page)
    )
    submit(publication_set, editor)
    assert stored(down).status_string == "taken down + in moderation"


def test_one_of_several_that_went_together_is_not_submitted_alone(client, down, editor):
    names = {
        button["name"]
        for button in BeautifulSoup(
            edit(client, down, editor).content, "html.parser"
        ).select("footer button[name], [data-controller~=w-dropdown] button[name]")
    }
    assert "action-put-back" in names
    assert "action-submit" not in names

    rule = below(down)[0]
    form = {**recommendation_form(title="Rule 1", number="1"), "action-submit": "1"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[rule.pk]), form)

    assert "This was taken down with 2 other pages." in text(answer)
    assert stored(rule).current_workflow_state is None
    form = {**recommendation_form(title="Rule 1", number="1"), "action-put-back": "1"}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[rule.pk]), form)[
        "Location"
    ] == address(rule)


def test_put_back_makes_one_set_which_two_approvals_publish_as_one(
    client, down, editor, moderator, officer
):
    client.force_login(editor)
    screen = BeautifulSoup(client.get(address(below(down)[1])).content, "html.parser")
    offered = [box["value"] for box in screen.select("input[name=pages][checked]")]
    assert offered == [str(page.pk) for page in [down, *below(down)]]
    assert REASON in text(client.get(address(down)))

    answer = client.post(address(down), {"pages": offered})
    publication_set = PublicationSet.objects.get()
    assert answer["Location"] == reverse("moderation:set", args=[publication_set.pk])
    assert publication_set.title == "Safe to share, published again"
    publication_set.change_note = "We put the figures right."
    publication_set.save()
    submit(publication_set, editor)
    client.force_login(moderator)
    shown = text(client.get(review_address(present_step(down))))
    assert (
        f"Taken down on {when()} by {moderator.username} because it contained an error."
        in shown
    )
    assert REASON in shown
    assert "Not public yet" not in shown
    for person in (moderator, officer):
        state = present_step(down)
        client.force_login(person)
        context = client.get(review_address(state)).context
        sent = {
            "decision": "approve",
            "comment": "",
            "revision": context["shown"],
            "opened": context["shown"].split("-"),
        }
        client.post(review_address(state), sent)

    public = client.get(stored(down).url).content.decode()
    for page in [down, *below(down)]:
        assert stored(page).live
        assert (
            PublishedVersion.objects.for_object(page).first().publication_set
            == publication_set
        )
    assert "Rule 1" in public
    assert "none of its recommendations" not in public


def test_what_stands_below_a_page_is_not_put_back_without_it(client, down, editor):
    client.force_login(editor)

    answer = client.post(address(down), {"pages": [str(below(down)[0].pk)]})

    assert "Tick “Safe to share” too" in text(answer)
    assert not PublicationSet.objects.exists()


def test_what_is_left_out_is_named_on_the_set_and_can_be_put_back_alone_later(
    client, down, editor, moderator, officer
):
    first, second = below(down)
    client.force_login(editor)
    client.post(address(down), {"pages": [str(down.pk), str(first.pk)]})
    publication_set = PublicationSet.objects.get()
    shown = text(client.get(reverse("moderation:set", args=[publication_set.pk])))
    assert "so they will not be put back" in shown
    assert shown.rindex(second.full_name) > shown.index("so they will not be put back")

    publish(down)

    assert removed_together(stored(second)) == []


def test_what_was_taken_down_alone_before_does_not_come_back_with_the_rest(
    above, editor, moderator
):
    first, second = below(above)
    take_down(first, moderator, ERROR, "Another reason.")
    assert removed_together(stored(first)) == []

    take_down(above, moderator, ERROR, REASON)

    assert removed_together(stored(above)) == [above, second]
    assert removed_together(stored(first)) == []


def test_a_second_take_down_forgets_what_was_left_down_by_the_first(down, moderator):
    first, second = below(down)
    publish(down)
    publish(first)

    take_down(stored(down), moderator, ERROR, "Again.")

    assert removed_together(stored(down)) == [down, first]
    assert removed_together(stored(second)) == []


def test_pages_that_expired_together_are_put_back_together(client, above, editor):
    type(above).objects.filter(pk=above.pk).update(
        expire_at=timezone.now() - timezone.timedelta(hours=1)
    )
    expire(stored(above))

    assert removed_together(stored(above)) == [above, *below(above)]
    said = text(edit(client, above, editor))
    assert f"Expired on {when()}." in said
    assert stored(above).status_string == "expired"


def test_put_back_leads_to_the_set_or_the_page_if_there_is_nothing_to_put_back(
    client, down, home, editor
):
    plain = publish(StandardPageFactory(parent=home))
    client.force_login(editor)
    assert client.get(address(plain))["Location"] == reverse(
        "wagtailadmin_pages:edit", args=[plain.pk]
    )

    client.post(
        address(down), {"pages": [str(page.pk) for page in [down, *below(down)]]}
    )

    publication_set = PublicationSet.objects.get()
    leads_to = reverse("moderation:set", args=[publication_set.pk])
    assert client.get(address(below(down)[0]))["Location"] == leads_to
    said = text(edit(client, down, editor))
    assert "In the publication set" in said


def test_only_those_who_may_edit_put_back(client, down):
    client.force_login(UserFactory(roles=[FEEDBACK_TEAM]))

    assert client.get(address(down)).status_code in (302, 403)
    client.post(address(down), {"pages": [str(down.pk)]})

    assert not PublicationSet.objects.exists()


def test_a_lone_page_says_how_it_is_put_back(client, home, editor, moderator):
    page = publish(StandardPageFactory(parent=home, title="About us"))
    take_down(page, moderator, ERROR, REASON)
    page = stored(page)

    assert "To republish it, correct it and submit it for moderation." in text(
        edit(client, page, editor)
    )

    page.title = "About the force"
    submit_alone(page, editor)
    client.force_login(moderator)
    shown = text(client.get(review_address(present_step(page))))
    assert REASON in shown
    assert "Compared with the last public version." in shown
    assert "this is not public yet" not in shown
    decide(client, page, moderator)
    assert stored(page).live


def test_a_review_compares_with_what_was_public_also_after_the_editor_saved(
    client, home, editor, moderator
):
    """Wagtail's form writes into the row of a page that is not public."""
    page = publish(StandardPageFactory(parent=home, title="About us"))
    take_down(page, moderator, ERROR, REASON)
    page = stored(page)
    page.title = "About the force"
    page.save()
    submit_alone(page, editor)

    client.force_login(moderator)
    shown = BeautifulSoup(
        client.get(review_address(present_step(page))).content, "html.parser"
    )
    changes = shown.select_one("[aria-labelledby=changes]")
    assert "us" in changes.select_one(".deletion").get_text()
    assert "the force" in changes.select_one(".addition").get_text()


def test_after_a_redaction_nothing_of_the_old_text_is_compared(
    client, home, editor, moderator
):
    page = publish(StandardPageFactory(parent=home, title="About us"))
    take_down(page, moderator, ERROR, REASON)
    page = stored(page)
    page.title = "About the force"
    page.save_revision(user=editor)
    redact(stored(page), 1, moderator, "error", "A name.")
    submit_alone(stored(page), editor)

    client.force_login(moderator)
    shown = text(client.get(review_address(present_step(page))))
    assert "The public version was not kept" in shown
    assert "Redacted" in shown


def test_a_draft_that_has_not_changed_since_it_was_taken_down_says_so_to_its_reviewer(
    client, home, editor, moderator
):
    page = publish(StandardPageFactory(parent=home, title="About us"))
    take_down(page, moderator, ERROR, REASON)
    submit_alone(stored(page), editor)

    client.force_login(moderator)
    assert "No changes since it was last public." in text(
        client.get(review_address(present_step(page)))
    )


def test_notices_and_sets_show_the_state_too(client, editor, moderator):
    notice = publish(NoticeFactory())
    take_down(notice, moderator, ERROR, REASON)
    publication_set = make_set(editor, "Again", objects=[stored(notice)])
    client.force_login(editor)

    assert "Taken down" in text(
        client.get(reverse("moderation:set", args=[publication_set.pk]))
    )
