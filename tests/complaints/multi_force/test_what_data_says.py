"""What is compared is what the data says: each row counts once, and an empty field is no silence."""

import json
from datetime import date

import pytest

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.data import fields
from complaints.multi_force import copies
from complaints.multi_force.comparison import MissingReason, compare, compare_others
from complaints.multi_force.copies import (
    ForceCopy,
    ForceSource,
    JoinedRecommendation,
    JoinedResponse,
    get_copies,
    kept_values,
    read_data,
    with_links_to,
)
from complaints.vocabulary import Position, Status
from tests.complaints.catalogue.newer import use_catalogue, with_number_12

SEVEN = "stalking/recommendation-7"
FORCE = "Kent Police"
SOURCE = ForceSource(FORCE, "kent.json")


def data_with(**respondent):
    """Return the data of a force that says ``respondent`` of itself."""
    named = {"name": FORCE, "kind": "police_force", **respondent}
    entry = {"id": SEVEN, "url": "https://kent.example/7", "respondents": [named]}
    return json.dumps({"recommendations": [entry]}).encode()


def answer_in(**respondent) -> JoinedResponse:
    [entry] = read_data(data_with(**respondent), FORCE, is_csv=False).entries
    [answer] = entry.answers
    return answer


def group_of(*found):
    """Return the forces side by side, one for each of ``found``: an answer, an entry, a copy or none."""
    every = []
    for number, each in enumerate(found):
        source = ForceSource(f"Force {number}", f"{number}.json")
        if isinstance(each, JoinedResponse):
            each = JoinedRecommendation(  # noqa: PLW2901
                SEVEN, source.name, "https://force.example/", answers=[each]
            )
        every.append(each or ForceCopy(source, "2026-11-30", "2026-11-30"))
        if isinstance(each, JoinedRecommendation):
            every[-1] = ForceCopy(source, "2026-11-30", "2026-11-30", [each])
    items = compare(read_catalogue().report("stalking"), every)
    [compared] = [item for item in items if item.identifier == SEVEN]
    return compared.groups[0]


def force(status="", **fields_of_answer):
    return JoinedResponse("", "police_force", status=status, **fields_of_answer)


# The statuses


def test_every_status_counts_once_and_the_sum_is_the_number_of_forces():
    gone = JoinedRecommendation(SEVEN, "Force 7", "", withdrawn_on="2026-11-02")
    found = [
        *(force(status) for status in Status),
        gone,
        force(),
        None,
        ForceCopy(ForceSource("Force 10", "10.json")),
    ]

    group = group_of(*found, force(Status.PAST_DEADLINE))

    assert [(share.status.counted_words, share.number) for share in group.counts] == [
        ("past the deadline", 2),
        ("with a response missing", 1),
        ("with a response published", 1),
        ("not started", 1),
        ("in progress", 1),
        ("closed", 1),
        ("marked complete", 1),
        ("with no status in the data", 1),
        ("taken down in the data", 1),
        ("with no entry in the data", 1),
        ("with data that could not be read", 1),
    ]
    assert sum(share.number for share in group.counts) == group.total == len(found) + 1
    # The bar is as wide as all of them.
    assert group.counts[0].x == 0
    assert group.counts[-1].end == pytest.approx(100)


@pytest.mark.parametrize(
    "position", [*Position.values, "not_entered", "mixed", "no_response", ""]
)
def test_a_position_decides_on_no_status(position):
    [row] = group_of(force(Status.IN_PROGRESS, position=position)).rows

    assert row.status == Status.IN_PROGRESS
    assert not row.missing


def test_what_is_not_recorded_counts_neither_as_silence_nor_as_refusal():
    silent = force(Status.RESPONSE_MISSING, position="no_response")
    group = group_of(
        *(
            force(Status.RESPONSE_PUBLISHED, position=each)
            for each in ("not_entered", "not_stated", "accepted")
        ),
        silent,
        force(Status.CLOSED, position="not_accepted"),
    )

    assert {share.status: share.number for share in group.counts} == {
        "response_missing": 1,
        "response_published": 3,
        "closed": 1,
    }
    assert dict(group.position_counts) == {
        "Accepts": 1,
        "Does not accept": 1,
        "Does not say whether it accepts": 1,
        "Not recorded": 1,
        "No response published": 1,
    }


def test_codes_that_say_why_there_is_no_status_count_as_no_status():
    for code in {*dict(fields.STATUS.labels)} - {*Status.values}:
        [row] = group_of(answer_in(status=code)).rows
        assert row.status == MissingReason.NO_STATUS, code


def test_a_date_that_passed_is_given_as_itself_with_which_limit_it_was():
    told = {
        limit: group_of(
            force(Status.PAST_DEADLINE, passed_limit=limit, passed_date=day)
        )
        .rows[0]
        .detail
        for limit, day in (
            ("deadline", "2025-03-27"),
            ("deadline_in_words", ""),
            ("due_date", "2025-05"),
            ("respond_by", "2024-11-22"),
        )
    }

    assert told == {
        "deadline": "the deadline was 27 March 2025",
        "deadline_in_words": "the deadline has passed",
        "due_date": "its own due date was May 2025",
        "respond_by": "the deadline to respond was 22 November 2024",
    }


