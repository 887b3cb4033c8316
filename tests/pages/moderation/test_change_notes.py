"""Changes need a note for the public; minor corrections need one approval."""

import datetime

from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from complaints.models import Action, ProgressUpdate, RecommendationResponsePage
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_rules import changes_beyond_correction
from pages.moderation.approval.roles import TWO_STEP_WORKFLOW
from pages.moderation.models import PublishedVersion
from tests.editing import SUBMIT, add, edit, errors_of
from tests.factories import (
    FeedbackEntryFactory,
    ImprovementFactory,
    NoticeFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
)
from tests.factories.published import change_live, publish, unpublish
from tests.forms import recommendation_form

MINOR = {"minor_correction": "on", "change_note": ""}


def versions_of(page):
    return PublishedVersion.objects.for_object(page)


def test_a_change_of_a_published_page_needs_a_note(submit, editor):
    answer = submit(editor, change_note=" ")

    assert "Describe what has changed" in errors_of(answer)["change_note"][0]


def test_only_what_was_to_be_saved_is_called_not_saved(submit, save, editor):
    refused = submit(editor, change_note=" ").content.decode()
    assert "Not submitted. Correct what is marked below, then submit again." in refused
    assert "Not saved." not in refused

    refused = save(editor, deadline="in March").content.decode()
    assert "The page could not be saved due to validation errors" in refused


def test_a_first_publication_gets_a_standard_note(home):
    page = publish(StandardPageFactory(parent=home, live=False))

    assert versions_of(page).get().change_note == "First published on this site."


def test_the_note_is_published_and_the_next_change_starts_with_an_empty_one(
    client, page, submit, approve, editor, moderator, officer
):
    submit(editor, change_note="We trained officers.")
    approve(moderator)
    approve(officer)

    assert versions_of(page).first().change_note == "We trained officers."
    client.force_login(editor)
    shown = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert shown["change_note"].value() == ""


def test_a_minor_correction_needs_one_approval_and_is_marked(
    page, submit, approve, editor, moderator
):
    submit(editor, title="As publlished", **MINOR)
    assert page.current_workflow_state.workflow.tasks.count() == 1

    approve(moderator)

    page.refresh_from_db()
    assert page.title == "As publlished"
    assert versions_of(page).first().minor_correction
    assert versions_of(page).first().change_note == "Minor correction."


def test_a_larger_change_is_refused_as_a_minor_correction(submit, editor):
    answer = submit(
        editor,
        title="As publlished",
        wording="Chief constables should do that.",
        **MINOR,
    )

    assert "it changes the wording" in errors_of(answer)["minor_correction"][0]


def test_a_first_publication_cannot_be_a_minor_correction(client, page, editor):
    client.force_login(editor)
    form = recommendation_form(title="Brand new", number="9", **MINOR)

    answer = add(client, page.get_parent(), RecommendationResponsePage, form, **SUBMIT)

    assert "never been public" in errors_of(answer)["minor_correction"][0]
    new = RecommendationResponsePageFactory(
        parent=page.get_parent(), live=False, minor_correction=True
    )
    assert new.get_workflow().name == TWO_STEP_WORKFLOW


def test_a_withdrawn_page_cannot_come_back_as_a_minor_correction(page, submit, editor):
    unpublish(page)

    answer = submit(editor, title="As publlished", **MINOR)

    assert "it changes what is not public" in errors_of(answer)["minor_correction"][0]


def test_a_minor_correction_cannot_set_dates(page, submit, editor):
    later = timezone.localtime().replace(hour=12) + datetime.timedelta(days=2)

    for field, named in [
        ("expire_at", "the expiry date"),
        ("go_live_at", "the date of publication"),
    ]:
        answer = submit(
            editor, title="As publlished", **{field: f"{later:%Y-%m-%d %H:%M}"}, **MINOR
        )

        assert f"it changes {named}" in errors_of(answer)["minor_correction"][0]


