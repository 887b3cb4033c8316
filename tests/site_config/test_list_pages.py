"""Which pages are asked for before a release serves, and what is said of those that fail."""

import subprocess

import pytest
from django.core.management import CommandError, call_command

from site_config.settings.environment import PROJECT_DIR
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
)


@pytest.fixture
def section(transactional_db):
    return SuperComplaintIndexPageFactory(parent=make_home())


@pytest.fixture
def recommendation(section):
    parent = SuperComplaintPageFactory(
        parent=section, title="Stalking & more", slug="stalking"
    )
    return RecommendationResponsePageFactory(parent=parent, number="7", title="Train")


def listed(capsys, **options):
    call_command("list_pages", **options)
    return dict(line.split("\t") for line in capsys.readouterr().out.splitlines())


def test_a_page_of_each_type_and_what_is_no_page_is_listed_and_answers(
    recommendation, capsys
):
    found = listed(capsys, ask=True)

    assert found["/super-complaints/stalking/"] == "Stalking &amp; more"
    assert found[recommendation.url] == "Train"
    assert {"/", "/search/?q=police", "/admin/login/"} <= {*found}
    assert "/super-complaints/data/recommendations.csv" in found


def test_what_is_not_public_is_not_asked_for(section, capsys):
    SuperComplaintPageFactory(parent=section, live=False)

    assert {*listed(capsys, ask=True)} == {"/", "/admin/login/"}


def test_a_release_with_a_broken_template_is_told_which_pages_fail(
    recommendation, monkeypatch
):
    monkeypatch.setattr(
        "complaints.models.RecommendationResponsePage.template", "not/there.html"
    )

    with pytest.raises(CommandError) as refusal:
        call_command("list_pages", ask=True)

    assert (
        str(refusal.value)
        == f"The page {recommendation.url} fails: 500 Internal Server Error."
    )


def ask_pages(tmp_path, pages, curl):
    """Run deploy/ask-pages with a stand-in for curl, which answers the address in its last argument."""
    (tmp_path / "pages").write_text(
        "".join(f"{address}\t{words}\n" for address, words in pages.items())
    )
    program = tmp_path / "curl"
    program.write_text(f"#!/bin/sh\n{curl}\n")
    program.chmod(0o700)
    command = [
        "/bin/sh",
        PROJECT_DIR / "deploy/ask-pages",
        tmp_path / "pages",
        "https://host",
    ]
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    return subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True, env=path
    )


def test_ask_pages_names_each_page_that_fails_or_lacks_its_words(tmp_path):
    answer = 'for last; do :; done; [ "${last%/broken/}" = "$last" ] || exit 22; echo "Its title" >"$7"'

    done = ask_pages(
        tmp_path,
        {"/well/": "Its title", "/broken/": "x", "/other/": "Other words"},
        answer,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The page /broken/ fails.",
        "The page /other/ lacks: Other words",
    ]
    assert ask_pages(tmp_path, {"/well/": "Its title"}, answer).returncode == 0
