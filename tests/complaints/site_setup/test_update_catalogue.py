"""An installed force is offered what a newer catalogue says, and keeps what it has written itself."""

from dataclasses import replace
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from complaints.catalogue import reader
from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import (
    CatalogueLink,
    CatalogueRecommendation,
    CatalogueReport,
    CatalogueResponse,
)
from complaints.management.commands import start_section
from complaints.models import (
    CatalogueRecord,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
)
from complaints.site_setup import catalogue_changes
from pages.content.models import SafetyPage, SiteWording
from pages.core.partial_dates import PartialDate
from pages.moderation.approval import roles
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.set_actions import submit
from tests.complaints.catalogue.newer import (
    use_catalogue,
    with_item,
    with_number_12,
    with_report,
)
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    UserFactory,
    make_home,
    publish,
)
from tests.factories.published import unpublish

from .catalogue_updates import (
    NAME,
    draft_of,
    item_page,
    report_page,
    titles_in_set,
    update,
)

pytestmark = pytest.mark.django_db
SEVEN = "stalking/recommendation-7"


def everything_stored():
    """Return all that an update could change."""
    pages = Page.objects.order_by("pk").values_list(
        "pk", "latest_revision", "title", "draft_title"
    )
    records = CatalogueRecord.objects.order_by("pk").values_list(
        "model", "object_id", "values"
    )
    sets = [(each.title, each.items.count()) for each in PublicationSet.objects.all()]
    return (
        list(pages),
        list(records),
        sets,
        SiteWording.objects.get().latest_revision_id,
    )


def publish_all(publication_set):
    """Publish what is in the set, as its approval would."""
    for obj in publication_set.objects_in_order():
        publish(draft_of(obj))
    publication_set.delete()


def test_without_a_newer_catalogue_nothing_is_proposed(installed_force, capsys):
    before = everything_stored()

    assert "has nothing new for this site" in update(capsys)

    assert everything_stored() == before


class TestNewReport:
    def use_new_report(self, monkeypatch):
        items = [
            CatalogueRecommendation(
                identifier=identifier,
                title=f"Do {identifier}",
                summary="Do it.",
                addressees=(addressee,),
                theme="training",
                seen="all",
                sources=("hants",),
            )
            for identifier, addressee in (
                ("first", "chief constables"),
                ("second", "the Home Office"),
            )
        ]
        report = CatalogueReport(
            identifier="new-report",
            title="A new report",
            summary="What it is about.",
            lead_bodies=("Suzy Lamplugh Trust", "A body that this site lacks"),
            stage="report",
            submitted=PartialDate(2024),
            report_published=PartialDate(2025, 5),
            sensitive=False,
            recommendations=tuple(items),
        )
        catalogue = read_catalogue()
        newer = replace(
            catalogue, reports=(*catalogue.reports, report), version="2030-01-01"
        )
        use_catalogue(monkeypatch, newer)

    def test_a_new_report_becomes_drafts_and_those_that_the_force_left_out_do_not(
        self, installed_force, monkeypatch, capsys
    ):
        self.use_new_report(monkeypatch)

        told = update(capsys)

        assert "A new report: new report, with 1 recommendation to answer" in told
        assert "no organisation called “A body that this site lacks”" in told
        assert titles_in_set() == {"A new report", "Do first"}
        page = report_page("new-report")
        assert [
            each["value"]["title"] for each in page.other_recommendations.raw_data
        ] == ["Do second"]
        assert not page.live
        submit(
            PublicationSet.objects.get(title=NAME), UserFactory(roles=[roles.EDITORS])
        )

    def test_a_report_that_editors_delete_is_not_proposed_again(
        self, installed_force, monkeypatch, capsys
    ):
        self.use_new_report(monkeypatch)
        update(capsys)
        with permitted():
            report_page("new-report").delete()

        assert "has nothing new for this site" in update(capsys)


