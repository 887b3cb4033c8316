"""Template tags that show values and the brand."""

import datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from pages.core.names import join_names
from pages.core.partial_dates import PartialDate


def render(source, **context):
    return Template("{% load rendering %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PartialDate(2024, 9, 27), '<time datetime="2024-09-27">27 September 2024</time>'),
        (PartialDate(2022, 11), '<time datetime="2022-11">November 2022</time>'),
        (datetime.date(2024, 9, 27), '<time datetime="2024-09-27">27 September 2024</time>'),
        # Half past midnight in London, the evening before in UTC.
        (
            datetime.datetime(2024, 6, 30, 23, 30, tzinfo=datetime.UTC),
            '<time datetime="2024-07-01">1 July 2024</time>',
        ),
        ("Head of <Crime>", "Head of &lt;Crime&gt;"),
        (None, ""),
        ("", ""),
    ],
)
def test_values_are_shown_in_words_and_unknown_values_as_nothing(value, shown):
    assert render("{% show_value value %}", value=value) == shown


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "Police, Fire and Crime Commissioner"], "A; B and Police, Fire and Crime Commissioner"),
    ],
)
def test_names_are_joined_as_in_a_sentence(given, listed):
    assert join_names(SimpleNamespace(name=name, live=True) for name in given) == listed
