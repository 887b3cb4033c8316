"""The markup of public pages: what assistive technology, the security policy and budgets require."""

import gzip
import itertools
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from complaints.models import Action, DueDate, Response
from complaints.vocabulary import Position
from pages.content.brand import first_styles
from pages.content.models import AccessibilityStatementPage, SafetyPage, SiteWording
from pages.cookies import choices
from pages.cookies.choices import SCRIPT as CHOICE_SCRIPT
from pages.cookies.models import CookiesPage
from pages.core.partial_dates import PartialDate
from pages.feedback.models import FeedbackPage
from pages.quick_exit.exit import SCRIPTS as EXIT_SCRIPTS
from site_config import errors
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
)
from tests.factories.published import add_live, change_live

pytestmark = pytest.mark.django_db

STYLES = settings.PROJECT_DIR / "build/static/site.css"
ADDRESSES = [
    "/",
    "/about/",
    "/super-complaints/",
    "/super-complaints/recommendations/?state=nonsense&progress=unfinished&nonsense=1",
    "/super-complaints/stalking/",
    "/super-complaints/stalking/recommendation-7/",
    "/super-complaints/stalking/whole-response/",
    "/feedback/",
    "/feedback/thanks/",
    "/cookies/",
    "/staying-safe-online/",
    "/accessibility-statement/",
    "/nowhere/",
]
TEXT = [("text", "<h2>A heading</h2><p>Some text.</p>")]
TABLE = {
    "row_headers": True,
    "source": "",
    "table": {
        "caption": "Offences by year",
        "columns": [
            {"type": "text", "heading": "Year"},
            {"type": "number", "heading": "Offences"},
        ],
        "rows": [{"values": ["2024", 17]}],
    },
}


@pytest.fixture(scope="module")
def site(module_db):
    """A page of every type, with every block that changes the outline of a page."""
    home = make_home()
    section = SuperComplaintIndexPageFactory(parent=home)
    SiteWordingFactory(
        phase="beta",
        phase_sentence="This site is new.",
        support_services=[
            (
                "service",
                {"name": "Samaritans", "for_whom": "Anyone", "telephone": "116 123"},
            )
        ],
    )
    StandardPageFactory(parent=home, slug="about", body=TEXT)
    for model, slug in [
        (CookiesPage, "cookies"),
        (SafetyPage, "staying-safe-online"),
        (FeedbackPage, "feedback"),
    ]:
        add_live(home, model(title=slug, slug=slug, body=TEXT))
    add_live(
        home,
        AccessibilityStatementPage(
            title="Accessibility statement",
            slug="accessibility-statement",
            introduction=TEXT,
            known_problems=TEXT,
            contact=TEXT,
            enforcement=TEXT,
            prepared_on="2026-11-01",
        ),
    )
    stalking = SuperComplaintPageFactory(
        parent=section, slug="stalking", sensitive=True
    )
    stalking.body = stalking._meta.get_field("body").stream_block.to_python(
        [
            {"type": "text", "value": "<h2>A heading</h2>"},
            {
                "type": "key_dates",
                "value": {
                    "heading": "Dates",
                    "dates": [{"date": "2024", "event": "x"}],
                },
            },
            {
                "type": "action_list",
                "value": {"heading": "Done", "actions": [{"text": "<p>x</p>"}]},
            },
            {"type": "details", "value": {"summary": "More", "text": "<p>x</p>"}},
            {"type": "table", "value": TABLE},
            {"type": "contact", "value": {"name": "Team", "telephone": "101"}},
        ]
    )
    change_live(stalking)
    RecommendationResponsePageFactory(parent=stalking, number="7.1")
    recommendation = RecommendationResponsePageFactory(parent=stalking, number="7")
    response = Response(position=Position.NOT_ACCEPTED, reason="Because.")
    response.respondents = [OrganisationFactory()]
    recommendation.responses = [response]
    action = Action(title="Train", description="<p>x</p>", status="in_progress")
    action.respondents = response.respondents.all()
    action.due_dates = [
        DueDate(sort_order=0, due=PartialDate(2020, 1)),
        DueDate(sort_order=1, due=PartialDate(2021), reason="A new system."),
    ]
    recommendation.actions = [action]
    change_live(recommendation)
    return home


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_markup_of_each_page(site, address):
    """WCAG 1.3.1, 1.3.2, 2.4.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1 and 4.1.2, the security policy and the budget."""
    response = Client().get(address)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == (404 if address == "/nowhere/" else 200)
    check_outline(soup)
    check_landmarks_language_title_and_skip_link(soup)
    check_references(soup)
    check_against_the_security_policy(response, soup)
    check_the_exit(soup)
    requests = soup.find_all("link", rel=["stylesheet", "icon"]) + soup.find_all("img")
    assert len(requests) + 1 <= 4
    assert (
        len(gzip.compress(response.content)) + len(gzip.compress(STYLES.read_bytes()))
        < 25_000
    )


