"""Another force starts with its own name, colour and addresses, and with nothing of Northamptonshire's."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from complaints.models import Organisation, SuperComplaintPage
from pages.content.models import SiteWording
from pages.moderation.gate.decision import Decision
from tests.stored import tables_with

pytestmark = pytest.mark.django_db
OPTIONS = {
    "name": "Kent & Coast Police",
    "website": "https://www.kent.example/",
    "colour": "#5a1429",
    "no_input": True,
}


def start(**options):
    call_command("start_section", **{**OPTIONS, **options})


def test_it_makes_every_page_in_the_name_of_the_force(client):
    start(
        commissioner="Kent Commissioner",
        commissioner_website="https://pcc.example/",
        service=["Samaritans", "Kent Helpline | Anyone in Kent | 0800 000 000 |"],
    )

    wording = SiteWording.objects.get()
    assert (wording.force_name, wording.brand_colour) == ("Kent & Coast Police", "#5a1429")
    pages = Page.objects.filter(depth__gt=1)
    assert len(pages) == 7
    for page in pages:
        answer = client.get(page.relative_url(page.get_site()))
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert "Kent &amp; Coast Police" in text, page
        assert "#5a1429" in text
        assert "orthampton" not in text, page
        assert "northants" not in text, page
    assert not SuperComplaintPage.objects.exists()
    assert Organisation.objects.filter(kind="commissioner").get().name == "Kent Commissioner"
    safety = client.get("/staying-safe-online/").content.decode()
    assert "Kent Helpline" in safety
    assert "Karma Nirvana" not in safety
    assert "https://www.kent.example/" in client.get("/feedback/").content.decode()
    assert [decision.action for decision in Decision.objects.all()].count("loaded") == 1


def test_nothing_of_northamptonshire_is_stored():
    start()

    assert tables_with("orthampton", "northants", "PFCC") == set()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "--name: Give the name"),
        ({"name": "x" * 81}, "--name: "),
        ({"name": "<b>Kent</b>"}, "--name: Give the name"),
        ({"name": None}, "--name: is missing"),
        ({"website": "kent"}, "--website: Give a whole address"),
        ({"website": "javascript:alert(1)"}, "--website: Give a whole address"),
        ({"colour": "red"}, "--colour: "),
        ({"colour": "#ffff00"}, "--colour: "),
        ({"exit_address": "http://"}, "--exit-address: "),
        ({"commissioner": "Somebody"}, "--commissioner: goes together"),
        ({"service": ["Nobody"]}, "--service: “Nobody” is none of these"),
        ({"service": ["A | B | 1 | nonsense"]}, "--service: Give a whole address"),
    ],
)
def test_what_is_wrong_is_named_by_its_option_and_nothing_is_made(wrong, message):
    with pytest.raises(CommandError) as refused:
        start(**wrong)

    assert str(refused.value).startswith(message)
    assert not SiteWording.objects.exists()
    assert not Organisation.objects.exists()


def test_it_is_made_whole_or_not_at_all(monkeypatch):
    monkeypatch.setattr("complaints.demo.new_section._section_fields", lambda new: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        start()

    assert not SiteWording.objects.exists()
    assert not Organisation.objects.exists()
    assert not Decision.objects.exists()


def test_what_is_there_is_not_touched():
    start()
    with pytest.raises(CommandError, match="there is content already"):
        start(name="Another Police")

    assert SiteWording.objects.get().force_name == "Kent & Coast Police"


def test_what_is_missing_is_asked_for_until_it_fits(monkeypatch):
    answers = iter(["", "Kent Police", "nonsense", "https://www.kent.example/", "red", "#5a1429"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    call_command("start_section")

    assert SiteWording.objects.get().force_name == "Kent Police"
