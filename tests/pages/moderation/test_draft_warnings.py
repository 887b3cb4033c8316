"""What does not fit together, or may be personal data, is shown to who submits and ticked by who approves.

What breaks WCAG is refused; what could be put better is said where it stands.
"""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from complaints.models import Action
from pages.moderation.approval.draft_warnings import check_content
from pages.moderation.approval.publication_rules import CHECKS_OF_SUBMISSIONS
from pages.moderation.approval.set_actions import make_set
from pages.moderation.approval.set_actions import submit as submit_set
from pages.moderation.models import AuditLogEntry
from pages.moderation.takedown import redact
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    StandardPageFactory,
    make_home,
)
from tests.factories.published import publish
from tests.submissions import (
    decide,
    decision,
    present_step,
    review_address,
    submit,
    was_decided,
)

WARNING = "The text of the action “Train” says “has been completed”, and its status is “In progress”."


def with_contradiction(page, title="Train"):
    """Return ``page`` with an action that its words call complete and its status does not."""
    action = Action(
        title=title, description="<p>It has been completed.</p>", status="in_progress"
    )
    action.respondents = [OrganisationFactory()]
    page.actions = [action]
    return page


@pytest.fixture
def contradicted(page, editor):
    """A page with a contradiction, submitted."""
    submit(with_contradiction(page), editor)
    return page


def screen(client, page, person):
    client.force_login(person)
    return BeautifulSoup(
        client.get(review_address(present_step(page))).content, "html.parser"
    )


def boxes(tag):
    return {
        box["value"]: box.has_attr("checked")
        for box in tag.select("input[name=ticked]")
    }


def tick_and_approve(client, page, person):
    step = present_step(page)
    ticks = list(boxes(screen(client, page, person)))
    return client.post(review_address(step), {**decision(step), "ticked": ticks})


def test_without_the_tick_it_is_sent_back_but_not_approved_and_nothing_typed_is_lost(
    client, contradicted, moderator
):
    assert (
        WARNING
        in screen(client, contradicted, moderator).select_one(".review__warnings").text
    )

    answer = BeautifulSoup(
        decide(
            client, contradicted, moderator, comment="I like it.", follow=True
        ).content,
        "html.parser",
    )

    assert (
        "Not approved: you have not ticked a warning."
        in answer.select_one(".messages").text
    )
    assert answer.select_one("#warnings-problem")
    assert answer.select_one("#comment").text.strip() == "I like it."
    assert not AuditLogEntry.objects.filter(
        action__in=["approved", "confirmed"]
    ).exists()
    assert present_step(contradicted).task.name == "Moderator"

    decide(client, contradicted, moderator, "reject", "Give the status.")
    assert AuditLogEntry.objects.filter(action="returned").exists()


def test_each_reviewer_ticks_and_the_log_keeps_each_tick(
    client, contradicted, moderator, officer
):
    tick_and_approve(client, contradicted, moderator)
    assert not was_decided(decide(client, contradicted, officer))
    tick_and_approve(client, contradicted, officer)

    contradicted.refresh_from_db()
    assert not contradicted.has_unpublished_changes
    ticks = AuditLogEntry.objects.filter(action="confirmed").order_by("pk")
    assert [
        (tick.words, tick.actor_id, tick.reason, tick.revision_id) for tick in ticks
    ] == [
        ("Warning confirmed", person.pk, WARNING, contradicted.latest_revision_id)
        for person in (moderator, officer)
    ]


def test_a_tick_counts_for_the_words_that_were_read_alone(
    client, contradicted, moderator, editor
):
    before = list(boxes(screen(client, contradicted, moderator)))
    newer = with_contradiction(
        contradicted.get_latest_revision_as_object(), title="Teach"
    )
    newer.save_revision(user=editor)
    step = present_step(contradicted)

    client.post(review_address(step), {**decision(step), "ticked": before})

    assert not AuditLogEntry.objects.filter(
        action__in=["approved", "confirmed"]
    ).exists()


