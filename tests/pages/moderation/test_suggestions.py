"""Suggested wording changes nothing by itself, is never applied blindly, and used it has an author."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from complaints.models import RecommendationResponsePage
from pages.moderation.gate.authors import authors_since_publication
from pages.moderation.gate.remarks import delete_old_suggestions, suggest, use_suggestions
from pages.moderation.gate.roles import EDITORS, MODERATORS, display_name
from pages.moderation.gate.texts import changed_texts, text_at, texts_of, with_text
from pages.moderation.models import Decision, Suggestion
from tests.factories import OrganisationFactory, UserFactory, publish
from tests.submissions import decide, present_step, review_address, submit


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def draft_of(page):
    return stored(page).get_latest_revision_as_object()


def text_named(page, label):
    return next(text for text in texts_of(draft_of(page)) if text.label == label)


def suggestion(page, person, label="Title", after="Better"):
    return suggest(stored(page).latest_revision, person, text_named(page, label), after)


def test_every_text_that_readers_have_not_seen_can_be_reworded(submitted):
    labels = [text.label for text in changed_texts(texts_of(draft_of(submitted)), submitted)]

    assert labels == [
        "Title",
        "Change note",
        "Response 1, reason",
        "Response 1, narrative, text 1",
        "Response 1, narrative, action list 2, heading",
        "Response 1, narrative, action list 2, actions, item 1, heading",
        "Response 1, narrative, action list 2, actions, item 1, text",
        "Response 1, narrative, quotation 3, text",
        "Response 1, narrative, quotation 3, source",
    ]


def test_each_text_is_found_in_the_content_of_the_revision(submitted):
    content = submitted.latest_revision.content

    for text in texts_of(draft_of(submitted)):
        assert text_at(content, text.place) == text.value, text.label
        assert text_at(with_text(content, text.place, "Other"), text.place) == "Other"
    assert text_at(content, ["responses", 7, "reason"]) is None
    assert text_at(content, ["responses", 0, "narrative", 0, "value", 0]) is None


def test_using_a_suggestion_saves_a_draft_in_the_authors_name(submitted, editor, moderator):
    before = submitted.revisions.count()
    labels = ["Title", "Response 1, reason", "Response 1, narrative, action list 2, actions, item 1, text"]
    for number, label in enumerate(labels, 1):
        made = suggestion(submitted, moderator, label, "<p>Better</p>")

        use_suggestions(stored(submitted), editor, [made])

        assert text_named(submitted, label).value == "<p>Better</p>"
        assert authors_since_publication(stored(submitted)) == {editor.pk, moderator.pk}
        assert stored(submitted).latest_revision.user == editor
        assert submitted.revisions.count() == before + number
        assert not Suggestion.objects.exists()
        assert draft_of(submitted).responses.get().narrative[2].value["source"] == "The report"


def test_whoever_suggested_the_wording_approves_it_only_until_it_is_used(
    client, submitted, editor, moderator, officer
):
    made = suggestion(submitted, moderator)
    use_suggestions(submitted, editor, [made])

    decide(client, submitted, moderator)
    decide(client, submitted, officer)
    assert stored(submitted).title != "Better"

    decide(client, submitted, UserFactory(roles=[MODERATORS]))
    decide(client, submitted, officer)

    assert stored(submitted).title == "Better"


def test_several_are_used_in_one_draft_or_not_at_all(submitted, editor, moderator):
    title = suggestion(submitted, moderator)
    reason = suggestion(submitted, moderator, "Response 1, reason", "A better reason.")
    outdated = suggestion(submitted, moderator, "Response 1, narrative, text 1", "<p>Better</p>")
    Suggestion.objects.filter(pk=outdated.pk).update(before="<p>Something else</p>")
    outdated.refresh_from_db()
    before = submitted.revisions.count()

    with pytest.raises(ValidationError, match="has been changed since"):
        use_suggestions(submitted, editor, [title, reason, outdated])
    assert Suggestion.objects.count() == 3
    assert draft_of(submitted).title == "Changed"
    use_suggestions(submitted, editor, [title, reason])

    assert draft_of(submitted).title == "Better"
    assert draft_of(submitted).responses.get().reason == "A better reason."
    assert submitted.revisions.count() == before + 1


def test_the_text_itself_is_no_suggestion(submitted, moderator):
    with pytest.raises(ValidationError, match="Change it"):
        suggestion(submitted, moderator, after="Changed")


@pytest.mark.parametrize("why", ["not the author", "locked by somebody else", "scheduled"])
def test_it_is_not_used_by_others_nor_while_it_may_not_be_edited(submitted, editor, moderator, why):
    made = suggestion(submitted, moderator)
    people = [editor]
    if why == "not the author":
        people = [moderator, UserFactory(roles=[EDITORS])]
    elif why == "scheduled":
        submitted.current_workflow_state.cancel()
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        Revision.objects.filter(pk=submitted.latest_revision_id).update(approved_go_live_at=tomorrow)
    else:
        Page.objects.filter(pk=submitted.pk).update(locked=True, locked_by=moderator)

    for person in people:
        with pytest.raises(PermissionDenied):
            use_suggestions(stored(submitted), person, [made])


class TestHowLongItIsKept:
    def test_until_the_text_is_published(self, client, submitted, moderator, officer):
        suggestion(submitted, moderator)
        decide(client, submitted, moderator)
        assert Suggestion.objects.exists()

        decide(client, submitted, officer)

        assert not Suggestion.objects.exists()

    def test_after_a_withdrawal_so_that_the_author_can_use_it(self, submitted, editor, moderator):
        made = suggestion(submitted, moderator)

        submitted.current_workflow_state.cancel(user=editor)

        use_suggestions(stored(submitted), editor, [made])

        assert draft_of(submitted).title == "Better"

    def test_no_longer_than_a_year(self, submitted, moderator, time_machine):
        suggestion(submitted, moderator)
        time_machine.move_to(timezone.now() + datetime.timedelta(days=364))
        delete_old_suggestions()
        assert Suggestion.objects.exists()

        time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
        delete_old_suggestions()

        assert not Suggestion.objects.exists()


class TestTheScreens:
    @pytest.fixture
    def send(self, client, submitted):
        """Send other wording for the title on the review screen as ``person``."""

        def post(person, wording="Better", number="0", **more):
            client.force_login(person)
            state = present_step(submitted)
            form = {"suggest": number, f"text-{number}-wording": wording, "revision": state.revision_id}
            return client.post(review_address(state), {**form, **more})

        return post

    @pytest.fixture
    def press(self, client, submitted):
        """Press a button of the screen with the remarks as ``person``."""

        def post(person, **button):
            client.force_login(person)
            address = reverse(
                "moderation:remarks", args=["complaints.recommendationresponsepage", submitted.pk]
            )
            answer = client.post(address, button)
            return client.get(answer["Location"]).content.decode() if answer.status_code == 302 else ""

        return post

    def test_a_reviewer_suggests_and_the_author_is_told_without_a_word_of_it(
        self, send, editor, moderator, mailoutbox, committed
    ):
        with committed():
            send(moderator, "Something secret")
            send(moderator, "Something more secret")

        assert [mail.to for mail in mailoutbox] == [[editor.email]]
        assert "secret" not in mailoutbox[0].subject + mailoutbox[0].body
        assert "/remarks/" in mailoutbox[0].body

    def test_what_cannot_be_suggested_is_refused_with_the_reason_and_the_words(self, send, moderator):
        for number in ["999", "-1", "x", ""]:
            assert send(moderator, number=number).status_code == 200, number
        for wording, options, reason in [
            ("As typed", {"revision": "1"}, "newer version"),
            ("x" * 300, {}, "at most 255 characters"),
        ]:
            shown = send(moderator, wording, **options).content.decode()
            assert reason in shown
            assert wording in shown
        assert not Suggestion.objects.exists()

    def test_what_is_gone_already_is_said_to_be(self, press, editor):
        for button in ({"use": "1"}, {"refuse": "x"}, {"deal": "9" * 30}, {"nothing": "known"}):
            assert "This is gone already" in press(editor, **button)

    def test_sending_again_replaces_what_one_suggested_before(self, send, moderator):
        send(moderator, "Good")
        send(moderator, "Better")

        assert Suggestion.objects.get().after == "Better"

    def test_only_authors_use_it_and_only_the_reviewer_takes_it_back(
        self, press, submitted, editor, moderator
    ):
        made = suggestion(submitted, moderator)
        for button in ("use", "refuse"):
            press(UserFactory(roles=[EDITORS]), **{button: made.pk})
            press(UserFactory(roles=[MODERATORS]), **{button: made.pk})
        press(moderator, use=made.pk)
        assert draft_of(submitted).title == "Changed"
        assert Suggestion.objects.exists()

        press(moderator, refuse=made.pk)

        assert not Suggestion.objects.exists()

    def test_the_log_tells_which_wording_was_used_and_which_was_not(
        self, press, submitted, editor, moderator
    ):
        suggested = [suggestion(submitted, moderator), suggestion(submitted, moderator, "Response 1, reason")]
        press(editor, use=suggested[0].pk)
        press(editor, refuse=suggested[1].pk)
        press(moderator, refuse=suggestion(submitted, moderator, after="Best").pk)  # taken back

        logged = Decision.objects.filter(action__startswith="wording").order_by("pk")
        who = f"as suggested by {display_name(moderator)}"
        assert [(line.words, line.actor_id, line.reason) for line in logged] == [
            ("Suggestion accepted", editor.pk, f"Title, {who}"),
            ("Suggestion rejected", editor.pk, f"Response 1, reason, {who}"),
        ]
        assert {line.object_name.split(":")[0] for line in logged} == {"Recommendation 7.1"}

    def test_an_outdated_one_is_shown_as_such_and_all_others_are_used_at_once(
        self, press, submitted, editor, moderator
    ):
        made = suggestion(submitted, moderator)
        Suggestion.objects.update(before="Something else")

        shown = press(editor, use=made.pk)

        assert "Out of date" in shown
        assert "has been changed since" in shown
        assert "Use this wording" not in shown
        Suggestion.objects.all().delete()
        suggestion(submitted, moderator)
        suggestion(submitted, moderator, "Response 1, reason", "A better reason.")
        press(editor, use="all")
        assert draft_of(submitted).title == "Better"
        assert draft_of(submitted).responses.get().reason == "A better reason."


def test_the_wording_of_a_snippet_can_be_suggested_too(client, editor, moderator):
    organisation = publish(OrganisationFactory(name="As published"))
    organisation.name = "Changed"
    submit(organisation, editor)
    state = present_step(organisation)
    client.force_login(moderator)
    number = [text.label for text in texts_of(organisation)].index("Name")
    form = {"suggest": number, f"text-{number}-wording": "Better", "revision": state.revision_id}
    client.post(review_address(state), form)

    use_suggestions(organisation, editor, [Suggestion.objects.get()])
    decide(client, organisation, UserFactory(roles=[MODERATORS]))

    organisation.refresh_from_db()
    assert organisation.name == "Better"
