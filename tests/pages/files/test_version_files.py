"""The files of a draft are found like those that Wagtail's reference index finds in live content."""

import pytest
from wagtail.models import ReferenceIndex

from complaints.models import Response
from pages.files.version_files import files_in_version
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory

from .content import mention, page_with

pytestmark = pytest.mark.django_db


def test_files_in_version_agrees_with_the_reference_index(home, section, image, document):
    page = page_with(home, image, document)

    indexed = ReferenceIndex.get_references_for_object(page)
    assert files_in_version(page) == {
        (reference.to_content_type.model_class(), reference.to_object_id)
        for reference in indexed.select_related("to_content_type")
    }
    # So are those of a part below a page.
    complaint = SuperComplaintPageFactory(parent=section)
    answer = RecommendationResponsePageFactory(parent=complaint, number="1")
    answer.responses = [Response(narrative=[("text", mention(image, document))])]
    assert files_in_version(answer) == {(type(file), str(file.pk)) for file in (image, document)}
