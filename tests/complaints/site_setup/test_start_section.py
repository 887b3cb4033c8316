"""Another force starts with its own name, colour and addresses, and with nothing of Northamptonshire's."""

import re

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
    check_facts,
    read_facts,
    validate_link,
    validate_telephone,
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
    "controller": "chief constable",
    "commissioner": {"name": "Kent Commissioner", "website": "https://pcc.example/"},
    "data_protection_officer": {
        "contact": "dpo@kent.example",
        "link": "mailto:dpo@kent.example",
    },
    "accessibility": {"contact": "email access@kent.example", "days_to_answer": 5},
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


def test_british_transport_police_alone_names_scotland_with_helplines_of_its_own():
    service = {
        "name": "A Scottish helpline",
        "nations": ["Scotland"],
        "for_whom": "Anyone in Scotland",
        "web": "https://helpline.example/",
        "hours": "Weekdays",
    }
    transport = FACTS | {
        "name": "British Transport Police",
        "nations": ["England", "Wales", "Scotland"],
    }

    facts = check_facts(transport | {"services": [service]}, PROJECT_DIR)

    assert "A Scottish helpline" in {each.name for each in facts.offered_services}
    with pytest.raises(FaultsError, match="no helplines for Scotland"):
        check_facts(transport, PROJECT_DIR)
    with pytest.raises(
        FaultsError, match="“Scotland” is none of these: England, Wales"
    ):
        check_facts(
            transport | {"name": "Kent Police", "services": [service]}, PROJECT_DIR
        )


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

    def test_a_force_in_wales_is_told_what_it_needs_and_by_the_dashboard_too(
        self, tmp_path, capsys, client
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
        client.force_login(UserFactory(roles=[roles.EDITORS]))
        assert "Welsh is not supported yet." in client.get("/admin/").content.decode()

    def test_the_readme_says_that_welsh_is_not_supported_and_where_more_is_said(self):
        readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
        assert "Welsh is not supported yet." in readme
        assert "docs/where-it-lives.md#welsh" in readme
        told = (PROJECT_DIR / "docs" / "where-it-lives.md").read_text(encoding="utf-8")
        section = told.partition("## Welsh\n")[2].partition("\n## ")[0]
        assert "compliance notice" in section
        assert section.count("https://www.") == 2, "each claim names its source"

    def test_a_force_in_england_is_told_nothing_of_welsh(self, capsys, client):
        start(EXAMPLE, reports="none")

        assert "Welsh" not in capsys.readouterr().out
        client.force_login(UserFactory(roles=[roles.EDITORS]))
        assert "Welsh is not" not in client.get("/admin/").content.decode()

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
            f'How to complain: <a href="{link}">complete our data protection complaints form</a>.'
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
        kept = []
        for part in re.split(r"(?m)^(?=\[)", EXAMPLE.read_text()):
            if not part.startswith(
                ("[controller_contact]", "[data_protection_complaints]")
            ):
                kept.append(re.sub(r"(?m)^recipients = .*\n", "", part))
        (tmp_path / "section.toml").write_text("".join(kept))
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

    def test_what_is_missing_is_asked_for_until_it_fits(self, monkeypatch, capsys):
        first = [
            "Kent Police",
            "nonsense",
            "#5a1429",
            "chief constable",
            "",
            "",
            "Headquarters, Maidstone",
            "our host, our mail provider",
            "dpo@kent.example",
            "",
            "101",
        ]
        answers = iter([*first, "Wales", "", "https://www.kent.example/", *[""] * 10])
        monkeypatch.setattr("builtins.input", lambda question: next(answers))
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)

        start(reports="none")

        assert "section, website: Give a whole address" in capsys.readouterr().err
        assert SiteWording.objects.get().force_name == "Kent Police"
        assert not Organisation.objects.filter(kind="commissioner").exists()
        (privacy,) = drafts(PrivacyPage)
        assert "How to contact the controller: Headquarters, Maidstone." in str(
            privacy.body[0].value
        )
        assert "with our host and our mail provider." in str(privacy.body[0].value)
        services = [
            block.value["name"] for block in SiteWording.objects.get().support_services
        ]
        assert "Live Fear Free" in services
        assert "National Domestic Abuse Helpline" not in services

    def test_without_reports_each_text_is_that_of_the_force(self, tmp_path, settings):
        settings.FEEDBACK_DAYS = 90
        (tmp_path / "section.toml").write_text(
            EXAMPLE.read_text().replace(
                'controller = "chief constable"', 'controller = "metropolis"'
            )
        )

        start(tmp_path / "section.toml", reports="none")

        assert not SuperComplaintPage.objects.exists()
        assert PublicationSet.objects.get().title == OPENING_SET
        (privacy,) = drafts(PrivacyPage)
        text = re.sub(r"<[^>]+>", "", str(privacy.body[0].value))
        assert "The Commissioner of Police of the Metropolis is the controller" in text
        assert "We delete feedback 90 days after" in text
        assert "mailto:dpo@borsetshire.example" in str(privacy.body[0].value)