def test_a_row_of_a_csv_file_without_a_position_is_not_recorded_and_one_that_is_silent_has_no_response():
    text = (
        "id,source,day,respondent_kind,respondent_status,respondent_position\r\n"
        "{0},https://kent.example/,2026-11-01,police_force,{1},\r\n"
    )
    for status, position in (
        ("in_progress", "not_entered"),
        ("response_missing", "no_response"),
    ):
        [entry] = read_data(
            text.format(SEVEN, status).encode(), FORCE, is_csv=True
        ).entries
        assert [answer.position for answer in entry.answers] == [position]


def test_a_force_without_a_commissioner_is_no_silent_commissioner():
    commissioner = JoinedResponse(
        "The Commissioner", "commissioner", status=Status.RESPONSE_MISSING
    )
    city, other = ForceSource("City", "city.json"), ForceSource("Other", "other.json")
    entries = {
        city: JoinedRecommendation(
            "stalking/recommendation-16",
            "City",
            "",
            answers=[JoinedResponse("City", "police_force")],
        ),
        other: JoinedRecommendation(
            "stalking/recommendation-16", "Other", "", answers=[commissioner]
        ),
    }
    found = [
        ForceCopy(source, "2026-11-30", "2026-11-30", [entry])
        for source, entry in entries.items()
    ]

    items = compare(read_catalogue().report("stalking"), found)

    [compared] = [
        item for item in items if item.identifier == "stalking/recommendation-16"
    ]
    [group] = [
        each
        for each in compared.groups
        if each.name == "Police and crime commissioners"
    ]
    assert {row.force: row.status for row in group.rows} == {
        "City": MissingReason.NO_COMMISSIONER,
        "Other": Status.RESPONSE_MISSING,
    }
    assert (group.listed, group.spoken, group.not_listed) == (1, 0, None)


def test_the_day_of_an_entry_is_that_of_its_row_and_never_that_of_the_file():
    values = {
        "id": SEVEN,
        "url": "https://kent.example/7",
        "last_published": "2026-03-04T10:00:00+00:00",
    }
    content = json.dumps(
        {"recommendations": [values, {**values, "id": "a/b", "last_published": None}]}
    )
    first, second = read_data(content.encode(), FORCE, is_csv=False).entries

    assert (first.day, second.day) == ("2026-03-04", "")
    [row] = group_of(first).rows
    assert row.day == "4 March 2026"
    [row] = group_of(
        JoinedRecommendation(SEVEN, "Force 0", "https://kent.example/")
    ).rows
    assert row.day == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We agree. See the actions below.", "We agree. […]"),
        ("See below.", ""),
        (
            "As set out above, we train staff.\nWe began in May.",
            "[…]\nWe began in May.",
        ),
        ("The force has released the below action plan.", ""),
        ("This page lists what we do. We do it.", "[…] We do it."),
        (
            "Cases below the threshold are reviewed.",
            "Cases below the threshold are reviewed.",
        ),
    ],
)
def test_a_sentence_that_depends_on_its_page_is_left_out(text, kept):
    assert answer_in(responses=[{"text": text}]).words == kept


def test_links_lead_to_the_host_of_the_data_alone():
    own, other = (
        JoinedRecommendation("a/b", FORCE, "https://kent.example/7"),
        JoinedRecommendation("a/c", FORCE, "https://evil.example/"),
    )

    entries, faults = with_links_to("kent.example", [own, other])

    assert [entry.url for entry in entries] == ["https://kent.example/7", ""]
    assert faults == ["a/c, url: it leads to another host, so it is left out."]
    assert with_links_to("", [own, other]) == ([own, other], [])


def test_no_identifier_of_others_becomes_the_name_of_a_file_unless_it_is_one_of_ours():
    names = [
        "../../etc/passwd",
        "a/../b",
        "A/b",
        "a/b/c",
        f"a/{'b' * 200}",
        "stalking/unknown",
    ]
    found = []
    for force_name in ("One", "Two"):
        entries = [
            JoinedRecommendation(
                name,
                force_name,
                "",
                answers=[JoinedResponse(force_name, "police_force")],
            )
            for name in names
        ]
        found.append(
            ForceCopy(
                ForceSource(force_name, "x.json"), "2026-11-30", "2026-11-30", entries
            )
        )

    assert [other.identifier for other in compare_others(found)] == ["stalking/unknown"]


def test_what_only_one_force_answers_is_not_compared():
    answer = JoinedResponse("One", "police_force", status=Status.IN_PROGRESS)
    for answers_of_two, expected in (
        ([], []),
        ([answer], ["new-report/recommendation-1"]),
    ):
        found = []
        for name, answers in (("One", [answer]), ("Two", answers_of_two)):
            entry = JoinedRecommendation(
                "new-report/recommendation-1", name, "", answers=answers
            )
            found.append(
                ForceCopy(
                    ForceSource(name, "x.json"), "2026-11-30", "2026-11-30", [entry]
                )
            )

        assert [other.identifier for other in compare_others(found)] == expected