def check_outline(soup):
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile("^h[1-6]$"))]

    assert levels.count(1) == 1
    assert all(next_one <= one + 1 for one, next_one in itertools.pairwise(levels))


def check_landmarks_language_title_and_skip_link(soup):
    focusable = soup.body.find_all("a")

    assert soup.html["lang"] == "en-GB"
    assert soup.title.text.endswith("Super-complaints – Northamptonshire Police")
    assert soup.title.text.count("Super-complaints") == 1
    assert len(soup.find_all("main")) == 1
    # GOV.UK Frontend sets a space before what is hidden: “Super-complaints : home”.
    assert not [
        each
        for each in soup.select(".govuk-visually-hidden")
        if each.text[:1] in ":,;."
    ]
    assert focusable[0]["href"] == f"#{soup.main['id']}"
    assert focusable[1]["class"] == ["exit__link"]
    assert focusable[1]["rel"] == ["noreferrer"]


def check_references(soup):
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    references = [
        reference
        for attribute in ("for", "aria-labelledby", "aria-describedby")
        for tag in soup.find_all(attrs={attribute: True})
        for reference in tag.get_attribute_list(attribute)[0].split()
    ]

    assert len(set(ids)) == len(ids)
    assert set(references) <= set(ids)


def check_against_the_security_policy(response, soup):
    styles = [style.string for style in soup.find_all("style")]
    # Blocks of data are no scripts: no policy looks at them.
    scripts = [
        script.string for script in soup.find_all("script", src=False, type=False)
    ]

    assert styles == [first_styles()]
    assert scripts in (EXIT_SCRIPTS, [*EXIT_SCRIPTS, CHOICE_SCRIPT])
    assert not soup.find_all(style=True)
    assert not re.search(r"<[^>]*\son\w+=", response.content.decode())


def check_the_exit(soup):
    """Its sentence, which only scripts make true, is read before the link that it is about."""
    for_exit, link, about = soup.select_one(".exit").find_all(recursive=False)

    assert for_exit.name == "script"
    key = BeautifulSoup(for_exit.string, "html.parser").select_one(".exit__key")
    assert key.text == "Quickly exit this site by pressing the Escape key"
    assert link.get_text(strip=True) == "Leave this site"
    assert not {"aria-label", "aria-describedby", "title"} & set(link.attrs)
    assert about["href"] == "/staying-safe-online/#escape-key"


def test_the_escape_key_can_be_turned_off_where_the_page_links_to(site, client):
    """WCAG 2.1.4, as if Escape were a character: a way to turn it off, and no other reader sees it."""
    soup = BeautifulSoup(client.get("/staying-safe-online/").content, "html.parser")
    section = soup.find(id="escape-key").parent
    for_scripts = BeautifulSoup(
        section.select_one("script[data-for-exit]").string, "html.parser"
    )
    [switch] = for_scripts.select("[data-exit-switch]")

    assert "if-scripts" in section["class"]
    assert switch.attrs == {
        "type": "button",
        "class": ["govuk-button"],
        "data-exit-switch": "",
        "aria-pressed": "false",
    }
    assert "do not ask for your consent" in for_scripts.text


def test_the_contents_of_the_safety_page_list_every_heading_below_them(site, client):
    """Without scripts the Escape key does nothing, so neither its section nor its link is shown."""
    soup = BeautifulSoup(client.get("/staying-safe-online/").content, "html.parser")
    contents = soup.select_one(".contents")
    links = contents.select("li a")
    below = [
        heading
        for heading in contents.find_all_next("h2")
        if soup.main in heading.parents
    ]
    headings = [heading for heading in below if contents not in heading.parents]
    need_scripts = [
        link["href"] for link in links if link.parent.get("class") == ["if-scripts"]
    ]

    assert [link["href"] for link in links] == [
        f"#{heading.get('id')}" for heading in headings
    ]
    assert [link.text for link in links] == [
        " ".join(heading.text.split()) for heading in headings
    ]
    assert "How the Escape key works here" in contents.text
    assert need_scripts == ["#escape-key"]