class TestCorrections:
    def test_facts_texts_links_replies_and_outcomes_are_proposed_as_one_set(
        self, installed_force, monkeypatch, capsys
    ):
        catalogue = read_catalogue()
        reply = CatalogueResponse(
            by="National Police Chiefs’ Council (NPCC)",
            for_all="chief constables",
            link="https://www.example.org/reply",
            text="The NPCC wrote again.",
        )
        seven = catalogue.item(SEVEN)
        newer = with_item(
            catalogue,
            SEVEN,
            title="A corrected title",
            summary="A corrected summary.",
            wording_note="A note.",
            deadline=PartialDate(2030, 1, 2),
            deadline_printed="by 2 January 2030",
            replies=(
                replace(seven.replies[0], text="The same reply, corrected."),
                reply,
            ),
        )
        other = newer.item("stalking/recommendation-27")
        assert "chief constables" not in other.addressees
        newer = with_item(newer, "stalking/recommendation-27", outcome="It was done.")
        report = newer.report("stalking")
        links = (
            replace(report.links[0], text="Corrected words"),
            *report.links[2:],
            CatalogueLink("New", "https://n.uk/"),
        )
        newer = with_report(newer, "stalking", links=links, recommendations_made=30)
        use_catalogue(monkeypatch, newer)
        before = draft_of(report_page("stalking"))
        ids_before = [block.id for block in before.other_recommendations]

        told = update(capsys)

        for words in (
            "title “A corrected title”",
            "deadline to implement “2 January 2030”",
            "deadline as printed “by 2 January 2030”",
            "number of recommendations in the report “30”",
            "response (National Police Chiefs’ Council (NPCC) https://www.example.org/reply)",
            "official links (https://n.uk/)",
        ):
            assert words in told
        assert titles_in_set() == {"The police response to stalking", seven.title}
        page = item_page(SEVEN)
        assert (page.title, draft_of(page).title) == (seven.title, "A corrected title")
        draft = draft_of(page)
        assert (str(draft.deadline), draft.deadline_printed) == (
            "2030-01-02",
            "by 2 January 2030",
        )
        assert (draft.summary, draft.wording_note) == (
            "A corrected summary.",
            "A note.",
        )
        texts = [str(response.narrative) for response in draft.responses.all()]
        assert len(texts) == 2
        assert "The same reply, corrected." in texts[0]
        assert "The NPCC wrote again." in texts[1]
        parent = draft_of(report_page("stalking"))
        shown = [(block.value["text"], block.value["url"]) for block in parent.links]
        assert shown[0] == ("Corrected words", report.links[0].url)
        assert report.links[1].url not in dict(map(reversed, shown))
        assert shown[-1] == ("New", "https://n.uk/")
        outcomes = {
            block.value["identifier"]: block.value["outcome"]
            for block in parent.other_recommendations
        }
        assert outcomes["recommendation-27"] == "It was done."
        assert [block.id for block in parent.other_recommendations] == ids_before
        submit(
            PublicationSet.objects.get(title=NAME), UserFactory(roles=[roles.EDITORS])
        )

    def test_running_it_twice_changes_nothing_more(
        self, installed_force, monkeypatch, capsys
    ):
        use_catalogue(
            monkeypatch, with_item(read_catalogue(), SEVEN, title="A corrected title")
        )
        update(capsys)
        before = everything_stored()

        assert "has nothing new for this site" in update(capsys)

        assert everything_stored() == before
        publish_all(PublicationSet.objects.get(title=NAME))
        before = everything_stored()
        assert "has nothing new for this site" in update(capsys)
        assert everything_stored() == before

    def test_a_dry_run_says_the_same_and_changes_nothing(
        self, installed_force, monkeypatch, capsys
    ):
        use_catalogue(
            monkeypatch, with_item(read_catalogue(), SEVEN, title="A corrected title")
        )
        before = everything_stored()

        told = update(capsys, dry_run=True)

        assert "title “A corrected title”" in told
        assert "This was a dry run" in told
        assert everything_stored() == before
        assert update(capsys) in told

    def test_what_the_force_edited_is_left_alone_and_reported(
        self, installed_force, monkeypatch, capsys
    ):
        page = item_page(SEVEN)
        page.title = "Our own words"
        publish(page)
        newer = with_item(
            read_catalogue(),
            SEVEN,
            title="A corrected title",
            summary="A corrected summary.",
        )
        use_catalogue(monkeypatch, newer)

        told = update(capsys)

        assert "title “A corrected title” (left as it was edited here)" in told
        draft = draft_of(item_page(SEVEN))
        assert (draft.title, draft.summary) == ("Our own words", "A corrected summary.")
        assert "(left as it was edited here)" in update(capsys), "until the two agree"

    def test_what_the_force_edited_is_not_mentioned_if_the_catalogue_has_nothing_new(
        self, installed_force, capsys
    ):
        page = item_page(SEVEN)
        page.title = "Our own words"
        publish(page)

        assert "has nothing new for this site" in update(capsys)

    def test_a_page_that_someone_is_editing_is_left_out_until_it_is_published(
        self, installed_force, monkeypatch, capsys
    ):
        page = item_page(SEVEN)
        page.summary = "Being written."
        page.save_revision()
        use_catalogue(
            monkeypatch, with_item(read_catalogue(), SEVEN, title="A corrected title")
        )

        assert "(left out: someone is editing this page)" in update(capsys)

        assert draft_of(item_page(SEVEN)).title != "A corrected title"
        assert not PublicationSet.objects.exists()
        publish(draft_of(item_page(SEVEN)))
        update(capsys)
        draft = draft_of(item_page(SEVEN))
        assert (draft.title, draft.summary) == ("A corrected title", "Being written.")

    def test_what_was_taken_down_stays_as_it_is(
        self, installed_force, monkeypatch, capsys
    ):
        unpublish(item_page(SEVEN))
        use_catalogue(
            monkeypatch, with_item(read_catalogue(), SEVEN, title="A corrected title")
        )

        assert "has nothing new for this site" in update(capsys)

        unpublish(report_page("stalking"))
        use_catalogue(
            monkeypatch,
            with_report(read_catalogue(), "stalking", recommendations_made=30),
        )
        assert "has nothing new for this site" in update(capsys)

    def test_a_page_that_was_not_made_from_the_catalogue_is_only_completed(
        self, installed_force, monkeypatch, capsys
    ):
        CatalogueRecord.objects.filter(object_id=str(item_page(SEVEN).pk)).delete()
        newer = with_item(
            read_catalogue(), SEVEN, title="A corrected title", wording_note="A note."
        )
        use_catalogue(monkeypatch, newer)

        assert "title “A corrected title” (left as it was edited here)" in update(
            capsys
        )

        draft = draft_of(item_page(SEVEN))
        assert (draft.title, draft.wording_note) == (item_page(SEVEN).title, "A note.")


