"""Another force starts with its own name, colour and addresses, and with nothing of Northamptonshire's."""

import re
import tomllib
from dataclasses import fields

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Page

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintPage,
)
from complaints.site_setup.facts import (
    SectionFacts,
    check_facts,
    contact_html,
    read_facts,
)
from complaints.site_setup.loading import OPENING_SET
from pages.content.models import HomePage, PrivacyPage, SiteWording
from pages.moderation.approval import roles
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.set_actions import submit
from site_config.settings.environment import PROJECT_DIR
from tests.databases import shared_content
from tests.factories import UserFactory
from tests.stored import tables_with

EXAMPLE = PROJECT_DIR / "docs" / "section.toml"
FACTS = {
    "name": "Kent & Coast Police",
    "website": "https://www.kent.example/",
    "colour": "#5a1429",
    "controller": "The Chief Constable of Kent",
    "commissioner": "Kent Commissioner",
    "commissioner_website": "https://pcc.example/",
    "data_protection_officer": "dpo@kent.example",
    "accessibility_contact": "email access@kent.example",
}


def start(*arguments, **options):
    call_command("start_section", *arguments, **options)


def drafts(page_type):
    return [page.get_latest_revision_as_object() for page in page_type.objects.all()]


@shared_content
def borsetshire():
    """What ``start_section`` makes of the example."""
    start(EXAMPLE)


@pytest.mark.django_db
class TestTheExample:
    @pytest.mark.both_databases
    def test_the_example_makes_a_draft_of_everything_and_nothing_public(
        self, borsetshire, client
    ):
        assert not Page.objects.filter(depth__gt=1, live=True).exists()
        assert client.get("/").status_code == 404
        wording = SiteWording.objects.get(live=True)
        assert (wording.force_name, wording.brand_colour) == (
            "Borsetshire Police",
            "#5a1429",
        )
        assert Organisation.objects.filter(kind="commissioner").get().live
        assert {page.identifier for page in drafts(SuperComplaintPage)} == {
            report.identifier for report in read_catalogue().reports
        }
        sets = {each.title: each.items.count() for each in PublicationSet.objects.all()}
        assert sets.pop(OPENING_SET) == 7
        assert sets == {
            f"{page.title}: response": 1 + page.get_children().count()
            for page in drafts(SuperComplaintPage)
        }
        assert sum(sets.values()) == 39

    def test_nothing_of_northamptonshire_is_stored(self, borsetshire):
        assert tables_with("orthampton", "northants", "PFCC") == set()

    def test_a_draft_of_a_recommendation_has_what_the_catalogue_knows(
        self, borsetshire
    ):
        wanted = "stalking/recommendation-15"
        page = next(
            page
            for page in drafts(RecommendationResponsePage)
            if page.identifier == wanted
        )
        assert (str(page.deadline), page.deadline_printed) == (
            "2025-03-27",
            "by 27 March 2025",
        )
        assert [addressee.name for addressee in page.addressees.all()] == [
            "Borsetshire Police and Crime Commissioner"
        ]
        response = page.responses.get()
        assert (response.position, response.respondents.get().kind) == (
            "accepted",
            "commissioner",
        )
        assert (
            response.answered_by
            == "Association of Police and Crime Commissioners (APCC)"
        )

    def test_a_national_reply_is_accepted_only_where_it_says_so(self, borsetshire):
        wanted = "protective-measures/recommendation-1"
        page = next(
            page
            for page in drafts(RecommendationResponsePage)
            if page.identifier == wanted
        )
        response = page.responses.get()
        assert (response.position, response.respondents.get().kind) == (
            "not_stated",
            "police_force",
        )
        assert response.answered_by == "National Police Chiefs’ Council (NPCC)"

    def test_what_is_there_is_not_touched(self, borsetshire, capsys):
        with pytest.raises(CommandError, match="there is already content"):
            start(EXAMPLE)
        start(EXAMPLE, if_empty=True)

        assert "the file has no effect" in capsys.readouterr().out
        assert SiteWording.objects.get().force_name == "Borsetshire Police"


