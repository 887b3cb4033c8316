"""The form of a recommendation shows first what its editors need."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from complaints.models import Action, Organisation, RecommendationResponsePage
from pages.moderation.gate.roles import EDITORS
from tests.editing import SUBMIT, edit
from tests.factories import OrganisationFactory, SiteWordingFactory
from tests.factories.published import unpublish
from tests.forms import action, recommendation_form

TAB = "data-w-tabs-active-panel-id-value"


@pytest.fixture
def page(stalking, answered):
    """A published recommendation with an action."""
    return answered(
        "7.1", actions=[Action(title="Train officers", description="<p>All.</p>", status="in_progress")]
    )


@pytest.fixture
def form(client, page, signed_in):
    """Return a function that opens the form of the recommendation, or of a new one."""
    signed_in(EDITORS)

    def opened(address=None):
        answer = client.get(address or reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return BeautifulSoup(answer.content, "html.parser")

    return opened


@pytest.fixture
def new_form(form, stalking):
    """Return a function that opens the form of a new recommendation."""
    return lambda: form(
        reverse("wagtailadmin_pages:add", args=["complaints", "recommendationresponsepage", stalking.pk])
    )


def chosen_in_new_response(form) -> list[str]:
    """Return the organisations that are chosen in the row that *Add response* adds."""
    row = form.find("template", id="id_responses-EMPTY_FORM_TEMPLATE")
    boxes = row.find_all("input", checked=True)
    return [Organisation.objects.get(pk=box["value"]).name for box in boxes]


def test_a_page_opens_at_its_progress_and_a_new_one_at_the_beginning(form, new_form):
    assert form().find(class_="w-tabs")[TAB] == "tab-progress"
    assert TAB not in new_form().find(class_="w-tabs").attrs


def test_what_is_filled_in_is_folded_and_what_is_new_is_not(form):
    fold = form().find("details", class_="folded-panel")

    assert "Train officers" in fold.summary.get_text()
    assert not fold.has_attr("open")
    assert not form().find("template", id="id_actions-EMPTY_FORM_TEMPLATE").find("details")


def test_an_error_opens_its_tab_and_its_fold(client, form, page):
    stored = page.actions.get()
    without_title = action(title="", id=stored.pk)
    sent = recommendation_form(number="7.1", actions=[without_title])
    sent |= {"actions-INITIAL_FORMS": "1"}

    answer = edit(client, RecommendationResponsePage.objects.get(pk=page.pk), sent, **SUBMIT)

    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.find(class_="w-tabs")[TAB] == "tab-progress"
    fold = shown.find("details", class_="folded-panel")
    assert fold.has_attr("open")
    assert "Enter a title." in fold.get_text()
    answer = edit(client, RecommendationResponsePage.objects.get(pk=page.pk), sent, deadline="31/2/2026")
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.find(class_="w-tabs")[TAB] == "tab-what_it_asks"
    assert shown.find(attrs={"name": "deadline"})["value"] == "31/2/2026"


def test_our_own_force_is_chosen_in_a_new_response(new_form, force):
    SiteWordingFactory(force_name=force.name)
    OrganisationFactory(name="Home Office")
    assert chosen_in_new_response(new_form()) == [force.name]

    unpublish(force)

    assert chosen_in_new_response(new_form()) == []