def test_an_identifier_that_appears_twice_is_left_out_and_the_others_stay():
    entries = [
        {"id": name, "url": "https://kent.example/"} for name in ("a/b", "a/c", "a/b")
    ]

    found = read_data(
        json.dumps({"recommendations": entries}).encode(), FORCE, is_csv=False
    )

    assert [entry.identifier for entry in found.entries] == ["a/c"]
    assert [each.identifier for each in found.dropped] == ["a/b", "a/b"]
    assert found.faults == ["a/b: it appears 2 times, so it is left out."]


# Several identifiers of one recommendation

SCREENING, TWELVE = "stalking/screening", "stalking/recommendation-12"


def compared_screening(*entries):
    """Return the row of a force whose data has ``entries``, for the item on screening."""
    copy = ForceCopy(SOURCE, "2026-11-30", "2026-11-30", list(entries))
    items = compare(copies.read_catalogue().report("stalking"), [copy])
    [compared] = [item for item in items if item.identifier == SCREENING]
    return compared.groups[0].rows[0], copy


def entry_of(identifier, status=Status.IN_PROGRESS, **values):
    answer = JoinedResponse(FORCE, "police_force", status=status)
    return JoinedRecommendation(
        identifier, FORCE, "https://kent.example/", answers=[answer], **values
    )


def test_older_data_that_uses_an_alias_is_joined(monkeypatch):
    row, copy = compared_screening(entry_of(TWELVE))
    assert (row.status, copy.unknown) == (MissingReason.NO_ENTRY, [TWELVE])

    use_catalogue(monkeypatch, with_number_12())

    row, copy = compared_screening(entry_of(TWELVE))
    assert (row.status, copy.unknown) == (Status.IN_PROGRESS, [])


def test_data_that_says_what_its_page_is_the_same_as_is_joined():
    own = "stalking/our-own-words"

    row, copy = compared_screening(entry_of(own, aliases=[SCREENING]))

    assert (row.status, row.entry.identifier, copy.unknown) == (
        Status.IN_PROGRESS,
        own,
        [],
    )


def test_of_two_pages_of_one_recommendation_the_one_that_says_more_counts(monkeypatch):
    use_catalogue(monkeypatch, with_number_12())
    silent = entry_of(SCREENING, Status.RESPONSE_MISSING)
    gone = JoinedRecommendation(
        SCREENING, FORCE, "https://kent.example/", withdrawn_on="2026-11-02"
    )

    for others in ([silent], [gone]):
        row, _ = compared_screening(*others, entry_of(TWELVE))
        assert (row.status, row.entry.identifier) == (Status.IN_PROGRESS, TWELVE)
        row, _ = compared_screening(entry_of(TWELVE), *others)
        assert row.entry.identifier == TWELVE
    row, _ = compared_screening(
        entry_of(TWELVE), entry_of(SCREENING, Status.MARKED_COMPLETE)
    )
    assert row.entry.identifier == SCREENING


def test_aliases_are_read_from_json_and_csv_and_kept():
    values = {
        "id": "stalking/own",
        "url": "https://kent.example/",
        "aliases": [SCREENING, TWELVE],
    }
    content = json.dumps({"recommendations": [values]}).encode()
    [entry] = read_data(content, FORCE, is_csv=False).entries
    table = f'id,url,day,aliases\nstalking/own,https://kent.example/,2026-11-30,"{SCREENING}\n{TWELVE}"\n'
    [row] = read_data(table.encode(), FORCE, is_csv=True).entries

    assert entry.aliases == row.aliases == [SCREENING, TWELVE]
    [kept] = kept_values(ForceCopy(SOURCE, entries=[entry]))["entries"]
    assert kept["aliases"] == [SCREENING, TWELVE]
    values["aliases"] = [7]
    with pytest.raises(FaultsError, match="aliases: is not a list of texts"):
        read_data(
            json.dumps({"recommendations": [values]}).encode(), FORCE, is_csv=False
        )


@pytest.mark.parametrize("says_so", ["the catalogue", "the data"])
def test_an_identifier_that_became_an_alias_is_not_lost(tmp_path, monkeypatch, says_so):
    if says_so == "the catalogue":
        use_catalogue(monkeypatch, with_number_12())
    aliases = [TWELVE] if says_so == "the data" else []
    path = tmp_path / "kent.json"

    def read(identifier, **values):
        entry = {"id": identifier, "url": "https://kent.example/", **values}
        path.write_text(json.dumps({"recommendations": [entry]}))
        [copy] = get_copies([SOURCE], tmp_path, tmp_path / "kept", date(2026, 11, 30))
        return copy

    before = read(TWELVE)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "kent-police.json").write_text(json.dumps(kept_values(before)))

    assert read(SCREENING, aliases=aliases).problems == []
    assert read("stalking/other").problems == [
        f"Identifiers are missing that were there before: {TWELVE}."
    ]
