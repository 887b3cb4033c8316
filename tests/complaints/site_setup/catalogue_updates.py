"""What tests of an update of the catalogue do and look at."""

from django.core.management import call_command

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.publication_set import PublicationSet

NAME = "Catalogue of 2030-01-01"
"""The title of the publication set that an update to a catalogue of ``newer.py`` makes."""


def update(capsys, **options):
    """Run the update, and return what it says."""
    capsys.readouterr()
    call_command("update_catalogue", **options)
    return capsys.readouterr().out


def item_page(identifier):
    [page] = [
        each
        for each in RecommendationResponsePage.objects.all()
        if each.identifier == identifier
    ]
    return page


def report_page(identifier):
    return SuperComplaintPage.objects.get(identifier=identifier)


def draft_of(page):
    return page.get_latest_revision_as_object()


def titles_in_set():
    return {
        str(each) for each in PublicationSet.objects.get(title=NAME).objects_in_order()
    }