def test_the_feedback_form_says_that_the_exit_clears_it(site, client):
    """WCAG 3.3.2; with errors too, which are read last."""
    for address in ["/feedback/", "/feedback/send/"]:
        answer = (
            client.post(address, {"text": "x" * 1201})
            if "send" in address
            else client.get(address)
        )
        soup = BeautifulSoup(answer.content, "html.parser")
        notes = [
            soup.find(id=name) for name in soup.textarea["aria-describedby"].split()
        ]

        assert notes[1].p is None, address
        assert "Leaving this site clears what you typed." in notes[1].text, address
        assert (
            notes[1].find(class_="if-escape-leaves").text
            == "Pressing Escape does the same."
        ), address
        assert len(notes) == (3 if "send" in address else 2), address


def test_no_style_shows_content_above_the_exit_or_after_leaving():
    """Leaving hides the root of the page; an element with a visibility of its own would stay visible."""
    styles = first_styles() + STYLES.read_text()
    layers = [int(number) for number in re.findall(r"z-index:\s*(-?\d+)", styles)]
    [exit_layer] = re.findall(r"--layer-exit:\s*(\d+)", styles)

    assert not re.search(
        r"(?<![\w-])visibility:\s*(visible|initial|revert|unset)", styles
    )
    assert all(layer < int(exit_layer) for layer in layers)
    assert "GDS Transport" not in styles
    assert "url(" not in styles


def test_wide_tables_are_scrollable_by_keyboard_and_have_headings(site, client):
    """WCAG 1.3.1 and 2.1.1."""
    soup = BeautifulSoup(
        client.get("/super-complaints/stalking/").content, "html.parser"
    )
    numbered = soup.find("a", href="/super-complaints/stalking/recommendation-7/")
    assert numbered.text.startswith("Recommendation 7: ")
    assert numbered.find_parent("th", scope="row")
    region = soup.find("section", {"aria-label": True, "tabindex": True})

    assert region["tabindex"] == "0"
    assert region["aria-label"] == region.table.caption.text == "Offences by year"
    assert {heading["scope"] for heading in region.find_all("th")} == {"col", "row"}
    page = client.get("/super-complaints/stalking/recommendation-7/").content.decode()
    for words in ("January 2020", "2021", "Reason: A new system.", "Past the due date"):
        # Every date that was promised, with the reason for its change.
        assert words in page


def test_form_errors_are_listed_first_and_link_to_the_fields(site, client):
    """WCAG 3.3.1: without scripts, autofocus brings the reader to the list."""
    response = client.post("/feedback/send/", {"text": "x" * 1201, "useful": "yes"})
    soup = BeautifulSoup(response.content, "html.parser")
    summary = soup.select_one(".govuk-error-summary")

    assert soup.title.text.startswith("Error: ")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    assert [link["href"] for link in summary.find_all("a")] == ["#id_text"]
    assert all(soup.find(id=link["href"][1:]) for link in summary.find_all("a"))
    assert soup.find("input", {"name": "useful", "value": "yes"}).has_attr("checked")
    assert soup.find("textarea").text.strip() == "x" * 1201


def test_error_pages_query_only_the_wording(site):
    choices.groups()  # read once a process, by whichever page comes first
    request = RequestFactory().get("/somewhere/", HTTP_HOST="localhost")
    allowed = {"wagtailcore_site", "content_sitewording", "content_notice"}
    # Of an address where nothing is, whether something was taken down there.
    of_404 = {"wagtailcore_page", "moderation_publishedversion"}
    views = (
        errors.bad_request,
        errors.permission_denied,
        errors.server_error,
        errors.maintenance_page,
    )
    for view, others in [
        *((view, set()) for view in views),
        (errors.page_not_found, of_404),
    ]:
        with CaptureQueriesContext(connection) as captured:
            response = view(request)

        asked = {re.search(r'FROM "(\w+)"', query["sql"])[1] for query in captured}
        assert asked <= allowed | others, view
        assert "Northamptonshire Police" in response.content.decode(), view


def test_site_wording_and_organisations_can_be_previewed(site):
    wording = SiteWording.objects.get()
    organisation = OrganisationFactory(name="Liberty")

    assert wording.make_preview_request().status_code == 200
    assert "Liberty" in organisation.make_preview_request().rendered_content