def test_ticks_stay_where_one_is_missing(client, page, editor, moderator):
    draft = with_contradiction(page)
    second = Action(
        title="Buy", description="<p>It has been delivered.</p>", status="in_progress"
    )
    second.respondents = [OrganisationFactory()]
    draft.actions = [*draft.actions.all(), second]
    submit(draft, editor)
    first, second = boxes(screen(client, page, moderator))
    step = present_step(page)

    answer = client.post(
        review_address(step), {**decision(step), "ticked": [first]}, follow=True
    )

    assert boxes(BeautifulSoup(answer.content, "html.parser")) == {
        first: True,
        second: False,
    }


def test_a_set_shows_warnings_for_each_page_and_needs_all_ticks(
    client, page, editor, moderator
):
    with_contradiction(page).save_revision(user=editor)
    publication_set = make_set(editor, "Our response", "We answered.", [page])
    client.force_login(editor)
    address = reverse("moderation:set", args=[publication_set.pk])
    assert WARNING in BeautifulSoup(client.get(address).content, "html.parser").text

    submit_set(publication_set, editor)

    warned = screen(client, page, moderator).select_one(".review__warnings")
    assert warned.select_one(".review__warned").text == page.full_name
    assert not was_decided(decide(client, page, moderator))
    assert was_decided(tick_and_approve(client, page, moderator))


