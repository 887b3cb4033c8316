"""The initial content describes the quick exit truly and completely, and promises no more than it does."""

import json
import re
from dataclasses import replace

from django.conf import settings

from complaints.catalogue.reader import read_catalogue
from complaints.demo.northamptonshire import demonstration_facts
from complaints.site_setup.page_fields import page_fields, wording_fields
from pages.accounts import sessions
from pages.moderation.approval.audit_log import YEARS_KEPT
from pages.quick_exit.exit import SCRIPT

ACCESSIBILITY, COOKIES, FEEDBACK, HOME, PRIVACY, SAFETY = (
    page_fields(name, demonstration_facts())
    for name in ("accessibility", "cookies", "feedback", "home", "privacy", "safety")
)


def text_in(what) -> str:
    """Return the running text of ``what`` without its tags, its words one space apart."""
    everything = json.dumps(what, ensure_ascii=False, default=str)
    return " ".join(re.sub(r"<[^>]+>", " ", everything).split())


def test_the_safety_page_says_how_leaving_works_and_what_stays_behind():
    for words in (
        "one press of the Escape key",
        "If our page appears, or the page stays white, press Escape again or close the tab.",
        "While you are typing in the address bar, Escape belongs to the browser",
        "the find bar or full screen, the first press only closes that. Press Escape again",
        "only if we can tell that you opened it after you last left",
        "the Back button leads to the other website",
        "Some browsers do not always allow this, so close the tab too",
        "Type our address",
        "scripts switched off",
    ):
        assert words in text_in(SAFETY)
    stays = (
        text_in(SAFETY)
        .partition("What someone can still find Leaving")[2]
        .partition("Read in a private window")[0]
    )
    for words in (
        "history lists the pages that you read",
        "other devices that use the same account",
        "titles of pages",
        "Other tabs and windows",
        "among your recent apps",
        "swipe back",
        "downloaded",
        "printed",
        "bookmarks",
        "run the network",
        "has put spyware on the device",
    ):
        assert words in stays
    assert not re.search(r"\d of [\d,]+ presses|in our tests", text_in(SAFETY))
    assert "one press of the Escape key takes you to another website" in text_in(
        ACCESSIBILITY
    )
    assert "/staying-safe-online/#escape-key" in json.dumps(ACCESSIBILITY, default=str)


def test_nowhere_is_it_said_that_leaving_erases_the_history():
    erases = r"(eras|clear|remov|wip|hid)(e|es|s|ing)? (\w+ )?(browser’s )?history"
    for page in (SAFETY, ACCESSIBILITY, COOKIES, FEEDBACK, HOME):
        assert not re.search(erases, text_in(page))


def test_the_safety_page_opens_with_numbers_answered_at_all_times_and_those_for_danger_and_children():
    danger, now, text, others = SAFETY["body"][:4]

    assert "tel:999" in danger["inset"]
    assert [each["telephone"] for each in now["support_services"]["services"]] == [
        "08 08 16 89 111",
        "0808 2000 247",
        "116 123",
        "0800 1111",
        "0808 802 0300",
    ]
    assert "If it was a police officer" in text["text"]
    assert (
        "https://www.policeconduct.gov.uk/complaints/submit-a-complaint" in text["text"]
    )
    every = {service.name for service in demonstration_facts().helplines}
    shown = [
        each["name"]
        for block in (now, others)
        for each in block["support_services"]["services"]
    ]
    assert set(shown) == every
    assert len(shown) == len(every)


def test_the_helpline_for_anyone_affected_by_a_crime_is_first_and_those_with_known_hours_before_others():
    now = SAFETY["body"][1]["support_services"]["services"]

    assert now[0]["for_whom"].startswith("Anyone affected by a crime")
    are_always_open = [each["hours"].startswith("24 hours") for each in now]
    assert are_always_open == sorted(are_always_open, reverse=True)
    wording = wording_fields(demonstration_facts())
    assert wording["support_services"][0]["service"] == now[0]


def test_it_says_what_is_known_of_help_in_other_languages_and_whom_to_ask():
    text = text_in(SAFETY).partition("If English is not your first language")[2]

    assert "This website is in English only." in text
    assert "We have not recorded which helplines speak other languages" in text
    assert "Ask when you call, or look on the helpline’s own website." in text


def test_children_and_older_people_have_a_helpline_with_a_number_in_each_nation():
    for nation in ("England", "Wales"):
        services = [
            service
            for service in read_catalogue().services_for((), (nation,))
            if service.telephone
        ]

        assert any("under 19" in service.for_whom for service in services)
        assert any("Older people" in service.for_whom for service in services)


def test_every_helpline_says_when_it_is_open_or_where_to_look():
    for service in read_catalogue().services:
        assert service.telephone or "website has" in service.hours, service.name
        assert service.hours, service.name
        assert service.web, service.name


def test_no_helpline_promises_opening_hours_that_we_have_not_read():
    for service in read_catalogue().services:
        told = service.hours.lower()
        assert "has the opening" not in told, service.name
        states_hours = re.search(r"\d\s*(?:am|pm|hours)|weekday|monday", told)
        if states_hours:
            assert service.source or "website has the number" in told, service.name


def test_the_cookies_page_names_all_that_the_exit_keeps():
    kept = set(re.findall(r"stored\('([\w-]+)'", SCRIPT))

    assert kept
    assert all(name in text_in(COOKIES) for name in kept)


def test_what_is_kept_of_people_who_work_on_the_site_is_told_with_its_time():
    rows = [
        row["values"]
        for block in COOKIES["body"]
        for row in table_of(block).get("rows", [])
    ]
    told = {name: time for name, _, time in rows}
    idle, longest = sessions.IDLE_SECONDS // 60, sessions.LONGEST_SECONDS // 3600

    assert sessions.DEVICE_SECONDS == 365 * 24 * 60 * 60
    assert told[settings.DEVICE_COOKIE_NAME] == "12 months"
    assert (
        told["sessionid"]
        == f"Until {idle} minutes after you last did something, {longest} hours at most"
    )
    assert YEARS_KEPT == 7
    assert text_in(PRIVACY).count("for seven years") == 2


def table_of(block):
    return block.get("table", {}).get("table", {})


def test_it_says_that_its_helplines_are_national_and_where_local_services_are_described():
    facts = demonstration_facts()
    told = text_in(page_fields("safety", facts))

    assert "The helplines on this page are national." in told
    assert (
        "For a local service, see the commissioner’s page on support for victims"
        in told
    )
    unknown = text_in(page_fields("safety", replace(facts, local_help="")))
    assert "We have not recorded which services are near you." in unknown
    assert "For a local service" not in unknown


def test_what_leaving_does_not_delete_is_said_at_the_top_of_the_safety_page():
    opening = SAFETY["body"][0]["inset"]

    assert "Leaving this site does not delete your history" in text_in(opening)
    assert '"#what-someone-can-still-find"' in opening
    assert "<h2>What someone can still find</h2>" in SAFETY["body"][4]["text"]