def test_a_minor_correction_keeps_the_expiry_date_and_a_past_publication_date(page):
    past, later = (timezone.now() + datetime.timedelta(days=days) for days in (-1, 1))
    change_live(page, go_live_at=past, expire_at=later)
    page.title = "As publlished"

    assert changes_beyond_correction(page) == []

    page.expire_at = None
    assert changes_beyond_correction(page) == ["the expiry date"]


def test_an_update_is_unchanged_if_only_the_editor_gave_it_new_keys(page):
    force = OrganisationFactory()
    SiteWordingFactory(force_name=force.name)

    def update(text):
        return [
            ProgressUpdate(as_at=PartialDate(2025, 1), text=text, respondents=[force])
        ]

    change_live(page, progress_updates=update("<p>Begun.</p>"))
    page.title = "As publlished"

    page.progress_updates = update('<p data-block-key="r8a79">Begun.</p>')
    assert changes_beyond_correction(page) == []
    page.progress_updates = update('<p data-block-key="r8a79">Done.</p>')
    assert changes_beyond_correction(page) == ["the progress updates"]


def test_words_of_a_snippet_can_be_corrected_and_figures_cannot(home):
    line = publish(
        ImprovementFactory(you_said="Teh page", entry=FeedbackEntryFactory())
    )
    line.you_said = "The page"
    notice = publish(NoticeFactory(text="Call 101."))
    notice.text = "Call 999."

    assert changes_beyond_correction(line) == []
    assert changes_beyond_correction(notice) == ["the text"]


def test_a_correction_that_became_a_larger_change_is_refused_at_approval(
    client, page, submit, save, approve, editor, moderator
):
    submit(editor, title="As publlished", **MINOR)
    revision = page.current_workflow_state.current_task_state.revision
    revision.content["wording_source"] = "Another report"
    revision.save()

    answer = approve(moderator)

    assert (
        "it changes the wording source"
        in client.get(answer["Location"]).content.decode()
    )
    page.refresh_from_db()
    assert page.title == "As published"


def test_changes_of_a_recommendation_that_count_as_corrections(page):
    for field, before, after, named in [
        ("title", "Train offcers", "Train officers", []),
        ("title", "Train 200 officers", "Train 300 officers", ["the title"]),
        ("title", "Ready by March", "Ready by April", ["the title"]),
        ("title", "Train officers well", "Train all officers well", []),
        ("wording_note", "It is qouted.", "It is quoted.", []),
        ("wording_note", "It is quoted.", "", ["the wording note"]),
        ("wording", "Do this.", "Do that.", ["the wording"]),
        ("wording_source", "The report", "A report", ["the wording source"]),
        ("deadline", PartialDate(2025, 3), PartialDate(2025, 4), ["the deadline"]),
        (
            "addressees_printed",
            "chief constables",
            "all forces",
            ["the addressees printed"],
        ),
    ]:
        change_live(page, **{field: before})
        setattr(page, field, after)

        assert changes_beyond_correction(page) == named


def test_changes_of_an_action_that_count_as_corrections(page):
    action = Action(
        title="Train", description="<p>Trian them.</p>", status="in_progress"
    )
    action.respondents = [OrganisationFactory()]
    page.actions = [action]
    change_live(page)
    for field, value, named in [
        ("description", "<p>Train them.</p>", []),
        ("description", "<p>Train 9 of them.</p>", ["the description"]),
        ("status", "complete", ["the status"]),
        ("owning_post", "Someone else", ["the owning post"]),
        ("completed", PartialDate(2024), ["the completed"]),
    ]:
        draft = RecommendationResponsePage.objects.get(pk=page.pk)
        action = draft.actions.get()
        setattr(action, field, value)
        draft.actions = [action]

        assert changes_beyond_correction(draft) == named, field