@pytest.mark.django_db
class TestStartSection:
    def test_the_plan_of_one_report_can_be_submitted_without_the_others(
        self, borsetshire, client
    ):
        editor = UserFactory(roles=[roles.EDITORS])
        one = PublicationSet.objects.get(
            title="The police response to stalking: response"
        )

        submit(one, editor)

        states = set(
            PublicationSet.objects.exclude(pk=one.pk).values_list("state", flat=True)
        )
        assert states == {PublicationSet.State.OPEN}
        client.force_login(editor)
        shown = " ".join(client.get("/admin/").content.decode().split())
        assert "You can submit each set on its own." in shown
        assert (
            f"The police response to stalking: response</a> ({one.items.count()} drafts, in moderation)"
            in shown
        )
        assert "Opening of the site</a> (7 drafts, in preparation)" in shown

    def test_a_force_in_wales_gets_its_helplines_and_is_told_what_it_needs(
        self, tmp_path, capsys
    ):
        path = tmp_path / "section.toml"
        example = EXAMPLE.read_text()
        path.write_text(example.replace('nations = ["England"]', 'nations = ["Wales"]'))

        start(path, reports="stalking,sexual-offence-delays")

        told = capsys.readouterr().out
        assert "- Opening of the site (7 pages)" in told
        pages = SuperComplaintPage.objects.get(identifier="stalking").get_descendants(
            inclusive=True
        )
        assert (
            f"- The police response to stalking: response ({pages.count()} pages)"
            in told
        )
        assert "(1 page)" in told
        assert "on its own" in told
        assert "Welsh is not supported yet" in told
        assert (
            "Your compliance notice from the Welsh\nLanguage Commissioner says which standards"
            in told
        )
        services = [
            block.value["name"] for block in SiteWording.objects.get().support_services
        ]
        assert "Live Fear Free" in services
        assert "National Domestic Abuse Helpline" not in services

    def test_the_readme_says_that_welsh_is_not_supported_and_where_more_is_said(self):
        readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
        assert "Welsh is not supported yet." in readme
        assert "docs/where-it-lives.md#welsh" in readme
        told = (PROJECT_DIR / "docs" / "where-it-lives.md").read_text(encoding="utf-8")
        section = told.partition("## Welsh\n")[2].partition("\n## ")[0]
        assert "compliance notice" in section
        assert section.count("https://www.") == 2, "each claim names its source"

    def test_a_force_in_england_is_told_nothing_of_welsh(self, capsys):
        start(EXAMPLE, reports="none")

        assert "Welsh" not in capsys.readouterr().out

    def test_the_reports_can_be_chosen(self):
        with pytest.raises(
            CommandError, match="parking is none of these: safe-to-share"
        ):
            start(EXAMPLE, reports="parking")
        assert not SiteWording.objects.exists()
        chosen = ["police-perpetrated-domestic-abuse", "sexual-offence-delays"]

        start(EXAMPLE, reports=",".join(chosen))

        assert sorted(page.identifier for page in drafts(SuperComplaintPage)) == chosen

    def test_the_site_opens_only_when_everything_is_confirmed(
        self, borsetshire, client
    ):
        opening = PublicationSet.objects.get(title=OPENING_SET)
        editor = UserFactory(roles=[roles.EDITORS])

        with pytest.raises(Exception) as refused:
            submit(opening, editor)

        told = " ".join(refused.value.messages)
        for question in (
            "the legal basis",
            "with the data protection officer",
            "when, how and by whom",
        ):
            assert question in told
        client.force_login(editor)
        shown = client.get("/admin/").content.decode()
        assert "This site is not open yet" in shown
        assert "The legal basis." in shown
        home = HomePage.objects.get()
        home.live = True
        opening.items.filter(object_id=str(home.pk)).delete()
        with pytest.raises(
            Exception, match=r"Publish these first.*Cookies, Privacy, Accessib"
        ):
            home.clean_for_publication()

    def test_the_privacy_notice_says_how_to_complain_to_the_force_and_then_to_the_ico(
        self, borsetshire
    ):
        """Section 164A of the Data Protection Act 2018."""
        (privacy,) = drafts(PrivacyPage)
        text = str(privacy.body[0].value)

        link = "https://www.borsetshire.example/data-protection-complaints/"
        ours = text.index(
            f'How to complain: complete our form at <a href="{link}">{link}</a>.'
        )
        promise = text.index("We will acknowledge your complaint within 30 days.")
        assert (
            ours
            < promise
            < text.index('you can then complain to the <a href="https://ico.org.uk/')
        )

    def test_nothing_is_submitted_before_all_that_the_privacy_notice_asks_for_is_known(
        self, tmp_path
    ):
        unknown = "controller_contact|data_protection_complaints|recipients"
        kept = re.sub(rf"(?m)^({unknown}) = .*\n", "", EXAMPLE.read_text())
        (tmp_path / "section.toml").write_text(kept)
        start(tmp_path / "section.toml", reports="none")
        opening = PublicationSet.objects.get(title=OPENING_SET)

        with pytest.raises(ValidationError) as refused:
            submit(opening, UserFactory(roles=[roles.EDITORS]))

        told = " ".join(refused.value.messages)
        for question in (
            "[To confirm: how people can complain to the force about data protection.]",
            "[To confirm: how to contact the controller.]",
            "[To confirm: who else gets personal data from this site",
            "[To confirm: these bases and conditions",
        ):
            assert question in told

    def test_the_privacy_notice_covers_recipients_restriction_and_the_bases_for_sensitive_feedback(
        self, borsetshire
    ):
        (privacy,) = drafts(PrivacyPage)
        text = re.sub(r"<[^>]+>", "", str(privacy.body[0].value))

        for words in (
            "How to contact the controller: Borsetshire Police, Headquarters, Borchester.",
            "We share personal data from this site with the company that runs our servers.",
            "You can ask us to restrict how we use it",
            "article 9(2)(g) of the UK GDPR",
            "Where feedback is about crimes, we rely on article 10.",
            "Schedule 1 to the Data Protection Act 2018",
        ):
            assert words in text, words

    def test_it_is_made_whole_or_not_at_all(self, monkeypatch):
        monkeypatch.setattr(
            "complaints.site_setup.loading.draft_pages", lambda *_: 1 / 0
        )

        with pytest.raises(ZeroDivisionError):
            start(EXAMPLE)

        assert not SiteWording.objects.exists()
        assert not Organisation.objects.exists()

    def test_without_reports_each_text_is_that_of_the_force(self, settings):
        settings.FEEDBACK_DAYS = 90

        start(EXAMPLE, reports="none")

        assert not SuperComplaintPage.objects.exists()
        assert PublicationSet.objects.get().title == OPENING_SET
        (privacy,) = drafts(PrivacyPage)
        text = re.sub(r"<[^>]+>", "", str(privacy.body[0].value))
        assert "The Chief Constable of Borsetshire Police is the controller" in text
        assert "We delete feedback 90 days after" in text
        assert "mailto:dpo@borsetshire.example" in str(privacy.body[0].value)


