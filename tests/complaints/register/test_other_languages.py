"""Text in another language says so to browsers and screen readers, and a summary has versions of its own."""

import json

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError

from complaints.models import SuperComplaintPage
from complaints.vocabulary import Position
from pages.core.languages import LANGUAGE_CHOICES, LANGUAGES, NOT_IN_DJANGO
from tests.complaints.data.data_client import csv_rows, entries
from tests.factories import (
    DocumentFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_response,
    publish,
)

PAGE = "/super-complaints/stalking/"
WELSH = "Rydym yn derbyn yr argymhelliad hwn."
URDU = "ہم اس سفارش کو قبول کرتے ہیں"


def stream(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def version(language, text="", *, easy_read=False, document=None):
    html = f"<p>{text}</p>" if text else ""
    return (
        "version",
        {
            "language": language,
            "easy_read": easy_read,
            "text": html,
            "document": document,
        },
    )


@pytest.fixture
def stalking(section):
    SiteWordingFactory()
    return publish(
        SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    )


def respond(stalking, **fields):
    response = make_response(Position.ACCEPTED, OrganisationFactory(), **fields)
    return publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="7", responses=[response]
        )
    )


def with_versions(page, *versions):
    page = page.get_latest_revision_as_object()
    page.summary_versions = stream(*versions)
    page.change_note = "In other languages."
    return publish(page)


def soup_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def marked(soup, code):
    """Return what is marked as being in the language ``code``, each with its direction."""
    return [
        (" ".join(each.get_text().split()), each["dir"])
        for each in soup.main.find_all(lang=code)
    ]


def test_names_and_directions_are_those_of_django_where_it_has_them():
    assert {code for code, _ in LANGUAGE_CHOICES} >= {
        "cy",
        "pl",
        "ur",
        "pa",
        "ar",
        "gu",
        "ro",
        "pt",
        "bn",
        "so",
    }
    assert not NOT_IN_DJANGO.keys() & LANG_INFO.keys()
    assert (LANGUAGES["cy"].own_name, LANGUAGES["cy"].direction) == ("Cymraeg", "ltr")
    assert {
        code for code, language in LANGUAGES.items() if language.direction == "rtl"
    } == {"ar", "fa", "ur"}


def test_a_response_in_welsh_is_marked_on_the_page_and_in_the_data(client, stalking):
    page = respond(
        stalking,
        language="cy",
        narrative=stream(("text", f"<p>{WELSH}</p>")),
        position_words="Derbyn",
        date_words="Gwanwyn",
        reason="Mae angen.",
    )

    soup = soup_of(client, page.url)
    words = [text for text, direction in marked(soup, "cy") if direction == "ltr"]
    assert sorted(words) == sorted([WELSH, "Derbyn", "Gwanwyn", "Mae angen."])
    assert "Welsh" in soup.main.get_text()
    assert (WELSH, "ltr") in marked(soup_of(client, f"{PAGE}whole-response/"), "cy")
    assert (WELSH, "ltr") in marked(soup_of(client, f"{page.url}history/1/"), "cy")
    [row] = entries(client)
    [response] = row["respondents"][0]["responses"]
    assert (response["language"], response["language_label"]) == ("cy", "Welsh")
    assert response["text_direction"] == "ltr"
    [row] = csv_rows(client)
    assert row["response_language"] == "cy"


def test_an_unmarked_response_has_no_mark_and_is_english_in_the_data(client, stalking):
    page = respond(stalking, narrative=stream(("text", "<p>We accept.</p>")))

    assert not soup_of(client, page.url).main.find_all(lang=True)
    [row] = entries(client)
    assert row["respondents"][0]["responses"][0]["language"] == "en"


def test_a_paragraph_in_urdu_runs_from_right_to_left(client, stalking):
    block = ("text_in_language", {"language": "ur", "text": f"<p>{URDU}</p>"})
    page = respond(stalking, narrative=stream(("text", "<p>We accept.</p>"), block))
    body = stalking.get_latest_revision_as_object()
    body.body = stream(block)
    publish(body)

    assert marked(soup_of(client, page.url), "ur") == [(URDU, "rtl")]
    assert marked(soup_of(client, PAGE), "ur") == [(URDU, "rtl")]
    [row] = entries(client)
    [response] = row["respondents"][0]["responses"]
    assert response["language"] == "en"
    assert response["texts_in_other_languages"] == [
        {
            "language": "ur",
            "language_label": "Urdu",
            "text_direction": "rtl",
            "text_direction_label": "Right to left",
            "text": URDU,
        }
    ]


