"""Three installations: the real content, and what Kent and Hampshire answered to recommendation 7."""

from django.db import transaction
from django.test import Client

from complaints.catalogue.reader import read_catalogue
from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.site_setup.facts import read_facts
from complaints.site_setup.loading import (
    load_home,
    load_organisations,
    load_page,
    publishing_on_empty_site,
)
from complaints.site_setup.page_fields import (
    item_fields,
    items_with_pages,
    page_fields,
    super_complaint_fields,
    wording_fields,
)
from site_config.settings.environment import PROJECT_DIR

KENT = {
    "recommendation-7.1": {
        "actions": [
            {
                "title": "Use the feature",
                "respondents": ["Kent Police"],
                "description": "<p>Staff are trained to use what the crime system can record.</p>",
                "status": "complete",
                "completed": "2024-11",
            }
        ]
    }
}
HAMPSHIRE = {
    "recommendation-7": {
        "responses": [
            {
                "position": "accepted",
                "respondents": ["Hampshire Police"],
                "narrative": [{"text": "<p>The system is to be changed.</p>"}],
            }
        ],
        "progress_updates": [
            {
                "as_at": "2026-03",
                "respondents": ["Hampshire Police"],
                "text": "<p>A long-term solution; March 26 at the earliest.</p>",
            }
        ],
    }
}


def load_force(name, answers, folder):
    """Publish the report on stalking as the installation of ``name`` would; its facts go into ``folder``."""
    section_file = folder / "section.toml"
    example = (PROJECT_DIR / "docs" / "section.toml").read_text(encoding="utf-8")
    section_file.write_text(example.replace("Borsetshire", name), encoding="utf-8")
    facts = read_facts(section_file)
    report = read_catalogue().report("stalking")
    with publishing_on_empty_site():
        home = load_home(page_fields("home", facts), wording_fields(facts))
        organisations = load_organisations(facts)
        section = load_page(
            home, SuperComplaintIndexPage, page_fields("section", facts)
        )
        # Each force chooses its title and address: the identifiers join them.
        own = {"title": f"What {name} answers", "slug": f"{name.lower()}-answers"}
        fields = super_complaint_fields(report, facts.bodies) | own
        parent = load_page(section, SuperComplaintPage, fields, organisations)
        for item in items_with_pages(report, facts.bodies):
            if item.identifier in answers:
                fields = item_fields(item, facts.bodies) | answers[item.identifier]
                load_page(parent, RecommendationResponsePage, fields, organisations)


def read_data():
    """Return the data that an installation publishes."""
    return Client().get("/super-complaints/data/recommendations.json").content


def data_of_force(name, answers, folder):
    """Return the data of such an installation, which is gone afterwards."""
    with transaction.atomic():
        load_force(name, answers, folder)
        content = read_data()
        transaction.set_rollback(True)
    return content