class TestFacts:
    def test_the_example_and_its_comments_name_every_key(self):
        text = re.sub(r"(?m)^# (?=\w+ = )", "", EXAMPLE.read_text())

        keys = tomllib.loads(text).keys()

        assert keys == {field.name for field in fields(SectionFacts)}

    def test_every_fault_is_named_at_once(self):
        wrong = {
            **FACTS,
            "name": "<b>Kent</b>",
            "short_name": "x" * 81,
            "website": "javascript:alert(1)",
            "colour": "#ffff00",
            "exit_address": "http://",
            "nations": ["Scotland"],
            "commissioner": "Kent\tCommissioner",
            "commissioner_website": "kent",
        }

        with pytest.raises(FaultsError) as refused:
            check_facts(wrong)

        named = [fault.split(":")[0] for fault in refused.value.faults]
        assert named == [
            "section.toml, name",
            "section.toml, short_name",
            "section.toml, website",
            "section.toml, colour",
            "section.toml, commissioner",
            "section.toml, commissioner_website",
            "section.toml, nations",
            "section.toml, exit_address",
        ]
        with pytest.raises(FaultsError) as refused:
            check_facts({"name": "Kent Police", "motto": "Onward"})
        assert "section.toml, motto: there is no such field." in refused.value.faults
        assert (
            "section.toml: “accessibility_contact” is missing." in refused.value.faults
        )

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"colour": "#ffdd00"}, "colour: White text on #ffdd00"),
            (
                {"name": "Borset\N{NO-BREAK SPACE}Police"},
                "name: Type the spaces of the name",
            ),
            ({"name": "College of Policing"}, "name: This is the name of a national"),
            (
                {"commissioner": "Kent & Coast Police"},
                "commissioner: This is the name of the force.",
            ),
            (
                {"commissioner_website": ""},
                "section.toml, commissioner_website: is empty.",
            ),
            ({"nations": []}, "nations: name one or both of these: England, Wales."),
            (
                {"exit_address": "https://kent.example/"},
                "exit_address: Choose another site",
            ),
        ],
    )
    def test_a_fault_names_its_key(self, changes, told):
        with pytest.raises(FaultsError) as refused:
            check_facts(FACTS | changes)

        assert told in "\n".join(refused.value.faults)

    def test_a_commissioner_needs_a_website(self):
        facts = {
            key: value for key, value in FACTS.items() if key != "commissioner_website"
        }

        with pytest.raises(FaultsError, match="give its name and its website"):
            check_facts(facts)

    def test_addresses_in_a_contact_become_links_and_nothing_else_does(self):
        assert contact_html("email <a@kent.example>") == (
            'email &lt;<a href="mailto:a@kent.example">a@kent.example</a>&gt;'
        )
        assert contact_html("at https://kent.example/dp?a=1&b=2.") == (
            'at <a href="https://kent.example/dp?a=1&amp;b=2">https://kent.example/dp?a=1&amp;b=2</a>.'
        )

    def test_a_file_as_windows_stores_it_is_read_and_another_encoding_named(
        self, tmp_path
    ):
        path = tmp_path / "section.toml"
        path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes().replace(b"\n", b"\r\n"))
        assert read_facts(path) == read_facts(EXAMPLE)

        path.write_bytes(
            EXAMPLE.read_text()
            .replace("Borsetshire Police", "Borset–shire")
            .encode("cp1252")
        )
        with pytest.raises(
            FaultsError, match=r"section\.toml, line 4: save the file as UTF-8"
        ):
            read_facts(path)
        with pytest.raises(FaultsError, match="No such file"):
            read_facts(tmp_path / "none.toml")