def test_changes_of_blocks_that_count_as_corrections(home):
    page = publish(StandardPageFactory(parent=home))
    for before, after, is_correction in [
        ([("text", "<p>Teh force.</p>")], [("text", "<p>The force.</p>")], True),
        (
            [("text", '<p data-block-key="a">Teh <b>force</b>.</p>')],
            [("text", '<p data-block-key="b">The force.</p>')],
            True,
        ),
        (
            [("text", '<p><a href="https://good.example/">Help</a></p>')],
            [("text", '<p><a href="https://evil.example/">Help</a></p>')],
            False,
        ),
        (
            [("text", '<p><a linktype="document" id="1">Report</a></p>')],
            [("text", '<p><a linktype="document" id="2">Report</a></p>')],
            False,
        ),
        (
            [
                (
                    "text",
                    '<p>A map.</p><embed embedtype="image" id="1" alt="" format="left"/>',
                )
            ],
            [("text", "<p>A map.</p>")],
            False,
        ),
        (
            [("text", '<p>See the <a linktype="page" id="1">reprot</a>.</p>')],
            [("text", '<p>Read the <a linktype="page" id="1">report</a>.</p>')],
            True,
        ),
        (
            [("text", "<p>A paragraph.</p>")],
            [("text", "<p>Two</p><p>paragraphs.</p>")],
            True,
        ),
        (
            [("text", "<p>One.</p>")],
            [("text", "<p>One.</p>"), ("text", "<p>Two.</p>")],
            False,
        ),
        (
            [("quotation", {"text": "harming", "source": "The Act"})],
            [("quotation", {"text": "helping", "source": "The Act"})],
            False,
        ),
    ]:
        change_live(page, body=before)
        page.body = after

        assert (changes_beyond_correction(page) == []) is is_correction, after


def test_a_correction_can_change_words_but_not_figures_or_dates(home):
    page = publish(StandardPageFactory(parent=home))
    for before, after in [
        (
            "In 2024-25 we trained 200 of 1,000 officers.",
            "We trained 200 of 1,000 officers in 2024-25.",
        ),
        ("It took 5 days", "It took 6 days"),
        ("It took 5 days", "It took days"),
        ("It took days", "It took 5 days"),
        ("£5", "$5"),
        ("1,000", "1.000"),
        ("5%", "5"),
        ("-5", "5"),
        ("Item 7(a)", "Item 7(b)"),
        ("½", "¼"),
        ("24/7", "24/6"),
        ("On Monday", "On Tuesday"),
        ("By 3 March", "By 3 May"),
        ("By Sept", "By Oct"),
        ("In march", "In"),
        ("Train <!-- 5 --> officers", "Train <!-- 6 --> officers"),
        ("Train <x 5> officers", "Train <x 6> officers"),
    ]:
        change_live(page, summary=before)
        page.summary = after

        assert changes_beyond_correction(page) == ["the summary"], after

    for before, after in [
        ("We dont know", "We do not know"),
        ("Its   officers,", "It’s officers;"),
        ("By 3 march, 200 offcers", "By 3 March 200 officers."),
        ("The report (2024)", "The 2024 report"),
        ("Entirely other words", "These are for the moderator to judge"),
    ]:
        change_live(page, summary=before)
        page.summary = after

        assert changes_beyond_correction(page) == [], after


def test_what_says_the_same_as_the_public_page_is_not_submitted(client, home, editor):
    page = publish(
        StandardPageFactory(
            parent=home, title="Ours", slug="ours", body=[("text", "<p>Text.</p>")]
        )
    )
    client.force_login(editor)

    def submit(title):
        form = {
            "title": title,
            "slug": "ours",
            "summary": page.summary,
            "search_description": "",
        }
        times = {"go_live_at": "", "expire_at": "", "change_note": "A note."}
        body = streamfield([("text", rich_text("<p>Text.</p>"))])
        comments = inline_formset([])
        form = nested_form_data({**form, **times, "body": body, "comments": comments})
        if page.show_in_menus:
            form["show_in_menus"] = "on"
        return edit(client, page, form, **SUBMIT)

    said = submit("Ours")
    assert said.status_code == 200
    assert (
        "You have not changed anything since this was published."
        in said.content.decode()
    )
    assert "Correct what is marked below" not in said.content.decode()
    assert submit("Ours, changed").status_code == 302
