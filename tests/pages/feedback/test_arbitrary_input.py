"""Any input to the form gets a page of this site, and no valid feedback is lost."""

import string
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pages.feedback import views
from pages.feedback.models import FeedbackEntry
from tests.effort import by_effort
from tests.forms import opened

RUDE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE feedback_feedbackentry; --",
    "=cmd|' /C calc'!A0",
    "\u202etxt.exe",
    "👩‍👩‍👧‍👦" * 50,
    "\0",
    "\ufffe\uffff",
    "%00%ff",
    "x" * 1200,
    "x" * 1201,
    "\r\n" * 1200,
    "{{ 7 * 7 }}{% csrf_token %}",
    "../../etc/passwd",
]
words = st.one_of(
    st.sampled_from(RUDE),
    st.text(max_size=60),
    st.text(alphabet=string.printable, max_size=60),
)
honest = {
    "about": st.sampled_from(FeedbackEntry.About.values),
    "useful": st.sampled_from(FeedbackEntry.Useful.values),
    "text": words,
    "page_path": st.one_of(st.just(""), st.just("/feedback/"), words),
    "subject": st.just(""),
}
forms = st.one_of(
    st.fixed_dictionaries(honest),
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys((*honest, "opened", "csrfmiddlewaretoken"), words)
    ),
    # Repeated fields, as only a program sends them
    st.dictionaries(
        st.sampled_from([*honest, "opened"]), st.lists(words, max_size=3), max_size=6
    ),
)
CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain; charset=latin-1",
    "",
]
NESTED = (
    b'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n'
    b'--y\r\nContent-Disposition: file; filename="a"\r\n\r\nb\r\n--y--\r\n--x--\r\n'
)


@pytest.fixture
def unlimited(monkeypatch, feedback_page):
    monkeypatch.setattr(views, "MAX_STORED", dict.fromkeys(views.MAX_STORED, 10**9))


# One database for all examples: each is checked by what it adds.
rudely = settings(
    suppress_health_check=list(HealthCheck), max_examples=by_effort(50, 5000)
)


@rudely
@given(form=forms)
def test_any_form_is_stored_or_shown_again(client, unlimited, form):
    token = opened()
    before = FeedbackEntry.objects.count()

    answer = client.post(
        reverse("feedback_send"),
        urlencode({"opened": token, **form}, doseq=True, errors="surrogatepass"),
        content_type=CONTENT_TYPES[0],
    )

    assert answer.status_code in {303, 400}
    if answer.status_code == 303:
        assert FeedbackEntry.objects.count() == before + 1
    else:
        assert "govuk-error-summary" in answer.content.decode()
        assert "<script>alert(1)" not in answer.content.decode()


@rudely
@given(body=st.binary(max_size=400), content_type=st.sampled_from(CONTENT_TYPES))
@example(body=b"x" * 5_000_000, content_type=CONTENT_TYPES[0])
@example(body=b"text=" + b"x" * 5_000_000, content_type=CONTENT_TYPES[0])
@example(body=b"a=b&" * 20_000, content_type=CONTENT_TYPES[0])
@example(body=b"text=%ff%fe", content_type=CONTENT_TYPES[0])
@example(body=NESTED, content_type=CONTENT_TYPES[4])
@example(body=NESTED * 50, content_type=CONTENT_TYPES[4])
def test_any_request_body_gets_a_page_of_this_site(
    client, unlimited, body, content_type
):
    answer = client.generic(
        "POST", reverse("feedback_send"), body, content_type=content_type
    )

    assert answer.status_code in {303, 400}
    assert answer.status_code == 303 or "govuk-skip-link" in answer.content.decode()
