"""What may be personal data in a draft is shown to those who write and review it, and blocks nothing."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from complaints.models import Action
from pages.moderation.personal_details import PATTERNS, find_personal_details
from tests.factories import OrganisationFactory, StandardPageFactory, make_home
from tests.factories.published import publish
from tests.submissions import (
    decide,
    present_step,
    review_address,
    submit,
    was_decided,
)

FOUND = [
    ("Email address", "Write to jane.smith@northants.police.uk."),
    ("Email address", "O’Neil is at pat.o'neil+work@example.co.uk"),
    ("Phone number", "Call her on 07700 900123."),
    ("Phone number", "(01604) 700 700"),
    ("Phone number", "+44 (0)7700 900123"),
    ("Phone number", "020-7946-0123"),
    ("Postcode", "She moved to NN1 1AA in May."),
    ("Postcode", "Flat 2, SW1A1AA"),
    ("Date of birth", "His date of birth is 3 May 1990."),
    ("Date of birth", "(DOB: 03/05/90)"),
    ("Date of birth", "A woman born on 12th June 1985"),
    ("Date of birth", "born 1990-05-03"),
    ("Crime or case reference", "Crime reference number: 22000123456"),
    ("Crime or case reference", "incident 4567-120524"),
    ("Crime or case reference", "URN 33NN1234524"),
    ("Crime or case reference", "custody record NN/1234/24"),
    ("Crime or case reference", "It was recorded as 14/12345/24."),
    ("Crime or case reference", "See 24000123456 of last year."),
]
NOT_FOUND = [
    "In an emergency call 999, otherwise 101 or 116 123.",
    "Call the helpline on 0808 2000 247, 0800 555 111, 08 08 16 89 111 or 0300 123 4567.",
    "It was published on 27 September 2024, and again on 01.02.2024 at 10:30.",
    "https://www.gov.uk/a/2024/07700900123/12/34567/24",
    "The force was born of two others in 1966.",
    "The date of birth was not recorded in 2024 cases.",
    "Crime in 2023 and crime 2023-24 fell by 4,500.",
    "In case 2024 is too early, recommendation 7.1 of report 3 stays open.",
    "PEEL 2023, A14 and the M25 were named in 12,345 reports.",
    "Follow @northantspolice for news.",
]


def kinds_in(text):
    return [kind for kind, pattern in PATTERNS.items() if pattern.search(text)]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_has_the_shape_of_personal_data_is_found(kind, text):
    assert kinds_in(text) == [kind]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_helplines_dates_addresses_and_counts_are_not(text):
    assert kinds_in(text) == []


@pytest.mark.parametrize("text", ["a" * 100_000, "0 " * 50_000, "born " * 20_000])
def test_a_long_text_takes_no_longer(text):
    assert kinds_in(text) == []


def details(draft):
    return [tuple(detail) for detail in find_personal_details(draft)]


def test_fields_blocks_and_children_are_read_and_named(page):
    page.summary = "Ask jo@example.org."
    page.actions = [
        Action(title="Train", description='<p><a href="tel:01604700700">Call</a></p>')
    ]

    assert details(page) == [
        ("Email address", "jo@example.org", "What it asks"),
        ("Phone number", "01604700700", "Action: description"),
    ]


@pytest.mark.django_db
def test_what_is_public_already_is_not_found_again():
    page = publish(
        StandardPageFactory(
            parent=make_home(), body=[("text", "<p>Call 01604 700700.</p>")]
        )
    )
    page.body = [("text", "<p>Call 01604 700700 or write to jo@example.org.</p>")]
    page.change_note = "We added jo@example.org."

    assert details(page) == [
        ("Email address", "jo@example.org", "Change note"),
        ("Email address", "jo@example.org", "Body"),
    ]


def with_number(page):
    page.actions = [
        Action(
            title="Train",
            description="<p>Call 07700 900123.</p>",
            respondents=[OrganisationFactory()],
        )
    ]
    return page


def test_the_review_screen_shows_them_and_both_approve(
    client, page, editor, moderator, officer
):
    submit(with_number(page), editor)

    client.force_login(moderator)
    screen = client.get(review_address(present_step(page))).content
    shown = BeautifulSoup(screen, "html.parser").select_one(".review__details")
    assert [each.text for each in shown.select("li")] == [
        "Phone number: 07700 900123 (Action: description)"
    ]

    for person in (moderator, officer):
        assert was_decided(decide(client, page, person))
    page.refresh_from_db()
    assert not page.has_unpublished_changes


def test_a_review_without_any_has_no_such_section(client, page, editor, moderator):
    page.summary = "Train every officer."
    submit(page, editor)
    client.force_login(moderator)

    screen = client.get(review_address(present_step(page))).content

    assert b"Possible personal data" not in screen


def test_the_editor_shows_them_after_a_save(client, page, editor):
    with_number(page).save_revision(user=editor)
    client.force_login(editor)

    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content

    assert (
        "Check that readers may see these details: "
        "phone number 07700 900123 (Action: description)."
        in BeautifulSoup(form, "html.parser").select_one(".messages").text
    )
