"""Changes need a note for the public."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from complaints.models import ProgressUpdate
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_rules import check_that_something_changed
from pages.moderation.models import PublishedVersion
from tests.editing import SUBMIT, edit, errors_of
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    StandardPageFactory,
)
from tests.factories.published import change_live, publish


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
    shown = client.get(f"/admin/pages/{page.pk}/edit/").content
    note = BeautifulSoup(shown, "html.parser").find(id="id_change_note")
    assert note.text.strip() == ""


def test_a_page_is_unchanged_if_only_the_editor_gave_it_new_keys(page):
    force = OrganisationFactory()
    SiteWordingFactory(force_name=force.name)

    def update(text):
        return [
            ProgressUpdate(as_at=PartialDate(2025, 1), text=text, respondents=[force])
        ]

    change_live(page, progress_updates=update("<p>Begun.</p>"))

    page.progress_updates = update('<p data-block-key="r8a79">Begun.</p>')
    with pytest.raises(ValidationError, match="not changed anything"):
        check_that_something_changed(page)
    page.progress_updates = update('<p data-block-key="r8a79">Done.</p>')
    check_that_something_changed(page)


def test_a_page_is_unchanged_if_its_blocks_have_other_ids(home):
    page = publish(StandardPageFactory(parent=home, body=[("text", "<p>Text.</p>")]))

    page.body = [("text", '<p data-block-key="r8a79">Text.</p>')]
    with pytest.raises(ValidationError, match="not changed anything"):
        check_that_something_changed(page)
    page.body = [("text", "<p>Text.</p>"), ("text", "<p>More.</p>")]
    check_that_something_changed(page)


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
