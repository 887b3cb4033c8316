"""``join_forces`` puts the data of three installations side by side, and a fault changes nothing good."""

import csv
import io
import json
import re
from itertools import product

import pytest
from django.core.management import CommandError, call_command

from tests.browser.accessible import faults_of
from tests.databases import EMPTY

from .three_forces import HAMPSHIRE, KENT, data_of_force, read_data

pytestmark = pytest.mark.django_db
FORCES = ("Northamptonshire", "Kent", "Hampshire")
PAGE = "stalking/recommendation-7/index.html"


@pytest.fixture(scope="module")
def three_files(databases, django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the data of each of the three installations."""
    folder = tmp_path_factory.mktemp("facts")
    with django_db_blocker.unblock():
        databases.use("demonstration")
        files = {"Northamptonshire": read_data()}
        databases.use(EMPTY)
        files["Kent"] = data_of_force("Kent", KENT, folder)
        files["Hampshire"] = data_of_force("Hampshire", HAMPSHIRE, folder)
    return files


@pytest.fixture
def joined(three_files, tmp_path):
    """Return a function that writes the list of sources, joins them and returns what was said."""
    for name, content in three_files.items():
        (tmp_path / f"{name}.json").write_bytes(content)

    def join(*names, more=""):
        sources = "".join(
            f'[[sources]]\nname = "{name} Police"\ndata = "{name}.json"\n'
            for name in names or FORCES
        )
        (tmp_path / "sources.toml").write_text(
            f'publisher = "A charity"\n{sources}{more}'
        )
        said = io.StringIO()
        call_command(
            "join_forces",
            tmp_path / "sources.toml",
            to=tmp_path / "site",
            stdout=said,
            stderr=said,
        )
        return said.getvalue()

    join.folder = tmp_path
    join.page = lambda name=PAGE: (tmp_path / "site" / name).read_text()
    return join


def written(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def one_line(text):
    return " ".join(text.split())


def rows_of(join):
    text = (join.folder / "site/data/joined.csv").read_text(newline="")
    return {
        (row["id"], row["force"], row["asked"]): row
        for row in csv.DictReader(io.StringIO(text))
    }


def test_forces_stand_side_by_side_with_their_own_words_and_are_counted(joined):
    joined()

    page, part = joined.page(), joined.page("stalking/recommendation-7.1/index.html")
    for words in (
        "The system is to be changed.",
        ">2 past the deadline</a>",
        ">1 with no entry in the data</a>",
        "the deadline was 27 March 2025",
        "No entry in its data of",
    ):
        assert words in page, words
    for words in ("Staff are trained", ">1 marked complete</a>", "Marked complete"):
        assert words in part, words
    both = joined.page("stalking/recommendation-16/index.html")
    assert both.index("Forces: 3") < both.index("Police and crime commissioners: 3")
    others = joined.page("safe-to-share/recommendation-2/index.html")
    assert "This recommendation is for other organisations" in others
    rows = rows_of(joined)
    kent = rows["stalking/recommendation-7.1", "Kent Police", "Forces"]
    assert (kent["status"], kent["status_label"]) == (
        "marked_complete",
        "Marked complete",
    )
    # Kent has published an action, and nobody has entered whether it accepts.
    assert (kent["position"], kent["position_label"]) == ("not_entered", "Not recorded")
    hampshire = rows["stalking/recommendation-7", "Hampshire Police", "Forces"]
    assert (hampshire["position"], hampshire["status"]) == ("accepted", "past_deadline")
    assert (hampshire["passed_limit"], hampshire["passed_date"]) == (
        "deadline",
        "2025-03-27",
    )
    assert hampshire["passed_limit_label"] == "The deadline"
    assert hampshire["detailed_status_label"]
    assert (hampshire["theme_label"], hampshire["deadline"]) == (
        "Recording and finding crime",
        "2025-03-27",
    )
    assert (hampshire["respond_by"], hampshire["report_published"]) == (
        "2024-11-22",
        "2024-09-27",
    )
    silent = rows["stalking/recommendation-7", "Kent Police", "Forces"]
    assert (silent["status"], silent["position"], silent["words"]) == (
        "no_entry",
        "no_entry",
        "",
    )
    assert {row["licence"] for row in rows.values()} and all(
        row["source"] for row in rows.values()
    )
    answers = json.loads((joined.folder / "site/data/joined.json").read_text())[
        "answers"
    ]
    assert len(answers) == len(rows)


def test_a_second_run_changes_nothing_and_a_change_changes_its_pages_alone(joined):
    joined()
    before = written(joined.folder / "site")

    assert "0 files changed" in joined()

    data = json.loads((joined.folder / "Kent.json").read_text())
    for each in data["recommendations"]:
        if each["id"] == "stalking/recommendation-7.1":
            each["actions"][0]["description"] = "Other words."
    (joined.folder / "Kent.json").write_text(json.dumps(data))
    joined()
    changed = {
        path.relative_to(joined.folder / "site")
        for path, content in written(joined.folder / "site").items()
        if before.get(path) != content
    }
    assert {str(each) for each in changed} == {
        "data/joined.csv",
        "data/joined.json",
        "data/sources/kent-police.json",
        "stalking/recommendation-7.1/index.html",
    }


def test_a_fault_is_named_and_the_last_good_copy_stays_with_its_age(joined):
    letter = joined.folder / "site" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("mine")
    with pytest.raises(CommandError, match="has other things in it"):
        joined()
    assert [*letter.parent.iterdir()] == [letter]
    letter.unlink()
    joined()
    page = "stalking/recommendation-7.1/index.html"
    good = joined.page(page)
    path = joined.folder / "Kent.json"
    text = path.read_bytes()
    for fault, said in (
        (text[: len(text) // 2], "not valid JSON"),
        (b"[" * 200_000, "not valid JSON: maximum recursion depth exceeded"),
        (text.decode().encode("utf-16"), "not in UTF-8"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (
            text.replace(b"stalking/recommendation-7.1", b"stalking/r-7-1"),
            "Identifiers are missing that were there before",
        ),
        (b"[]", "“recommendations” is not a list"),
    ):
        path.write_bytes(fault)

        assert said in joined()
        assert (
            "its data could not be read. Shown is the copy that was read on"
            in joined.page("index.html")
        )
        assert joined.page(page) == good, said
    path.unlink()
    assert "Kent Police: It cannot be read: No such file" in joined()
    assert joined.page(page) == good
    with pytest.raises(
        CommandError, match=r"(?s)a name of its own.*does not start with https"
    ):
        joined(
            "Kent",
            more='[[sources]]\nname = "Kent Police"\ndata = "http://kent.example/r.json"\n',
        )


def test_words_of_a_source_are_shown_as_text_and_choose_no_file(joined):
    data = json.loads((joined.folder / "Hampshire.json").read_text())
    for each in data["recommendations"]:
        if each["id"] == "stalking/recommendation-7":
            each["respondents"][0]["responses"][0]["text"] = (
                "<script>alert(1)</script> “we agree”"
            )
    data["recommendations"].append({"id": "../../../etc/passwd", "url": None})
    (joined.folder / "Hampshire.json").write_text(json.dumps(data))

    assert "1 not in the catalogue: ../../../etc/passwd" in joined()
    assert "<script>alert(1)" not in joined.page()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; “we agree”" in joined.page()
    assert all(
        (joined.folder / "site") in path.resolve().parents
        for path in written(joined.folder / "site")
    )


def test_a_csv_file_stands_for_forces_without_such_a_site(joined):
    row = "stalking/recommendation-7.1,{},police_force,accepted,{},We agree.,https://rutland.example/plan,{}"
    (joined.folder / "others.csv").write_text(
        "id,publisher,respondent_kind,respondent_position,respondent_status,response_text,source,day\r\n"
        + row.format("Rutland Police", "in_progress", "2026-10-01")
        + "\r\n"
        + row.format("Wessex Police", "marked_complete", "2026-09")
        + "\r\n"
    )
    more = '[[sources]]\nname = "Forces without such a site"\ndata = "others.csv"\n'
    joined(more=more)

    page = joined.page("stalking/recommendation-7.1/index.html")
    assert "Forces: 5" in page
    assert ">2 marked complete</a>" in page
    assert ">1 in progress</a>" in page
    # The real force and the two in the file; Kent has entered no position.
    assert re.search(r"Accepts: \d\. .*Not recorded: 1\.", one_line(page))
    assert "Its entry of 1 October 2026." in page

    (joined.folder / "others.csv").write_text(
        "id,publisher\r\nstalking/recommendation-7.1,Rutland Police\r\n"
    )
    assert "a row needs its source or url, and its day" in joined(more=more)


def test_entries_that_join_with_nothing_are_named_to_readers(joined):
    row = "{},{},police_force,accepted,marked_complete,We agree.,https://rutland.example/plan,2026-10-01\r\n"
    known, many = (
        ("Stalking/Recommendation-7.1 ", "Rutland Police"),
        list(map(str, range(12))),
    )
    (joined.folder / "others.csv").write_text(
        "id,publisher,respondent_kind,respondent_position,respondent_status,response_text,source,day\r\n"
        + "".join(
            row.format(*each)
            for each in [known, *product(many, ("Rutland Police", "Wessex Police"))]
        )
    )
    said = joined(more='[[sources]]\nname = "Rutland Police"\ndata = "others.csv"\n')

    known_row = rows_of(joined)[
        "stalking/recommendation-7.1", "Rutland Police", "Forces"
    ]
    assert known_row["status"] == "marked_complete"
    assert f"{', '.join(many[:10])}, and 2 more." in joined.page("index.html")
    assert f"; 12 not in the catalogue: {', '.join(many[:3])}" in said
    assert "Rutland Police: 1 compared" in said
    assert joined.page("index.html").count("Not shown") == 1
    assert "Rutland Police is in several sources" not in said


def test_an_entry_with_an_unknown_code_is_dropped_with_a_message_and_the_force_stays(
    joined,
):
    path = joined.folder / "Hampshire.json"
    data = json.loads(path.read_text())
    for each in data["recommendations"]:
        if each["id"] == "stalking/recommendation-7":
            each["respondents"][0]["status"] = "finished"
    path.write_text(json.dumps(data))

    said = joined()

    assert (
        "Hampshire Police: stalking/recommendation-7, respondents, status: “finished” is not one of our codes"
        in said
    )
    rows = rows_of(joined)
    statuses = [
        row["status"] for row in rows.values() if row["force"] == "Hampshire Police"
    ]
    assert (
        rows["stalking/recommendation-7", "Hampshire Police", "Forces"]["status"]
        == "could_not_be_read"
    )
    assert statuses.count("could_not_be_read") == 1
    assert "<p>Its data could not be read.</p>" in joined.page()
    assert "1 of its entries could not be read." in joined.page("index.html")


def test_each_page_says_who_was_asked_who_responded_who_could_not_be_read_and_who_is_not_listed(
    joined,
):
    more = '[[sources]]\nname = "Wessex Police"\ndata = "missing.json"\n'

    said = joined(more=more)

    assert "Wessex Police: It cannot be read: No such file" in said
    told = one_line(joined.page())
    assert "All 43 forces of England and Wales were asked." in told
    # That is Hampshire: Northamptonshire is past the deadline without a response.
    assert (
        "4 are listed here. 1 has published a response, an action or an update." in told
    )
    assert "We could not read the data of 1." in told
    assert "39 are not listed: we have no data from them." in told
    wessex = rows_of(joined)["stalking/recommendation-7", "Wessex Police", "Forces"]
    assert wessex["status"] == "could_not_be_read"


def test_what_the_catalogue_lacks_is_compared_if_two_forces_answer_it(joined):
    for name in ("Kent", "Hampshire"):
        path = joined.folder / f"{name}.json"
        data = json.loads(path.read_text())
        data["recommendations"].append(
            {
                "id": "new-report/recommendation-1"
                if name == "Kent"
                else "new-report/own",
                "aliases": [] if name == "Kent" else ["new-report/recommendation-1"],
                "title": "Look for missing children",
                "url": "http://localhost/new/",
                "respondents": [
                    {
                        "name": f"{name} Police",
                        "kind": "police_force",
                        "status": "in_progress",
                    }
                ],
            }
        )
        path.write_text(json.dumps(data))

    joined()

    rows = rows_of(joined)
    for name in ("Kent Police", "Hampshire Police"):
        assert (
            rows["new-report/recommendation-1", name, "Forces"]["status"]
            == "in_progress"
        )
    page = joined.page("more/new-report--recommendation-1/index.html")
    assert "Look for missing children" in page
    assert "We do not know who was asked." in page
    assert "43 forces" not in page
    assert "new-report--recommendation-1/index.html" in joined.page("more/index.html")
    assert "Not shown" not in joined.page("index.html")


def test_a_force_in_two_sources_counts_once_and_is_named(joined):
    row = "stalking/recommendation-7,KENT Police,police_force,accepted,in_progress,https://kent.example/,2026-10-01"
    (joined.folder / "others.csv").write_text(
        "id,publisher,respondent_kind,respondent_position,respondent_status,source,day\r\n"
        + row
        + "\r\n"
    )

    said = joined(more='[[sources]]\nname = "Others"\ndata = "others.csv"\n')

    assert (
        "Kent Police is in several sources, and counts once: Kent Police, Others"
        in said
    )
    assert (
        "The data of Kent Police is in several sources: Kent Police, Others."
        in one_line(joined.page("index.html"))
    )
    assert "Forces: 3" in joined.page()
    assert (
        rows_of(joined)["stalking/recommendation-7", "Kent Police", "Forces"]["status"]
        == "in_progress"
    )


@pytest.mark.browser
def test_the_pages_read_well_on_a_phone_and_a_desktop_and_can_be_left(joined, chromium):
    joined()
    context = chromium.new_context()
    page = context.new_page()

    for name in ("index.html", "stalking/index.html", PAGE):
        page.goto(f"file://{joined.folder}/site/{name}")
        assert not faults_of(page), name
    page.get_by_role("link", name="The police response to stalking").click()
    table = page.get_by_role("region", name="Forces by recommendation")
    kent = table.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Kent Police")
    )
    assert "Marked complete" in kent.inner_text()
    page.get_by_role("link", name="Recommendation 7.1: Make sure staff use").click()
    page.get_by_text("Staff are trained").wait_for()
    with page.expect_request("https://www.bbc.co.uk/weather"):
        page.keyboard.press("Escape")
    context.close()
