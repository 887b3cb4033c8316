"""What stays of a recommendation that was taken down."""

import pytest

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    publish,
)

pytestmark = pytest.mark.django_db

TRACE = "Recommendation 8, on"


@pytest.fixture
def withdrawn(stalking):
    page = publish(
        RecommendationResponsePageFactory(
            parent=stalking, number="8", title="Name nobody"
        )
    )
    take_down(
        page,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.SAFETY,
        "A name.",
    )
    return RecommendationResponsePage.objects.get(pk=page.pk)


def text_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("then", ["it stays so", "it is deleted"])
def test_number_day_and_reason_stay_and_no_words(
    client, section, stalking, withdrawn, then
):
    other = SuperComplaintPageFactory(parent=section, slug="stalking-again")
    if then == "it is deleted":
        withdrawn.delete()
    for address in (stalking.url, f"{stalking.url}whole-response/"):
        text = text_of(client, address)

        assert TRACE in text
        assert "because it could have put someone at risk" in text
        assert "Name nobody" not in text
    assert "Taken down" not in text_of(client, other.url)

    if then == "it stays so":
        publish(withdrawn)
        assert TRACE not in text_of(client, stalking.url)
