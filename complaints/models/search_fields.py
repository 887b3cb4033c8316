"""What readers find super-complaints and recommendations by, in the order in which an excerpt shows it."""

from wagtail.search import index

from pages.search.index_fields import IndexedHeading, IndexedText

NAME = [IndexedText("public_name")]

OF_SUPER_COMPLAINT = [
    IndexedText("official_title"),
    IndexedText("summary"),
    index.RelatedFields("lead_bodies", NAME),
    IndexedText("on_behalf_of"),
    index.RelatedFields("supporting_bodies", NAME),
    IndexedText("body"),
    IndexedText("correspondence"),
    IndexedText("links"),
    IndexedText("documents"),
    index.FilterField("stage"),
]
OF_RECOMMENDATION = [
    IndexedHeading("heading"),
    IndexedText("wording"),
    IndexedText("wording_note"),
    IndexedText("wording_source"),
    index.RelatedFields("addressees", NAME),
    IndexedText("addressees_printed"),
    IndexedText("deadline_printed"),
    index.RelatedFields(
        "responses",
        [
            index.RelatedFields("respondents", NAME),
            IndexedText("reason"),
            IndexedText("narrative"),
            IndexedText("approving_post"),
        ],
    ),
    index.RelatedFields(
        "actions",
        [
            IndexedText("what_is_done"),
            IndexedText("description"),
            IndexedText("owning_post"),
            index.RelatedFields("due_dates", [IndexedText("reason")]),
            IndexedText("evidence"),
        ],
    ),
    index.RelatedFields("progress_updates", [IndexedText("text")]),
    IndexedText("title_above"),
    IndexedText("identifier"),
]
