"""Markup in what editors send shows as the words that it is, whichever way it came in."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import streamfield

from complaints.admin.update_round.rows import to_rich_text
from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    publish,
)
from tests.forms import recommendation_form, response
from tests.hostile import ADDRESSES, MARKUP, harm_in, ours_in

pytestmark = pytest.mark.django_db


def state_of_the_editor() -> str:
    """Return what no editor would send: markup as text, types and styles, and addresses that run."""
    blocks = [
        {
            "key": f"m{number}",
            "text": text,
            "type": "unstyled",
            "inlineStyleRanges": [],
            "entityRanges": [],
        }
        for number, text in enumerate(MARKUP)
    ]
    entities = {}
    for number, address in enumerate(ADDRESSES):
        for kind in ("LINK", "EMBED", "IMAGE", "DOCUMENT", "<script>"):
            key = len(entities)
            data = {
                "url": address,
                "href": address,
                "src": address,
                "id": address,
                "alt": address,
            }
            data |= {"format": address, "onclick": "run()"}
            entities[str(key)] = {"type": kind, "mutability": "MUTABLE", "data": data}
            blocks.append(
                {
                    "key": f"e{key}",
                    "text": f"words {number}",
                    "type": "atomic" if kind in ("EMBED", "IMAGE") else "unstyled",
                    "inlineStyleRanges": [
                        {"offset": 0, "length": 5, "style": "onclick=run()"}
                    ],
                    "entityRanges": [{"offset": 0, "length": 5, "key": key}],
                }
            )
    return json.dumps({"blocks": blocks, "entityMap": entities})


@pytest.fixture
def page(section):
    above = SuperComplaintPageFactory(parent=section, slug="stalking")
    return publish(RecommendationResponsePageFactory(parent=above, number="7.1"))


def scripts_in(html: str) -> int:
    return len(BeautifulSoup(html, "html.parser").find_all("script"))


def main_of(html: str) -> str:
    return str(BeautifulSoup(html, "html.parser").main)


def test_what_a_request_sends_as_words_stays_words(client, signed_in, page):
    plain = client.get(page.url).content.decode()
    force = OrganisationFactory()
    signed_in(EDITORS)
    everything = " ".join(MARKUP)
    text = state_of_the_editor()
    form = recommendation_form(
        title=everything[:200],
        summary=everything,
        wording=everything,
        wording_note=text,
        deadline_printed=everything[:200],
        responses=[response([force], narrative=streamfield([("text", text)]))],
    )

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    assert answer.status_code == 302, answer.context["form"].errors
    shown_to_editor = client.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ).content.decode()
    client.logout()
    publish(
        RecommendationResponsePage.objects.get(
            pk=page.pk
        ).get_latest_revision_as_object()
    )
    shown = client.get(page.url).content.decode()
    assert "run()" in shown
    # The description of the page for search engines is a script with the words in it.
    assert scripts_in(shown) == scripts_in(plain)
    for address in ("", "history/", "history/2/", "history/compare/?old=1&new=2"):
        assert (
            ours_in(main_of(client.get(page.url + address).content.decode())) == []
        ), address
    assert ours_in(shown_to_editor) == []


def test_lines_that_are_pasted_into_a_list_stay_words_which_would_do_harm_as_markup():
    assert len([words for words in MARKUP if list(harm_in(words))]) > 40
    assert list(harm_in(to_rich_text("\n".join(MARKUP)))) == []


def test_text_that_was_stored_hostile_is_harmless_once_the_editor_has_saved_it():
    converter = ContentstateConverter(
        features=["bold", "italic", "h3", "h4", "ol", "ul", "link", "document-link"]
    )
    for markup in MARKUP:
        well_formed = str(BeautifulSoup(f"<p>Before.</p>{markup}", "html.parser"))
        stored = converter.to_database_format(
            converter.from_database_format(well_formed)
        )
        assert list(harm_in(stored)) == [], markup
