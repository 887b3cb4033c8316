"""The page of the register of super-complaints."""

from wagtail.admin.panels import FieldPanel

from complaints.vocabulary import State
from pages.content.blocks import BodyBlock
from pages.core.stream_field import StreamField
from pages.search.index_fields import IndexedText

from .routed_page import RoutedPage


class SuperComplaintIndexPage(RoutedPage):
    """Introduces super-complaints and lists them. A site has one."""

    introduction = StreamField(BodyBlock(), blank=True)

    correctable_fields = RoutedPage.correctable_fields | {"introduction"}

    content_panels = [*RoutedPage.content_panels, FieldPanel("introduction")]
    search_fields = [*RoutedPage.search_fields, IndexedText("introduction")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["complaints.SuperComplaintPage"]
    max_count_per_parent = 1
    lists_under_section = [
        ("recommendations/", "All recommendations"),
        (f"recommendations/?state={State.OVERDUE}", "Overdue recommendations"),
        (f"recommendations/?state={State.DEADLINE_PASSED}", State.DEADLINE_PASSED.label),
        ("how-statuses-work/", "How statuses work"),
        ("data/", "Open data: all of it as JSON and CSV files, and a feed of changes"),
    ]
    urlconf_name = "complaints.urls.REGISTER"
    template = "complaints/super_complaint_index_page.html"
