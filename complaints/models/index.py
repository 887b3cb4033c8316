"""The front page of the section."""

from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField

from complaints.history.routes import AsAtMixin
from pages.blocks import BodyBlock
from pages.models import BasePage
from pages.search.fields import IndexedText


class SuperComplaintIndexPage(AsAtMixin, BasePage):
    """Introduces super-complaints and lists them; there is one."""

    introduction = StreamField(BodyBlock(), blank=True)

    correctable_fields = BasePage.correctable_fields | {"introduction"}

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, IndexedText("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["complaints.SuperComplaintPage"]
    max_count_per_parent = 1
    lists_below = [("recommendations/", "All recommendations")]
    template = "complaints/super_complaint_index_page.html"

    @path("recommendations/", name="recommendations")
    def recommendations(self, request):
        """Serve the list of all recommendations."""
        from complaints.register import recommendations

        return recommendations.serve(self, request)

    def get_context(self, request, *args, **kwargs):
        """Add the super-complaints and how far the answers to them have come."""
        from complaints.register import front

        return {**super().get_context(request, *args, **kwargs), **front.context(self, request)}
