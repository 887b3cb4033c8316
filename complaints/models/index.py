"""The front page of the section."""

from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.search import index

from complaints.history.routes import AsAtMixin
from pages.blocks import BodyBlock
from pages.models import BasePage
from pages.public import public_pages

from .recommendation import RecommendationResponsePage
from .super_complaint import SuperComplaintPage


class SuperComplaintIndexPage(AsAtMixin, BasePage):
    """Introduces super-complaints and lists them; one for each site."""

    introduction = StreamField(BodyBlock(), blank=True)

    correctable_fields = BasePage.correctable_fields | {"introduction"}

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["complaints.SuperComplaintPage"]
    max_count_per_parent = 1
    template = "complaints/super_complaint_index_page.html"

    @path("recommendations/", name="recommendations")
    def recommendations(self, request):
        """Serve the list of all recommendations."""
        from complaints.register import recommendations

        return recommendations.serve(self, request)

    def super_complaints(self):
        """Return the public super-complaints, newest first, each with ``responses_shown``.

        Takes a fixed number of queries, however many there are.
        """
        responses = public_pages(RecommendationResponsePage.objects.all(), below=self)
        counts = responses.counts_below(self)
        found = (
            public_pages(SuperComplaintPage.objects.child_of(self), below=self)
            .order_by("-submitted", "title")
            .prefetch_related("lead_bodies", "supporting_bodies")
        )
        for super_complaint in found:
            super_complaint.responses_shown = counts.get(super_complaint.path, 0)
        return list(found)
