"""The sentence about a super-complaint that answers first: the same wherever it is shown."""

from complaints.models import SuperComplaintPage
from complaints.vocabulary import Stage
from pages.core.partial_dates import PartialDate

from .state_counts import Progress

WITHOUT_REPORT: dict[str, str] = {
    Stage.RECEIVED: "It was submitted {submitted}, and nobody has decided yet whether to look into it.",
    Stage.ELIGIBILITY: "It was submitted {submitted}, and nobody has decided yet whether to look into it.",
    Stage.NOT_ELIGIBLE: "It was submitted {submitted} and found not eligible, so there is nothing to answer.",
}
UNDER_INVESTIGATION = (
    "It was submitted {submitted} and is being looked into; there is no report yet, so nothing to answer."
)


def super_complaint_answer(page: SuperComplaintPage, progress: Progress) -> str:
    """Return what the report asks of us and what is done, in one sentence."""
    if not page.report_published:
        words = WITHOUT_REPORT.get(page.stage, UNDER_INVESTIGATION)
        return words.format(submitted=_when(page.submitted)).replace("  ", " ")
    published = f"The report came out {_when(page.report_published)}"
    if not progress.total:
        return f"{published}; none of its recommendations has a page here."
    return f"{published}; {progress.sentence[:1].lower()}{progress.sentence[1:]}"


def _when(date: PartialDate | None) -> str:
    return f"{'on' if date.day else 'in'} {date.words}" if date else ""
