"""Tables as forces have them, read without a database."""

import datetime

from complaints.importing.choices import ImportChoices
from complaints.importing.questions import AnswerKnown
from complaints.importing.reading import read_plan
from complaints.importing.tables import Document
from pages.core.partial_dates import PartialDate
from pages.files.contained.table_reading import read_contents

TODAY = datetime.date(2026, 11, 28)
REPORT = PartialDate(2024, 9, 27)
ORGANISATIONS = ["Our police", "Home Office", "Our commissioner"]


def table(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


KENT = table(
    ["Recommendation:", "7.1 Use the feature."],
    ["Evidence requirements:", "Logs."],
    ["Owner:", "Inspector"],
    ["Force update:", "<p>Trained.</p><p>Checked.</p>"],
    ["Date:", "Nov-24"],
    ["Status:", "Action complete"],
    ["Supporting documents:", "<a href='https://force.example/plan'>Plan</a>"],
) + table(
    ["Recommendation:", "7.2 Search."],
    ["Owner:", "Analyst"],
    ["Status:", "Amber"],
    ["Force update:", "Half."],
    ["Date:", "Oct-26"],
)
"""An upright table for each recommendation."""
HAMPSHIRE = (
    "<table><tr><th>Rec No.<th>Recomendation<th>Sub recommendation/<th>Rec. Owner"
    "<th>Initial action plan response<th>March 2026 update"
    "<tr><td rowspan=2>7<td rowspan=2>By 27 March 2025, record it."
    "<td>7.1 Use it<td>Head of Crime<td>We will.<td>Done."
    "<tr><td>7.2 Search<td>Head of IT<td>We do.<td>"
    "<tr><td colspan=6>Training"
    "<tr><td>10<td>Train.<td><td>Head of Learning<td>Yes.<td>Begun.</table>"
)
"""Parts below a merged cell, an initial response and an update of a month."""
CHESHIRE = table(
    ["No.", "Recommendation", "Initial Constabulary Response 21st November 2024"],
    [
        "7",
        "Record stalking behind another crime.",
        "We accept this recommendation. Our system does it.",
    ],
    ["10", "Review training.", "<p>Accepted.</p><p>We review it.</p>"],
)


def document_of(source):
    """Read ``source`` as the process of its own does, without its start, which takes a while."""
    kind = "html" if source.lstrip().startswith("<") else "text"
    return Document.from_stored(read_contents(source.encode(), kind))


def plan_of(source, answers=None, **known):
    """Read ``source`` by the ``answers``, each by step and key; all that the screens suggest is taken."""
    document = document_of(source)
    choices = ImportChoices(answers or {})
    choices.answers.setdefault("words", {}).setdefault(
        "No column of actions", "preview"
    )
    known = AnswerKnown(
        **{
            "today": TODAY,
            "organisations": ORGANISATIONS,
            "our_force": "Our police",
            "report": REPORT,
        }
        | known
    )
    for _ in range(8):
        plan = read_plan(document, choices, known)
        for question in plan.questions.unanswered:
            if question.step == "tables" and not question.initial:
                choices.store("tables", {question.key: "rows"})
            elif question.initial or not question.is_required:
                choices.answers.setdefault(question.step, {})[question.key] = (
                    question.initial
                )
    return plan


def asked(plan, step=None):
    """Return the keys of what is not answered."""
    return [each.key for each in plan.questions.unanswered if step in {None, each.step}]


def said(plan):
    """Return what is said of each recommendation: meaning, organisation, text and what it means."""
    found = {}
    for record in plan.records:
        cells = set()
        for line in record.lines:
            for statement in line.statements:
                parts = [
                    statement.meaning,
                    statement.whose,
                    statement.text,
                    statement.code,
                    str(statement.date or ""),
                ]
                cells.add(" | ".join(part for part in parts if part))
        found[record.name] = cells
    return found
