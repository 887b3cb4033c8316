"""The history of a page: the list of its publications."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from complaints.models import Action, DueDate
from complaints.vocabulary import OrganisationKind, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_action,
    make_response,
)
from tests.factories.published import clear, publish, unpublish

pytestmark = pytest.mark.usefixtures("noon")

APPROVALS = [{"role": "Moderators", "at": "2025-05-01T23:30:00+00:00"}]


def history(client, page, query=""):
    answer = client.get(f"{page.url}history/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(text):
    """Return the words of a page, each set apart by one space."""
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


def test_each_publication_is_listed_newest_first_with_note_time_and_approvals(
    client, stalking, publish_on
):
    publish_on(
        stalking,
        "2025-05-02 00:01",
        note="The report is out.",
        approvals=APPROVALS,
        summary="Published.",
    )
    publish_on(stalking, "2025-05-03 10:00", note="Spelling.", summary="Spelt right.")

    text = history(client, stalking)

    assert text.index("2 May 2025, 00:01") < text.index("1 March 2025, 10:00")
    assert "<p>Spelling.</p>" in text
    assert "The report is out." in text
    assert "First published on this site." in text
    assert "Approved by: Moderators, 2 May 2025" in text  # in London
    assert f'href="{stalking.url}history/2/"' in text


def test_what_one_day_says_of_the_publications_of_several_pages_stands_there_once(
    client, recommendation, stalking, publish_on, monkeypatch
):
    # They would stand on two pages of the list.
    monkeypatch.setattr("complaints.history.views.PAGE_SIZE", 2)
    for page, moment in (
        (stalking, "2025-05-02 10:00"),
        (recommendation, "2025-05-02 10:05"),
    ):
        publish_on(
            page, moment, note="The round of May.", title=f"{page.title}, in May"
        )
    publish_on(
        stalking, "2025-05-03 10:00", note="The round of May.", title="Another day"
    )

    text = history(client, stalking)

    assert text.count("The round of May.") == 2
    assert "This page and 1 recommendation" in text
    assert (
        f'<a href="{recommendation.url}history/">7: Train officers, in May</a>' in text
    )
    assert f'href="{recommendation.url}history/2/"' in text
    assert "This page and" not in history(client, recommendation)


def test_the_history_lists_publications_of_public_pages_below(
    client, recommendation, stalking
):
    PublishedVersion.objects.for_object(recommendation).update(
        change_note="A secret note."
    )
    text = history(client, stalking)
    assert "A secret note." in text
    assert "2 publications" in text
    assert (
        f'<a href="{recommendation.url}history/">Recommendation 7: Train officers</a>'
        in text
    )
    assert f'href="{recommendation.url}history/1/"' in text
    assert "1 publication\n" in history(client, recommendation)

    restriction = PageViewRestriction.objects.create(
        page=recommendation, restriction_type="login"
    )
    assert "A secret note." not in history(client, stalking)
    assert client.get(f"{recommendation.url}history/").status_code == 302

    restriction.delete()
    unpublish(recommendation)
    text = history(client, stalking)
    assert "A secret note." not in text
    assert recommendation.title not in text


def test_the_history_lists_no_drafts_and_no_scheduled_publications(client, stalking):
    stalking.go_live_at = timezone.now() + timezone.timedelta(days=1)
    stalking.change_note, stalking.summary = "An embargoed note.", "Embargoed."
    clear(stalking).publish()
    stalking.refresh_from_db()
    stalking.go_live_at, stalking.change_note = None, "A drafted note."
    stalking.save_revision()

    text = history(client, stalking)

    assert "1 publication\n" in text
    assert "Embargoed" not in text
    assert "note." not in text


def test_a_version_that_was_taken_down_or_redacted_keeps_its_line_without_words(
    client, stalking, publish_on
):
    publish_on(
        stalking, "2025-05-02 10:00", note="A name was here.", summary="Changed."
    )
    publish_on(stalking, "2025-05-04 10:00", note="Put right.", summary="Right.")
    second = PublishedVersion.objects.for_object(stalking).get(number=2)
    second.redacted_at, second.redacted_because = timezone.now(), "personal_data"
    second.save()
    today = f"{timezone.localdate():%-d %B %Y}"

    text = history(client, stalking)
    assert f"Version 2 was published. Redacted on {today}: personal data." in words_of(
        text
    )
    assert "A name was here." not in text
    assert f"{stalking.url}history/2/" not in text

    PublishedVersion.objects.for_object(stalking).filter(number=2).update(
        redacted_at=None, withdrawn_at=timezone.now(), withdrawn_because="error"
    )
    text = history(client, stalking)
    assert text.count(f"Taken down on {today} because it contained an error.") == 2
    for number in (1, 2):
        assert f"Version {number} was published. Taken down on {today}" in words_of(
            text
        )
    assert "A name was here." not in text
    assert "First published on this site." not in text
    assert "Put right." in text


def test_the_history_is_paged(client, stalking, publish_on, monkeypatch):
    monkeypatch.setattr("complaints.history.views.PAGE_SIZE", 3)
    for day in range(1, 5):
        publish_on(
            stalking, f"2025-05-{day:02} 10:00", note=f"Change {day}.", summary=str(day)
        )

    first, second = history(client, stalking), history(client, stalking, "?page=2")

    assert "5 publications" in first
    assert "Change 4." in first
    assert "First published on this site." not in first
    assert 'href="?page=2"' in first
    assert "First published on this site." in second
    assert 'href="?page=1"' in second
    for number in [
        "",
        "0",
        "-1",
        "x",
        "99999999999999999999",
        "\0",
        "%FF",
        "2&page=zzz",
    ]:
        assert "publications" in history(client, stalking, f"?page={number}"), number


def timeline(client, page):
    """Return what the history of ``page`` lists, each entry as one line."""
    main = BeautifulSoup(history(client, page), "html.parser").main
    return [
        " ".join(entry.get_text(" ").split()) for entry in main.select(".timeline > li")
    ]


def test_a_date_that_passed_is_an_event_on_its_day(
    client, recommendation, stalking, publish_on
):
    publish_on(
        recommendation, "2025-05-02 10:00", note="Reworded.", wording_note="A note."
    )

    assert [
        entry.partition(" Reworded")[0]
        for entry in timeline(client, recommendation)[:2]
    ] == [
        "2 May 2025, 10:00",
        "1 April 2025 The organisation’s own due date, March 2025, passed.",
    ]
    assert (
        "1 April 2025 Recommendation 7: Train officers The organisation’s own due date"
        in timeline(client, stalking)[1]
    )
    assert (
        "Status shown on 2 March 2025: In progress."
        in timeline(client, recommendation)[-1]
    )


@pytest.mark.parametrize(
    ("known_first", "answering"),
    [([], 1), ([Position.NOT_STATED], 1), ([Position.ACCEPTED], 2)],
)
def test_a_date_that_passed_is_told_once_as_itself_and_as_what_it_was(
    client, stalking, force, publish_on, known_first, answering
):
    page = RecommendationResponsePageFactory(
        parent=stalking, number="9", deadline=PartialDate(2025, 3, 20)
    )
    publish_on(
        page,
        "2025-03-10 10:00",
        responses=[make_response(each, force) for each in known_first],
    )
    promise = make_action("in_progress", PartialDate(2099), respondents=[force])
    respondents = [force, OrganisationFactory(kind=OrganisationKind.COMMISSIONER)]
    answers = [
        make_response(Position.ACCEPTED, respondent)
        for respondent in respondents[:answering]
    ]
    publish_on(
        page, "2025-05-02 10:00", note="Answered.", responses=answers, actions=[promise]
    )

    entries = timeline(client, page)

    status = (
        "Past the deadline, not marked complete (the deadline was 20 March 2025, {})"
    )
    # As a whole, the commissioner has responded, too, and has no action: the force has
    # one.
    known = "marked as in progress" if answering == 1 else "response published"
    assert f"Status shown on 2 May 2025: {status.format(known)}." in entries[0]
    told = "21 March 2025 The deadline, 20 March 2025, passed."
    assert [entry for entry in entries if "passed." in entry] == [told]


def test_a_date_that_passed_for_one_of_several_names_it_and_folded_pages_the_status(
    client, stalking, force, publish_on
):
    commissioner = publish(
        OrganisationFactory(name="The commissioner", kind=OrganisationKind.COMMISSIONER)
    )
    promise = make_action("in_progress", PartialDate(2025, 3, 20), respondents=[force])
    answers = [make_response(Position.ACCEPTED, each) for each in (force, commissioner)]
    both = RecommendationResponsePageFactory(parent=stalking, number="8")
    publish_on(both, "2025-03-10 10:00", responses=answers, actions=[promise])
    for number in ("9", "10"):
        page = RecommendationResponsePageFactory(parent=stalking, number=number)
        publish_on(page, "2025-03-10 10:00", deadline=PartialDate(2025, 3, 20))

    entries = timeline(client, stalking)

    own = "The organisation’s own due date, 20 March 2025, passed for Northamptonshire Police."
    assert any(own in entry for entry in entries)
    [folded] = [
        entry for entry in entries if "The deadline, 20 March 2025, passed." in entry
    ]
    assert "2 recommendations" in folded
    assert (
        folded.count("Status from that day: Past the deadline, not marked complete.")
        == 2
    )


def test_a_date_that_was_moved_in_time_is_no_event(client, recommendation, publish_on):
    action = recommendation.actions.get()
    later = DueDate(due=PartialDate(2099), reason="More.", sort_order=1)
    action.due_dates = [*action.due_dates.all(), later]
    publish_on(
        recommendation, "2025-03-30 10:00", note="A later date.", actions=[action]
    )

    assert "passed" not in str(timeline(client, recommendation))


def test_a_completion_is_an_event_with_the_date_that_is_known(
    client, recommendation, publish_on
):
    action = recommendation.actions.get()
    done = {"status": "complete", "completed": PartialDate(2025, 3)}
    action.status, action.completed = done.values()
    done["respondents"] = action.respondents.all()
    others = [
        Action(title=f"Step {n}", description="<p>It.</p>", sort_order=n, **done)
        for n in range(1, 6)
    ]
    publish_on(
        recommendation, "2025-05-02 10:00", note="Done.", actions=[action, *others]
    )

    # Those of one moment stand in the order of the page, so that it is the same each
    # time it is made.
    titles = ["Train everybody", *(other.title for other in others)]
    assert timeline(client, recommendation)[2:8] == [
        f"March 2025 Action by Northamptonshire Police marked complete: {name}."
        for name in titles
    ]


def test_events_told_by_a_hidden_version_alone_are_hidden_with_it(
    client, recommendation, publish_on
):
    action = recommendation.actions.get()
    action.status, action.completed = "complete", PartialDate(2025, 5, 1)
    publish_on(recommendation, "2025-05-02 10:00", note="Put right.", actions=[action])
    assert "passed." in str(timeline(client, recommendation))

    PublishedVersion.objects.filter(number=1).update(
        redacted_at=timezone.now(), redacted_because="error"
    )

    assert "passed." not in str(timeline(client, recommendation))