class TestVersionsOfTheSummary:
    def test_links_at_the_top_have_the_name_of_the_language_in_itself(
        self, client, stalking
    ):
        document = DocumentFactory()
        with_versions(
            stalking,
            version("cy", "Am stelcio."),
            version("ur", "تعاقب"),
            version("en", "About stalking.", easy_read=True),
            version("pl", document=document.pk),
            version("cy", "Haws.", easy_read=True),
        )

        links = soup_of(client, PAGE).find("h1").find_next("ul").find_all("a")

        assert [" ".join(link.get_text().split()) for link in links] == [
            "Cymraeg",
            "اردو",
            "Easy read",
            "polski",
            "Cymraeg (easy read)",
        ]
        assert [link["href"] for link in links] == [
            f"{PAGE}summary/cy/",
            f"{PAGE}summary/ur/",
            f"{PAGE}summary/en-easy-read/",
            document.url,
            f"{PAGE}summary/cy-easy-read/",
        ]
        assert [link["hreflang"] for link in links] == ["cy", "ur", "en", "pl", "cy"]
        assert (links[0].span["lang"], links[0].span["dir"]) == ("cy", "ltr")
        assert (links[1].span["lang"], links[1].span["dir"]) == ("ur", "rtl")
        assert links[2].span is None
        assert "(PDF" in links[3].parent.get_text()

    def test_each_text_has_a_page_in_its_language(self, client, stalking):
        with_versions(
            stalking,
            version("ur", "تعاقب کے بارے میں"),
            version("pl", document=DocumentFactory().pk),
        )

        soup = soup_of(client, f"{PAGE}summary/ur/")

        assert ("تعاقب کے بارے میں", "rtl") in marked(soup, "ur")
        for unknown in ("pl", "cy", "ur-easy-read"):
            assert client.get(f"{PAGE}summary/{unknown}/").status_code == 404

    def test_nothing_of_a_draft_is_shown(self, client, stalking):
        draft = stalking.get_latest_revision_as_object()
        draft.summary_versions = stream(version("cy", "Am stelcio."))
        draft.save_revision()

        assert client.get(f"{PAGE}summary/cy/").status_code == 404
        assert "Cymraeg" not in soup_of(client, PAGE).main.get_text()

    def test_a_document_alone_is_public_as_the_page_shows_it(self, client, stalking):
        document = DocumentFactory()
        assert client.get(document.url).status_code == 404

        with_versions(stalking, version("pl", document=document.pk))

        assert client.get(document.url).status_code == 200
        [page] = entries(client, "super-complaints")
        [stated] = page["summary_versions"]
        assert (stated["language"], stated["url"]) == ("pl", None)
        assert stated["document_url"].endswith(document.url)

    def test_old_versions_keep_what_they_had(self, client, stalking):
        with_versions(stalking, version("cy", "Am stelcio."))
        with_versions(stalking, version("cy", "Rhywbeth arall."))

        assert ("Am stelcio.", "ltr") in marked(
            soup_of(client, f"{PAGE}history/2/"), "cy"
        )

    def test_the_feed_leads_to_them_under_their_own_names(self, client, stalking):
        with_versions(
            stalking, version("ur", "تعاقب"), version("en", "Easy.", easy_read=True)
        )

        answer = client.get("/super-complaints/stalking/updates.atom")

        assert not feedparser.parse(answer.content).bozo
        links = BeautifulSoup(answer.content, "xml").feed.find_all(
            "link", rel="related"
        )
        assert [
            (link["title"], link["hreflang"], link["xml:lang"]) for link in links
        ] == [
            ("اردو", "ur", "ur"),
            ("Easy read", "en", "en"),
        ]
        assert links[0]["href"] == f"http://localhost{PAGE}summary/ur/"

    @pytest.mark.parametrize(
        ("versions", "said"),
        [
            (
                [version("cy", "Un."), version("cy", "Dau.")],
                "Two versions are in the same language.",
            ),
            ([version("en", "English.")], "The summary is in English."),
            ([version("cy")], "Enter the text, or choose a document."),
        ],
    )
    def test_each_version_is_another_one_with_text_or_a_document(
        self, stalking, versions, said
    ):
        page = SuperComplaintPage.objects.get()
        field = SuperComplaintPage._meta.get_field("summary_versions")
        value = field.to_python(stream(*versions))

        with pytest.raises(ValidationError) as refused:
            page.summary_versions = value
            field.stream_block.clean(value)
            page.clean()

        assert said in str(refused.value) or said in _messages(refused.value)


def _messages(error):
    """Return all that a StreamField says is wrong."""
    return str(
        [part.as_json_data() for part in getattr(error, "block_errors", {}).values()]
    )