def test_a_corrected_helpline_is_proposed_wherever_it_is_shown(
    installed_force, monkeypatch, capsys
):
    catalogue = read_catalogue()
    services = []
    for service in catalogue.services:
        services.append(
            replace(service, telephone="116 000")
            if service.name == "Samaritans"
            else service
        )
    use_catalogue(
        monkeypatch, replace(catalogue, services=tuple(services), version="2030-01-01")
    )

    update(capsys)

    def telephones(blocks):
        return {block["name"]: block["telephone"] for block in blocks}

    wording = draft_of(SiteWording.objects.get())
    assert (
        telephones(block.value for block in wording.support_services)["Samaritans"]
        == "116 000"
    )
    report = draft_of(report_page("stalking"))
    assert (
        telephones(block.value for block in report.support_services)["Samaritans"]
        == "116 000"
    )
    found = {}
    for block in draft_of(SafetyPage.objects.get()).body:
        if block.block_type == "support_services":
            found |= telephones(block.value["services"])
    assert found["Samaritans"] == "116 000"
    assert "Live Fear Free" not in found, "the force named England alone"
    assert "Live Fear Free" not in telephones(
        block.value for block in report.support_services
    )


class TestIdentity:
    def test_a_number_becomes_known_and_the_page_keeps_its_identifier(
        self,
        installed_force,
        monkeypatch,
        capsys,
        client,
        django_capture_on_commit_callbacks,
    ):
        address = item_page("stalking/screening").url
        use_catalogue(monkeypatch, with_number_12())

        told = update(capsys)

        assert "number “12”" in told
        assert RecommendationResponsePage.objects.filter(number="12").count() == 0
        with django_capture_on_commit_callbacks(execute=True):
            publish_all(PublicationSet.objects.get(title=NAME))
        page = item_page("stalking/screening")
        assert (page.number, page.slug) == ("12", "recommendation-12")
        assert client.get(address)["Location"] == page.url

    def test_a_page_with_the_alias_is_the_page_of_the_item(
        self, installed_force, monkeypatch, capsys
    ):
        with permitted():
            item_page("stalking/screening").delete()
        parent = report_page("stalking")
        publish(
            RecommendationResponsePageFactory(
                parent=parent, number="12", title="Our page"
            )
        )
        use_catalogue(monkeypatch, with_number_12())

        assert "new" not in update(capsys).split()

        assert not RecommendationResponsePage.objects.filter(number="").filter(
            title__contains="creen"
        )


