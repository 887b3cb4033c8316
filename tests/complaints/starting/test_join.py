"""The data of two forces with other titles and addresses join completely, by JSON and by CSV."""

import csv
import io
import json

import pytest
from django.db import transaction

from complaints.catalogue.reader import read_catalogue
from complaints.demo.northamptonshire import load_initial_content
from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.starting.facts import read_facts
from complaints.starting.loading import load_home, load_page, publishing_on_empty_site
from complaints.starting.page_fields import (
    item_fields,
    items_with_pages,
    page_fields,
    super_complaint_fields,
    wording_fields,
)
from complaints.starting.section import load_organisations
from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.django_db
DATA = "/super-complaints/data/"


def load_borsetshire():
    """Publish the reports as another force would, with titles and addresses of its own."""
    facts = read_facts(PROJECT_DIR / "docs" / "section.toml")
    with publishing_on_empty_site():
        home = load_home(page_fields("home", facts), wording_fields(facts))
        organisations = load_organisations(facts)
        section = load_page(home, SuperComplaintIndexPage, page_fields("section", facts))
        for number, report in enumerate(reversed(read_catalogue().reports)):
            own = {"title": f"Our answer {number}", "slug": f"answer-{number}"}
            fields = super_complaint_fields(report, facts.bodies) | own
            parent = load_page(section, SuperComplaintPage, fields, organisations)
            for item in items_with_pages(report, facts.bodies):
                fields = item_fields(item, facts.bodies) | {"title": f"What {item.identifier} asks"}
                fields |= {} if item.number else {"slug": f"item-{item.identifier}"}
                load_page(parent, RecommendationResponsePage, fields, organisations)


def published_by(load, client):
    """Return the files of an installation by name, which is gone afterwards."""
    with transaction.atomic():
        load()
        names = ("recommendations.json", "recommendations.csv", "catalogue.json")
        files = {name: client.get(DATA + name).content.decode() for name in names}
        transaction.set_rollback(True)
    return files


def test_two_forces_join_completely(client):
    first, second = published_by(load_initial_content, client), published_by(load_borsetshire, client)
    catalogue = json.loads(first["catalogue.json"])
    wanted = {item["identifier"] for report in catalogue["reports"] for item in report["recommendations"]}

    # The ten lines that a reader needs.
    ours, theirs = (json.loads(files["recommendations.json"])["recommendations"] for files in (first, second))
    by_id = {item["id"]: item for item in theirs}
    joined = {item["id"]: (item["state"], by_id[item["id"]]["state"]) for item in ours if item["id"] in by_id}
    rows = [csv.DictReader(io.StringIO(files["recommendations.csv"])) for files in (first, second)]
    by_row = [{row["id"]: row for row in each} for each in rows]
    joined_rows = by_row[0].keys() & by_row[1].keys()

    assert len(wanted) == 40
    assert joined.keys() == joined_rows == wanted
    assert {item["publisher"] for item in (*ours, *theirs)} == {
        "Northamptonshire Police",
        "Borsetshire Police",
    }
    assert not {item["title"] for item in ours if item["url"].count("#") == 0} & {
        item["title"] for item in theirs
    }
    assert first["catalogue.json"] == second["catalogue.json"]


@pytest.mark.long
def test_a_row_is_a_recommendation_and_nobody_silent_has_a_position(client):
    files = published_by(load_initial_content, client)
    rows = list(csv.DictReader(io.StringIO(files["recommendations.csv"])))

    assert len(rows) == len({row["id"] for row in rows}) == 40
    for row in rows:
        states, positions = row["respondent_state"].split("\n"), row["respondent_position"].split("\n")
        silent = [
            position for state, position in zip(states, positions, strict=True) if "not_answered" in state
        ]
        assert not any(silent), row["id"]
        assert not (silent and row["position"] == "accepted"), row["id"]
