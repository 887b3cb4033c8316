"""Template tags that show values, breadcrumbs and menus."""

import datetime
from types import SimpleNamespace

from django.template import Context, Template
from wagtail.rich_text import RichText

from pages.content.blocks.text import NarrativeTextBlock
from pages.content.models import StandardPage
from pages.content.templatetags.navigation import ancestors, menu_sections
from pages.content.templatetags.rendering import permanent_address
from pages.core.names import join_names
from pages.core.partial_dates import PartialDate
from tests.factories import StandardPageFactory, SuperComplaintPageFactory


def render(source, **context):
    return Template("{% load rendering %}" + source).render(Context(context)).strip()


def test_values_are_shown_in_words_and_unknown_values_as_nothing():
    # The next day in London.
    at_night = datetime.datetime(2024, 6, 30, 23, 30, tzinfo=datetime.UTC)
    for value, shown in (
        (
            PartialDate(2024, 9, 27),
            '<time datetime="2024-09-27">27 September 2024</time>',
        ),
        (PartialDate(2022, 11), '<time datetime="2022-11">November 2022</time>'),
        (
            datetime.date(2024, 9, 27),
            '<time datetime="2024-09-27">27 September 2024</time>',
        ),
        (at_night, '<time datetime="2024-07-01">1 July 2024</time>'),
        ("Head of <Crime>", "Head of &lt;Crime&gt;"),
        (None, ""),
    ):
        assert render("{% show_value value %}", value=value) == shown


def test_rich_text_is_shown_without_a_template_for_each_text(monkeypatch):
    monkeypatch.setattr("wagtail.rich_text.render_to_string", None)
    html = "<p>We <b>train</b> all.</p>"

    assert (
        render("{{ text|rich_text }}", text=html)
        == render("{{ text|rich_text }}", text=RichText(html))
        == html
    )
    assert render("{{ nothing|rich_text }}") == ""
    assert NarrativeTextBlock().render(RichText(html)) == html


def test_names_are_joined_as_in_a_sentence():
    for given, listed in (
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (
            ["A", "B", "Police, Fire and Crime Commissioner"],
            "A; B and Police, Fire and Crime Commissioner",
        ),
    ):
        assert (
            join_names(SimpleNamespace(name=name, live=True) for name in given)
            == listed
        )


def test_a_permanent_address_is_a_link_and_a_draft_without_one_shows_nothing(rf, home):
    context = {"request": rf.get("/", HTTP_HOST="localhost")}
    page = StandardPageFactory(parent=home, slug="about")

    assert (
        permanent_address(context, page)
        == '<a href="/about/">http://localhost/about/</a>'
    )
    assert permanent_address(context, StandardPage(title="New")) == ""


def test_breadcrumbs_list_ancestors_from_the_home_page_down(rf, home, section):
    context = {"request": rf.get("/", HTTP_HOST="localhost")}
    page = SuperComplaintPageFactory(parent=section, title="Stalking")

    assert ancestors(context, page) == [
        {"title": "Home", "address": "/"},
        {"title": "Super-complaints", "address": "/super-complaints/"},
    ]
    assert ancestors(context, home) == ancestors(context, "") == []


def test_menu_sections_are_public_children_shown_in_menus(home):
    shown = StandardPageFactory(parent=home, show_in_menus=True)
    StandardPageFactory(parent=home, show_in_menus=False)
    StandardPageFactory(parent=home, show_in_menus=True, live=False)

    assert [page.pk for page in menu_sections(home)] == [shown.pk]