def opened_checks(client, page):
    """Return what the panel of checks beside the form of ``page`` loads when it is opened."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    panel = BeautifulSoup(form, "html.parser").select_one("[data-side-panel=checks]")
    loaded = client.get(panel.find("seen-part")["src"])
    return BeautifulSoup(loaded.content, "html.parser")


def test_whoever_submits_it_and_the_checks_are_told(client, page, editor):
    draft = with_contradiction(page)
    draft.change_note = "We put it right."
    draft.save_revision(user=editor)
    client.force_login(editor)

    assert WARNING in opened_checks(client, page).text


def test_a_redaction_takes_the_words_of_a_tick_away(
    client, contradicted, moderator, officer
):
    for person in (moderator, officer):
        tick_and_approve(client, contradicted, person)
    contradicted.refresh_from_db()
    contradicted.actions, contradicted.change_note = [], "Put right."
    contradicted = publish(contradicted)

    redact(contradicted, 2, moderator, "error", "x")

    assert {
        each.reason for each in AuditLogEntry.objects.filter(action="confirmed")
    } == {"Redacted"}


CALL = "<p>The victim can call Sergeant Jane Smith before noon.</p>"


def with_text(page, editor, text, **fields):
    """Submit ``page`` with an action of this text."""
    page = type(page).objects.get(pk=page.pk)
    page.actions = [
        Action(title="Train", description=text, respondents=[OrganisationFactory()])
    ]
    for name, value in fields.items():
        setattr(page, name, value)
    submit(page, editor)
    return page


def marked(tag):
    return [each.text for each in tag.select(".review__warnings mark")]


def approve(client, page, *people):
    for person in people:
        tick_and_approve(client, page, person)
    page.refresh_from_db()
    assert not page.has_unpublished_changes


def test_what_may_be_personal_is_marked_in_its_words_and_not_approved_unseen(
    client, page, editor, moderator
):
    page = with_text(page, editor, CALL)

    shown = screen(client, page, moderator)
    assert marked(shown) == ["Sergeant Jane Smith"]
    tick = shown.select_one(".review__tick").text
    assert (
        "Action 1, description: “…The victim can call Sergeant Jane Smith before noon.…”"
        in tick
    )
    assert shown.select_one(".review__place a")["href"].endswith(
        "/preview/#:~:text=Sergeant%20Jane%20Smith"
    )

    for urgency in ("approve", "urgent"):
        answer = decide(client, page, moderator, urgency, "It can't wait.", follow=True)
        assert "Not approved: you have not ticked a warning." in answer.content.decode()
        assert not AuditLogEntry.objects.filter(
            action__in=["approved", "urgent", "published"]
        ).exists()


def test_words_that_were_confirmed_are_asked_again_only_when_they_change(
    client, page, editor, moderator, officer
):
    approve(client, with_text(page, editor, CALL), moderator, officer)
    logged = AuditLogEntry.objects.get(
        action="confirmed"
    )  # the officer was not asked again
    assert (logged.actor_id, logged.reason) == (
        moderator.pk,
        "Can be public: name below chief officer",
    )

    note = {"change_note": "We added a word."}
    moved = with_text(
        page,
        editor,
        f"<p>Until further notice we pay attention to this and more.</p>{CALL}",
        **note,
    )
    assert marked(screen(client, moved, moderator)) == ["Sergeant Jane Smith"]
    approve(client, moved, moderator, officer)
    other = with_text(
        page,
        editor,
        f"{'<p>Far away.</p>' * 20}{moved.actions.get().description}",
        **note,
    )
    assert marked(screen(client, other, moderator)) == []
    approve(client, other, moderator, officer)
    changed = with_text(page, editor, CALL.replace("Smith", "Patel"), **note)
    assert marked(screen(client, changed, moderator)) == ["Sergeant Jane Patel"]


def test_hidden_addresses_cells_and_contacts_are_read_and_those_of_the_site_are_not_asked(
    client, editor, moderator
):
    publish(SiteWordingFactory(contact="<p>Call 01604 700700 or 101.</p>", live=False))
    table = {
        "columns": [{"type": "text", "heading": "Who"}],
        "rows": [{"values": ["PC Amira Khan"]}],
    }
    body = [
        (
            "text",
            '<p>Call 01604 700700, or <a href="mailto:pat.lee@example.org">write</a>.</p>',
        ),
        ("contact", {"name": "The team", "email": "jo.park@example.org"}),
        ("table", {"table": {"caption": "Officers", **table}}),
    ]
    page = StandardPageFactory(parent=make_home(), live=False, body=body)
    submit(page, editor)

    assert marked(screen(client, page, moderator)) == [
        "pat.lee@example.org",
        "jo.park@example.org",
        "PC Amira Khan",
    ]


LONG = " ".join(["word"] * 26)
POOR = f"""<h3>Third</h3><p><b>A heading</b></p><p>See <a href="https://a.example">here</a>, or
<a href="https://a.example/b">https://a.example/b</a>, or www.c.example.</p><p>{LONG}.</p>
<p>Her Majesty’s Inspectorate said so.</p>"""
REMARKS = [
    "Body, text 1: make the first heading level 2, not level 3.",
    "Body, text 1: make “A heading” a heading instead of bold text.",
    "Body, text 1: the link text “here” does not say where the link goes.",
    "Body, text 1: use link text instead of the address https://a.example/b",
    "Body, text 1: make this address a link with text: www.c.example.",
    "Body, text 1: write “His Majesty’s”, not “Her Majesty’s”.",
    f"Body, text 1: over 25 words in one sentence: “{LONG[:60]}…”",
]


def test_the_editor_reads_what_could_be_put_better_and_may_submit(client, editor):
    page = StandardPageFactory(parent=make_home(), live=False, body=[("text", POOR)])
    page.save_revision()
    client.force_login(editor)

    remarks = opened_checks(client, page).select(".draft-warnings li")
    assert [each.text for each in remarks] == REMARKS


def test_what_breaks_wcag_is_refused_with_its_place(editor):
    home = make_home()
    page = StandardPageFactory(
        parent=home, live=False, body=[("text", "<h2>Good</h2><p>Text</p><h3></h3>")]
    )
    page.save_revision(user=editor)
    publication_set = make_set(editor, "Advice", "", [page])

    with pytest.raises(ValidationError, match="Body, text 1: an empty heading"):
        submit_set(publication_set, editor)
    # The form asks the same.
    assert check_content in CHECKS_OF_SUBMISSIONS
