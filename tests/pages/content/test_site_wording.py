"""The site wording is moderated, and checked before it is published."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from pages.content.brand import contrast_with_white
from pages.content.models import SiteWording
from pages.moderation.approval.roles import EDITORS
from tests.factories import SiteWordingFactory, UserFactory


def refusal(**fields) -> dict:
    with pytest.raises(ValidationError) as refused:
        SiteWordingFactory(**fields)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else {}


def test_published_wording_is_shown(client, home):
    assert "999" in client.get(home.url).content.decode()
    SiteWordingFactory(
        force_name="Northshire Police",
        phase="beta",
        phase_sentence="This site is a beta.",
    )

    text = client.get(home.url).content.decode()

    assert "Northshire Police" in text
    assert "This site is a beta." in text


def test_a_second_site_wording_is_not_offered(client, home):
    client.force_login(UserFactory(roles=[EDITORS]))
    address = reverse("wagtailsnippets_content_sitewording:list")
    add = reverse("wagtailsnippets_content_sitewording:add")
    assert add in client.get(address).content.decode()
    SiteWordingFactory()

    assert add not in client.get(address).content.decode()


def test_draft_wording_is_not_shown(client, home):
    wording = SiteWordingFactory(force_name="As published")
    wording.force_name = "As drafted"
    wording.save_revision()
    SiteWording.objects.filter(pk=wording.pk).update(live=False)

    text = client.get(home.url).content.decode()

    assert "As drafted" not in text
    assert "As published" not in text


def test_a_colour_without_contrast_to_white_text_is_refused_and_a_phase_without_its_sentence(
    home,
):
    for colour in ["blue", "#12345", "#1234567", "#FFFFFF", "#ffff00", "#777778"]:
        assert "brand_colour" in refusal(brand_colour=colour), colour
    for colour, contrast in {"#000000": 21, "#ffffff": 1, "#767676": 4.54}.items():
        assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)
    with pytest.raises(ValidationError, match="Enter what the phase means"):
        SiteWordingFactory(phase="beta", phase_sentence="")


def test_only_a_colour_can_enter_the_style(client, home):
    for colour in ("red;}body{display:none", "</style>", "", "1D3461"):
        assert client.get(f"/brand/{colour}.css").status_code == 404
    assert client.get("/brand/1d3461.css").content == b":root{--brand:#1d3461}"


def test_there_can_be_only_one_wording(home):
    SiteWordingFactory().full_clean()

    with pytest.raises(ValidationError, match="There is already a site wording"):
        SiteWording(force_name="Another").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWording.objects.bulk_create([SiteWording(force_name="Another", live=False)])


def test_readers_can_ask_by_email_or_on_a_page_and_nothing_else_is_a_contact(home):
    assert SiteWording(questions_to="").questions_address == ""
    assert (
        SiteWording(questions_to="ask@example.org").questions_address
        == "mailto:ask@example.org"
    )
    assert (
        SiteWording(questions_to="https://example.org/ask/").questions_address
        == "https://example.org/ask/"
    )
    for contact in (
        "javascript:alert(1)",
        "http://example.org/",
        "101",
        "ask@",
        "https://",
        "a@b.c?bcc=d@e.f",
    ):
        with pytest.raises(ValidationError) as refused:
            SiteWording(questions_to=contact).full_clean()
        assert "questions_to" in refused.value.message_dict, contact