class TestFacts:
    def test_every_fault_is_named_at_once(self, tmp_path):
        wrong = {
            **FACTS,
            "name": "<b>Kent</b>",
            "website": "javascript:alert(1)",
            "colour": "#ffff00",
            "controller": "mayor",
            "exit_address": "http://",
            "nations": ["Scotland"],
            "feedback_days": 5,
            "commissioner": {"name": "x" * 81, "website": "kent"},
            "logo": {"file": "none.svg", "alternative": "Crest"},
        }

        with pytest.raises(FaultsError) as refused:
            check_facts(wrong, tmp_path)

        named = [fault.split(":")[0] for fault in refused.value.faults]
        assert named == [
            "section, name",
            "section, short_name",
            "section, website",
            "section, colour",
            "section, exit_address",
            "section, commissioner, name",
            "section, commissioner, website",
            "section, controller",
            "section, nations",
            "section, feedback_days",
            "section, logo",
        ]
        with pytest.raises(FaultsError) as refused:
            check_facts({"name": "Kent Police", "motto": "Onward"}, tmp_path)
        assert "section, motto: there is no such field." in refused.value.faults
        assert "section: “accessibility” is missing." in refused.value.faults

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            (
                '"#5a1429"',
                '"#ffdd00"',
                "section.toml, line 7, colour: White text on #ffdd00",
            ),
            (
                '"Borsetshire Police" ',
                "Borsetshire Police ",
                "(at line 4, column 8): name = Borsetsh",
            ),
            (
                '"Borsetshire Police" ',
                '"Borset\tshire" ',
                "section.toml, line 4, name: Give the name",
            ),
            (
                '"Borsetshire Police" ',
                '"Borsetshire\N{NO-BREAK SPACE}Police" ',
                "line 4, name: Type the spaces",
            ),
            ("colour =", 'name = "Twice"\ncolour =', 'name = "Twice"'),
            (
                "colour =",
                "color =",
                "section.toml, line 7, color: there is no such field.",
            ),
            (
                "[accessibility]",
                "[access]",
                "section.toml, line 30, access: there is no such field.",
            ),
            ('["England"]', "[]", "section.toml, line 10, nations: name one or both"),
            (
                "mailto:dpo@b",
                "mailto:dpo b",
                "line 24, data_protection_officer, link: Enter a valid email",
            ),
            (
                "mailto:dpo@b",
                "dpo@b",
                "line 24, data_protection_officer, link: Write it as mailto:dpo@b",
            ),
            (
                "https://www.borsetshire.example/data-protection-complaints/",
                "complaints@borsetshire.example",
                "line 28, data_protection_complaints, link: Write it as mailto:complaints@",
            ),
            (
                "= 5",
                "= -5",
                "line 33, accessibility, days_to_answer: give days from 1 to 365",
            ),
            (
                "Police and Crime Commissioner",
                "Police",
                "line 15, commissioner, name: is that of the force.",
            ),
            (
                '"Borsetshire Police" ',
                '"College of Policing" ',
                "line 4, name: is that of a national body.",
            ),
            (
                "# exit_address",
                'exit_address = "https://borsetshire.example/" #',
                "line 11, exit_address:",
            ),
        ],
    )
    def test_a_fault_names_its_line_and_key(self, tmp_path, old, new, told):
        path = tmp_path / "section.toml"
        path.write_text(EXAMPLE.read_text().replace(old, new, 1))

        with pytest.raises(FaultsError) as refused:
            read_facts(path)

        assert told in "\n".join(refused.value.faults)

    @pytest.mark.parametrize(
        ("check", "value"),
        [
            (validate_link, "https://www.example.org/@force"),
            (validate_link, "mailto:dpo@kent.example?subject=Data%20protection"),
            (validate_telephone, "0808-2000-247"),
        ],
    )
    def test_a_link_or_number_is_taken_in_each_form_that_works(self, check, value):
        check(value)

    def test_a_fault_of_a_helpline_names_its_line_too(self, tmp_path):
        path = tmp_path / "section.toml"
        before, own, services = EXAMPLE.read_text().partition("# [[services]]")
        own += services.replace("Borsetshire Victim Care", "Wessex Care").replace(
            "0800 000 000", "call us"
        )
        own = own.replace("https://victims", "javascript:victims").replace(
            "England", "Cornwall"
        )
        path.write_text(before + re.sub("^# ", "", own, flags=re.MULTILINE))

        with pytest.raises(FaultsError) as refused:
            read_facts(path)

        assert [fault.partition(":")[0] for fault in refused.value.faults] == [
            "section.toml, line 50, services, Wessex Care, web",
            "section.toml, line 48, services, Wessex Care, telephone",
            "section.toml, line 47, services, Wessex Care, nations",
        ]

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

    def test_a_logo_keeps_its_shapes_alone(self, tmp_path):
        (tmp_path / "logo.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">'
            '<script>alert(1)</script><a href="https://evil.example/"><path d="M0 0"/></a>'
            '<path d="M1 1h7" fill="#fff" style="color:red" onclick="x()"/><text>Kent</text></svg>'
        )

        facts = check_facts(
            {**FACTS, "logo": {"file": "logo.svg", "alternative": "Crest"}}, tmp_path
        )

        assert facts.logo_svg == (
            '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><path d="M1 1h7" fill="#fff" /></svg>'
        )
