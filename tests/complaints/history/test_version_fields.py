"""A published version as named plain texts."""

import json

from complaints.history.version_texts import ReferencedNames, read_version_fields
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.models import PublishedVersion
from tests.factories import DocumentFactory, StandardPageFactory
from tests.factories.published import unpublish


def texts(model, snapshot) -> dict[str, str]:
    return {
        field.name: field.text
        for field in read_version_fields(model, snapshot, ReferencedNames())
    }


def test_every_field_has_a_name_a_label_and_a_text_in_words(
    recommendation, django_assert_num_queries
):
    snapshot = PublishedVersion.objects.for_object(recommendation).get().snapshot
    names = ReferencedNames()
    with django_assert_num_queries(1):  # names are looked up once for many versions
        for _ in range(5):
            read = read_version_fields(RecommendationResponsePage, snapshot, names)
    fields = {field.name: field for field in read}

    assert next(iter(fields)) == "title"
    assert fields["kind"].text == "Recommendation"
    assert fields["slug"].label == "Address"
    assert fields["responses[1].respondents"].text == "Northamptonshire Police"
    assert fields["responses[1].position"].text == "Accepts"
    assert fields["actions[1].description"].text == "All of them."
    due = fields["actions[1].due_dates[1].due"]
    assert (due.label, due.text) == ("Action 1: due date 1", "March 2025")
    assert (
        fields["actions[1].due_dates[1].no_date"].label
        == "Action 1: due date 1: no date can be given"
    )
    assert not {"sort_key", "pk", "actions[1].page"} & fields.keys()
    told = {name.partition("[")[0] for name in fields}
    assert fields["deadline_over"].label == "The deadline has passed"
    assert (
        fields["actions[1].no_due_date"].label
        == "Action 1: the response gives no due date"
    )
    # Snapshots have no such fields.
    assert snapshot.keys() - told == {"sort_key", "progress_updates", "assurances"}


def test_blocks_and_rich_text_read_as_paragraphs():
    body = [
        {
            "type": "text",
            "value": "<h2>Head</h2><p>One &amp; <b>two</b>.</p><ul><li>three</li></ul>",
        },
        {"type": "text", "value": '<p><a href="https://example.org/">Link</a></p>'},
        {
            "type": "key_dates",
            "value": {
                "heading": "",
                "dates": [{"date": "2024-05", "event": "It came"}],
            },
        },
        {
            "type": "table",
            "value": {
                "row_headers": True,
                "table": {
                    "caption": "Figures",
                    "columns": [
                        {"type": "text", "heading": "Year"},
                        {"type": "number", "heading": "All"},
                    ],
                    "rows": [{"values": ["2024", 17]}],
                },
            },
        },
    ]

    text = texts(SuperComplaintPage, {"body": json.dumps(body)})["body"]

    assert text.splitlines() == [
        "Head",
        "One & two.",
        "• three",
        "Link (https://example.org/)",
        "Date: May 2024",
        "Event: It came",
        "Figures",
        "Year | All",
        "2024 | 17",
        "The first cell of each row is a heading: Yes",
    ]


def test_hidden_pages_and_documents_are_not_named(db, home):
    page = StandardPageFactory(parent=home, title="A page")
    document = DocumentFactory(title="A secret document")
    blocks = [
        {"type": "link", "value": {"text": "There", "page": page.pk}},
        {"type": "link", "value": {"text": "Gone", "page": 10_000}},
    ]
    snapshot = {
        "links": blocks,
        "body": [
            {
                "type": "text",
                "value": f'<p><a linktype="page" id="{page.pk}">There</a></p>',
            }
        ],
        "documents": [{"type": "document", "value": {"document": document.pk}}],
        "lead_bodies": [10_000],
    }

    shown = texts(SuperComplaintPage, snapshot)
    assert ("Page: A page" in shown["links"], shown["body"]) == (True, "There (A page)")
    unpublish(page)
    found = texts(SuperComplaintPage, snapshot)

    assert "A page" not in found["links"] + found["body"]
    assert found["links"].count("a page that is no longer public") == 2
    assert "secret" not in found["documents"]
    assert found["lead_bodies"] == "an organisation that is no longer named here"


def test_a_malformed_snapshot_is_read_as_far_as_possible(db):
    snapshot = {
        "unknown": 3,
        "title": None,
        "kind": "of_old",
        "deadline": "soon",
        "number": 5,
        "actions": [None, {"due_dates": [3, {"due": None}]}, []],
        "responses": {"not": "a list"},
        "progress_updates": None,
        "addressees": [None, "x", {}],
    }

    found = texts(RecommendationResponsePage, snapshot)

    assert (found["title"], found["kind"], found["deadline"], found["number"]) == (
        "",
        "of_old",
        "soon",
        "5",
    )
    assert found["actions[2].due_dates[2].due"] == ""
    for body in (
        "{",
        [],
        None,
        [None, {"type": []}, {"type": "table", "value": {"rows": [3]}}],
        7,
    ):
        assert "body" in texts(SuperComplaintPage, {"body": body})
