"""All that readers are told about statuses is in short sentences, and “we” never speaks for the force."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from bs4 import BeautifulSoup

from complaints.models import SuperComplaintPage
from complaints.register import state_counts
from complaints.register.state_counts import Progress
from complaints.status import sentences
from complaints.status.respondent_states import RespondentState, list_respondent_states
from complaints.status.sentences import Deadline, describe
from complaints.vocabulary import (
    NO_STATUS_LABELS,
    ActionStatus,
    Knowledge,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate
from tests.complaints.status import facts_to_try as facts
from tests.complaints.status.test_only_what_is_known import (
    OF_ONE,
    WHO_IS_ASKED,
    rows_of_both,
)
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
    publish,
)

MOST_WORDS = 20
MOST_WORDS_OF_A_COUNT = 5
SUM = re.compile(r"(\d+ (?:recommendation|organisation)s?[^:]*): (\d[^:]*)\.")
"""A total and the counts that add up to it: a list in one sentence."""
OF_THE_SITE = (
    "have not recorded",
    "have not checked",
    "have no data",
    "do not know",
    "do not give",
    "do not track",
    "cannot say",
    "cannot give",
    "calculated",
    "count",
    "list",
    "took down",
    "began to keep",
    "read it",
)
"""What “we” may say: it is about our record, never about the work of the force."""
WE = re.compile(
    rf"\b[Ww]e\b(?! (?:{'|'.join(OF_THE_SITE)})\b)|\b[Oo]urs?\b(?! (?:totals|figures|list)\b)"
)
LONG_NAMES = [
    "Northamptonshire Police, Fire and Crime Commissioner",
    "Association of Police and Crime Commissioners",
    "National Police Chiefs’ Council (NPCC)",
]


def is_sum_of_short_counts(sentence: str) -> bool:
    told = SUM.fullmatch(sentence)
    if not told:
        return False
    before, counts = told.groups()
    has_short_counts = all(
        len(count.split()) <= MOST_WORDS_OF_A_COUNT for count in counts.split(", ")
    )
    return has_short_counts and len(before.split()) <= MOST_WORDS


def faults_in(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
        if len(sentence.split()) > MOST_WORDS and not is_sum_of_short_counts(sentence):
            yield f"{len(sentence.split())} words: {sentence}"
        if ";" in sentence:
            yield f"semicolon: {sentence}"
        if found := WE.search(sentence):
            yield f"“{found[0]}” of something else than the record: {sentence}"


def check(texts) -> int:
    """Check that no text has a fault, and return how many different texts there are."""
    different = set(texts)
    faults = Counter(fault for text in different for fault in faults_in(text))
    assert not faults, "\n".join(faults)
    return len(different)


def test_faults_are_noticed():
    good = "The report asked for this by 27 March 2025. The force accepted it. We have not recorded a deadline."

    assert list(faults_in(good)) == []
    assert (
        list(
            faults_in(
                "12 recommendations: 7 past the deadline, 5 with a response missing."
            )
        )
        == []
    )
    for bad in (
        f"{'word ' * 21}.",
        "The force accepted it; it is not marked complete.",
        "We have begun the work.",
        "It is in our answer.",
        f"12 recommendations: 7 past the deadline, 5 {'word ' * 20}.",
    ):
        assert len(list(faults_in(bad))) == 1, bad


def test_the_words_of_each_status_are_short():
    texts = [status.meaning for status in Status]
    texts += [
        *NO_STATUS_LABELS.values(),
        *sentences.WITHOUT_STATUS.values(),
        *sentences.REASONS.values(),
    ]
    texts += [*state_counts.WITHOUT_REPORT.values(), state_counts.UNDER_INVESTIGATION]

    assert check(texts) > 15


def states_of_a_part() -> Iterator[RespondentState | None]:
    """Yield every status of a whole that a part alone decides, with each date that may have passed."""
    content = {"deadline": "2025-03-27", "addressees": [facts.FORCE]}
    rows = facts.rows_of({**content, **OF_ONE[9].content_of(facts.FORCE)})
    whole = rows[-1]
    whole.respond_by = facts.PAST_RESPOND_BY
    [state] = list_respondent_states([whole], facts.TODAY)
    state = replace(state, is_of_a_part=True)
    yield None
    for status in [each for each in Status if each != Status.MARKED_COMPLETE]:
        for limits in (
            {},
            {"deadline": None},
            {"deadline": None, "due": None, "deadline_over": True},
        ):
            yield replace(state, status=status, **limits)


def test_sentences_about_several_organisations_and_a_part_that_decides_are_short():
    """Every combination of two, with each status of a part and names that are asked and have no status."""
    parts = list(states_of_a_part())
    texts = []
    for place, (ours, theirs, asked) in enumerate(
        product(OF_ONE, OF_ONE, WHO_IS_ASKED)
    ):
        rows = rows_of_both(
            {facts.FORCE: ours, facts.COMMISSIONER: theirs}, asked, "past"
        )
        states = list_respondent_states(rows, facts.TODAY)
        deadline = Deadline(facts.PAST_DEADLINE)
        for number in range(4):
            of_part = parts[(place + number) % len(parts)]
            told = describe(
                states,
                deadline,
                facts.TODAY,
                also_asked=LONG_NAMES[:number],
                of_part=of_part,
            )
            texts.append(told)
            texts += [of_part.detail] if of_part else []

    assert check(texts) > 3_000


def test_sentences_about_many_organisations_are_short():
    """The statuses of more than two that differ are counted, and those past the deadline named."""
    texts = []
    for cases in product(OF_ONE, repeat=2):
        rows = rows_of_both(
            dict(zip((facts.FORCE, facts.COMMISSIONER), cases, strict=True)),
            "both by name",
            "past",
        )
        states = list_respondent_states(rows, facts.TODAY)
        more = [
            replace(state, name=name, kind="")
            for state in states
            for name in LONG_NAMES
        ]
        texts.append(
            describe([*states, *more], Deadline(facts.PAST_DEADLINE), facts.TODAY)
        )

    assert check(texts) > 50


def progresses() -> Iterator[Progress]:
    """Yield totals of every kind: with nothing, one and many of what they count."""
    numbers = (0, 1, 12)
    for of_each, not_here, reports, unknown, for_others, alone in product(
        numbers, repeat=6
    ):
        progress = Progress(
            "", reports=reports, reports_without_total=min(unknown, reports)
        )
        progress.by_status = Counter(dict.fromkeys(Status, of_each))
        progress.not_here = not_here
        progress.for_others = for_others
        progress.without_status = Counter(dict.fromkeys(Knowledge, unknown))
        progress.for_commissioner_alone = min(alone, progress.total)
        progress.for_force = progress.total - progress.for_commissioner_alone
        progress.past_for_one = Counter({LONG_NAMES[0]: alone})
        yield progress


def test_sentences_about_totals_are_short():
    texts = []
    for progress in progresses():
        texts += [
            progress.sentence,
            progress.sentences_about_missing,
            progress.sentences_about_who_is_asked,
            progress.sentences_about_others,
        ]

    assert check(texts) > 30


WHAT_IS_TOLD = (
    ".page-heading .answer, .page-heading__missing, .standings__meaning, .party p, "
    "[aria-labelledby=progress] p, [aria-labelledby=results] p, .notice p, .inset p"
)
"""What pages of recommendations and totals say of statuses, beside what responses and reports say."""


def texts_on(client, address: str, selector: str) -> list[str]:
    """Return what stands in ``selector`` on a page; the title of another page in it counts as a name."""
    main = BeautifulSoup(client.get(address).content, "html.parser").main
    for link in main.find_all(
        "a", href=re.compile(r"^/super-complaints/(?!recommendations/)[^?#]+/$")
    ):
        link.replace_with("It")
    found = [
        each for each in main.select(selector) if not each.find_parent("blockquote")
    ]
    return [" ".join(each.text.split()) for each in found]


@pytest.fixture
def section_with_every_status(section):
    force = OrganisationFactory(name="Northamptonshire Police")
    SiteWordingFactory(force_name=force.name)
    stalking = SuperComplaintPageFactory(
        parent=section,
        slug="stalking",
        respond_by=PartialDate(2024, 11, 22),
        recommendations_made=29,
    )
    accepted = [make_response(Position.ACCEPTED, force)]
    for number, fields in {
        "1": {"deadline": PartialDate(2024, 10)},
        "2": {},
        "3": {"responses": accepted, "deadline_printed": "within six months"},
        "4": {
            "responses": accepted,
            "actions": [make_action(ActionStatus.NOT_STARTED)],
        },
        "5": {
            "responses": accepted,
            "actions": [make_action(ActionStatus.IN_PROGRESS, PartialDate(2025))],
        },
        "6": {"responses": [make_response(Position.NOT_ACCEPTED, force)]},
        "7.1": {
            "responses": accepted,
            "actions": [make_action(ActionStatus.IN_PROGRESS)],
        },
        "7": {"responses": accepted, "actions": [make_action(ActionStatus.COMPLETE)]},
        "8": {"addressees_printed": "the Home Office"},
        "9": {"addressees_printed": ""},
    }.items():
        publish(
            RecommendationResponsePageFactory(parent=stalking, number=number, **fields)
        )
    return publish(stalking)


@pytest.mark.django_db
def test_pages_about_statuses_have_short_sentences(client, section_with_every_status):
    stalking = section_with_every_status
    base = "/super-complaints/"
    of_recommendations = [page.url for page in stalking.get_children().live()]
    lists = [
        f"{base}recommendations/{query}"
        for query in ("", "?progress=overdue", "?status=response_missing")
    ]

    texts = []
    for address in (
        "/",
        base,
        stalking.url,
        f"{stalking.url}whole-response/",
        *lists,
        *of_recommendations,
    ):
        texts += texts_on(client, address, WHAT_IS_TOLD)
    texts += texts_on(client, f"{base}how-statuses-work/", "p, dd, li")

    assert check(texts) > 45


@pytest.mark.django_db
def test_the_real_content_has_short_sentences_about_statuses(client, demonstration):
    texts = texts_on(client, "/", WHAT_IS_TOLD) + texts_on(
        client, "/super-complaints/", WHAT_IS_TOLD
    )
    for page in SuperComplaintPage.objects.live():
        for each in (page, *page.get_children().live()):
            texts += texts_on(
                client, each.url, ".page-heading .answer, .page-heading__missing"
            )

    assert check(texts) > 30
