"""The site wording is moderated, and checked before it is published."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pages.content.brand import brand_style_rule, contrast_with_white
from pages.content.models import SiteWording
from tests.factories import SiteWordingFactory


def published(**fields) -> SiteWording:
    return SiteWordingFactory(**fields)


def refusal(**fields) -> dict:
    with pytest.raises(ValidationError) as refused:
        published(**fields)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else {}


def test_published_wording_is_shown(client, home):
    published(
        force_name="Northamptonshire Police",
        phase="beta",
        phase_sentence="This site is a beta.",
        exit_label="Get out now",
        exit_address="https://www.example.org/weather",
    )

    text = client.get(home.url).content.decode()

    for shown in (
        "Northamptonshire Police",
        "This site is a beta.",
        "Get out now",
        'href="https://www.example.org/weather"',
    ):
        assert shown in text


def test_draft_wording_is_not_shown(client, home):
    wording = SiteWordingFactory(force_name="As published")
    wording.force_name = "As drafted"
    wording.save_revision()
    SiteWording.objects.filter(pk=wording.pk).update(live=False)

    text = client.get(home.url).content.decode()

    assert "As drafted" not in text
    assert "As published" not in text


def test_defaults_are_used_without_wording(client, home):
    text = client.get(home.url).content.decode()

    assert "999" in text
    assert "Leave this site" in text


def test_a_colour_without_contrast_to_white_text_is_refused(home):
    for colour in ["blue", "#12345", "#1234567", "#FFFFFF", "#ffff00", "#777778"]:
        assert "brand_colour" in refusal(brand_colour=colour), colour


def test_the_contrast_follows_wcag():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["red;}body{display:none", "</style>", ""])
def test_only_a_colour_can_enter_the_style(colour):
    with pytest.raises(ValueError, match="not a colour"):
        brand_style_rule(colour)


def test_a_phase_requires_its_sentence(home):
    with pytest.raises(ValidationError, match="Say what the phase means"):
        published(phase="beta", phase_sentence="")


def test_there_can_be_only_one_wording(home):
    SiteWordingFactory()

    with pytest.raises(ValidationError, match="There is site wording already"):
        SiteWording(force_name="Another").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWording.objects.bulk_create([SiteWording(force_name="Another", live=False)])


def test_the_published_wording_can_be_changed(home):
    wording = SiteWordingFactory()

    wording.full_clean()