def test_a_new_item_becomes_a_page_once(installed_force, monkeypatch, capsys):
    catalogue = read_catalogue()
    report = catalogue.report("stalking")
    item = replace(
        catalogue.item(SEVEN), identifier="a-new-one", number="", title="A new one"
    )
    newer = with_report(
        catalogue, "stalking", recommendations=(*report.recommendations, item)
    )
    use_catalogue(monkeypatch, newer)

    assert "A new one (The police response to stalking): new" in update(capsys)

    assert titles_in_set() == {"A new one"}
    page = item_page("stalking/a-new-one")
    assert page.responses.get().source_link == item.replies[0].link
    with permitted():
        page.delete()
    update(capsys)
    assert not RecommendationResponsePage.objects.filter(title="A new one").exists()


@pytest.mark.parametrize("command", ["update_catalogue", "start_section"])
def test_a_catalogue_with_faults_is_refused_with_all_of_them(
    tmp_path, monkeypatch, command
):
    copytree(reader.FOLDER, tmp_path / "catalogue")
    stalking = tmp_path / "catalogue/reports/stalking.toml"
    stalking.write_text(
        stalking.read_text().replace(
            'stage = "report"', 'stage = "over"\ncolour = "red"'
        )
    )
    (tmp_path / "catalogue/sources.toml").write_text("[hants")
    for module in (catalogue_changes, start_section):
        monkeypatch.setattr(
            module, "read_catalogue", lambda: reader.read_folder(tmp_path / "catalogue")
        )
    SuperComplaintIndexPageFactory(parent=make_home())

    with pytest.raises(CommandError) as refusal:
        call_command(command)

    assert "stalking, colour: there is no such field." in str(refusal.value)
    assert "sources.toml" in str(refusal.value)


def test_the_section_keeps_what_the_site_was_offered(installed_force):
    values = CatalogueRecord.values_for(SuperComplaintIndexPage.objects.get())

    assert values["nations"] == ["England"]
    assert values["version"] == read_catalogue().version
    assert {"stalking", "safe-to-share", SEVEN} <= set(values["known"])
    assert "safe-to-share/recommendation-1" not in values["known"]


def test_the_dashboard_says_that_there_is_a_newer_catalogue_and_then_what_it_proposes(
    installed_force, monkeypatch, capsys, client
):
    client.force_login(UserFactory(roles=[roles.EDITORS]))

    def dashboard():
        return " ".join(client.get("/admin/").content.decode().split())

    assert "newer catalogue" not in dashboard()
    assert "Prepared for you to review" not in dashboard()
    use_catalogue(
        monkeypatch, with_item(read_catalogue(), SEVEN, title="A corrected title")
    )
    assert "a newer catalogue of national reports (2030-01-01)" in dashboard()

    update(capsys)

    shown = dashboard()
    assert "newer catalogue" not in shown
    assert "Catalogue of 2030-01-01</a> (1 draft, in preparation)" in shown


def test_the_example_has_nothing_to_take_over_from_its_own_catalogue(
    demonstration, capsys
):
    told = update(capsys)

    assert not PublicationSet.objects.filter(
        title__startswith="Catalogue of"
    ).exists(), told
