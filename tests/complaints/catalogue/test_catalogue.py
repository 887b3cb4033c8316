"""The catalogue keeps to its schema, and says all that is wrong in it at once."""

import re
import shutil

import pytest

from complaints.catalogue.reader import FOLDER, FaultsError, read_catalogue, read_folder

IDENTIFIERS = """
safe-to-share: recommendation-1 recommendation-2 safe-reporting confidence local-support
protective-measures: recommendation-1 know-the-measures breach-of-bail non-molestation-orders
modern-slavery: recommendation-1 training right-skills support-needed action-1 action-2
police-perpetrated-domestic-abuse: recommendation-1 victim-support action-1
honour-based-abuse: recommendation-1 recommendation-2 recommendation-3 consult-communities
section-60: recommendation-1 recommendation-3 recommendation-8 recommendation-10 children
    communication
stalking: recommendation-7 recommendation-7.1 recommendation-7.2 recommendation-10 recommendation-15
    recommendation-16 recommendation-25 recommendation-27 action-plan screening investigation online
    criminal-law protection-orders
"""
"""Every identifier and alias that was ever given, after its report.

None may go: data are joined by them.
"""


def test_no_identifier_is_lost():
    found = {
        report.identifier: {
            name
            for item in report.recommendations
            for name in (item.identifier, *item.aliases)
        }
        for report in read_catalogue().reports
        if report.recommendations
    }

    given = re.findall(r"^(\S+): ((?:.+\n)(?:    .+\n)*)", IDENTIFIERS, re.MULTILINE)
    assert found == {report: set(items.split()) for report, items in given}, (
        "add the new one to this list"
    )


def test_it_says_how_many_recommendations_were_not_seen():
    not_seen = {
        report.identifier: report.not_seen for report in read_catalogue().reports
    }

    assert not_seen == {
        **{
            "safe-to-share": 4,
            "protective-measures": 11,
            "section-60": 4,
            "stalking": 17,
        },
        **{
            "modern-slavery": None,
            "police-perpetrated-domestic-abuse": None,
            "honour-based-abuse": None,
        },
        "sexual-offence-delays": None,
    }


def test_each_nation_has_its_own_helplines():
    catalogue = read_catalogue()
    names = ("National Domestic Abuse Helpline", "Live Fear Free", "Samaritans")

    of = {
        nation: [service.name for service in catalogue.services_for(names, (nation,))]
        for nation in ("England", "Wales")
    }
    assert of == {
        "England": ["National Domestic Abuse Helpline", "Samaritans"],
        "Wales": ["Live Fear Free", "Samaritans"],
    }


@pytest.fixture
def folder(tmp_path):
    """A copy of the catalogue that a test may break."""
    return shutil.copytree(FOLDER, tmp_path / "catalogue")


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_an_item_keeps_its_identifier_when_its_number_becomes_known(folder):
    change(
        folder,
        "reports/stalking.toml",
        'identifier = "screening"',
        'identifier = "screening"\nnumber = "12"\naliases = ["recommendation-12", "old-report/screening"]',
    )

    catalogue = read_folder(folder)

    names = ["stalking/screening", "stalking/recommendation-12", "old-report/screening"]
    for name in names:
        assert catalogue.names_of(name) == names
        assert (catalogue.item(name).identifier, catalogue.item(name).number) == (
            "screening",
            "12",
        )
    assert catalogue.names_of("stalking/recommendation-13") == []


def test_no_alias_is_the_name_of_another_item(folder):
    own = 'identifier = "screening"'
    path = folder / "reports/stalking.toml"
    good = path.read_text()
    for aliases, fault in (
        (
            '["recommendation-7"]',
            "“stalking/recommendation-7” is already a name of “stalking/recommendation-7”",
        ),
        (
            '["section-60/children"]',
            "“section-60/children” is already a name of “section-60/children”",
        ),
        (
            '["screening"]',
            "“stalking/screening” is already a name of “stalking/screening”",
        ),
        (
            '["twice", "twice"]',
            "“stalking/twice” is already a name of “stalking/screening”",
        ),
        ('["Some words"]', "the alias “Some words” is no identifier"),
        ('["a/b/c"]', "the alias “a/b/c” is no identifier"),
    ):
        change(folder, "reports/stalking.toml", own, f"{own}\naliases = {aliases}")
        with pytest.raises(FaultsError, match=re.escape(fault)):
            read_folder(folder)
        path.write_text(good)

    change(folder, "reports/stalking.toml", own, f'{own}\naliases = ["mine"]')
    other = 'identifier = "children"'
    change(
        folder,
        "reports/section-60.toml",
        other,
        f'{other}\naliases = ["stalking/mine"]',
    )
    with pytest.raises(FaultsError, match="is already a name of “section-60/children”"):
        read_folder(folder)


def test_every_fault_is_named_at_once(folder):
    change(folder, "reports/stalking.toml", 'submitted = "2022-11"', "submitted = 2022")
    change(folder, "reports/stalking.toml", "sensitive = true", 'sensitive = "yes"')
    change(
        folder, "reports/section-60.toml", 'title = "Section 60', 'titel = "Section 60'
    )

    with pytest.raises(FaultsError) as refused:
        read_folder(folder)

    assert refused.value.faults == [
        "section-60, titel: there is no such field.",
        "section-60: “title” is missing.",
        "stalking, submitted: write the date in quotation marks, as “2024-09-27”, “2024-09” or “2024”.",
        "stalking, sensitive: is no true or false.",
    ]


def test_what_does_not_fit_together_is_named(folder):
    path = folder / "reports/stalking.toml"
    good = path.read_text()
    for old, new, fault in (
        (
            'identifier = "recommendation-7"',
            'identifier = "seven"',
            "its number makes “recommendation-7”",
        ),
        (
            'number = "7"',
            'number = "70"',
            "its number makes “recommendation-70” its identifier, or else an",
        ),
        (
            'identifier = "recommendation-7.2"',
            'identifier = "recommendation-7.1"',
            "stands twice",
        ),
        (
            'identifier = "action-plan"',
            'identifier = "Action plan"',
            "an identifier has small letters",
        ),
        (
            'sources = ["cheshire-news"]',
            'sources = ["nobody"]',
            "“nobody” is no source",
        ),
        ('theme = "recording"', 'theme = "records"', "“records” is no theme"),
        ('seen = "all"', 'seen = "some"', "“some” is no way to have seen it"),
        (
            'for_all = "police and crime commissioners"',
            'for_all = "somebody"',
            "“somebody” is no addressee",
        ),
        ('"Suzy Lamplugh Trust"', '"The Trust"', "“The Trust” is no organisation"),
        ('"Samaritans"', '"A friend"', "“A friend” is no support service"),
        (
            "recommendations_made = 29",
            "recommendations_made = 3",
            "more recommendations than",
        ),
        ('report_link = "https', 'report_link = "http', "does not start with https://"),
        ('stage = "report"', 'stage = "investigation"', "do not fit together"),
    ):
        change(folder, "reports/stalking.toml", old, new)
        with pytest.raises(FaultsError, match=fault):
            read_folder(folder)
        path.write_text(good)

    change(
        folder,
        "support_services.toml",
        'source = "https://www.gov.uk',
        'note = "https://www.gov.uk',
    )
    with pytest.raises(
        FaultsError, match="Abuse Helpline: its number has no official page"
    ):
        read_folder(folder)
