"""The tabs by which editors write a recommendation, in the order in which one fills them in."""

from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from pages.content.site_wording import site_wording_for

from .organisation import Organisation


class ResponsesPanel(InlinePanel):
    """The responses. A new one is given by our force, unless the editor chooses somebody else."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The responses of one recommendation."""

        def __init__(self, **options: Any) -> None:
            """Choose our force, which the site wording names, in the row that is added."""
            super().__init__(**options)
            if self.form is not None:
                force_name = site_wording_for(self.request).force_name
                our_force = Organisation.objects.filter(live=True, name=force_name)
                self.empty_child.form.initial["respondents"] = our_force


WHAT_IT_ASKS = [
    FieldPanel("title", help_text="What it asks for, in a few plain words."),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("number")], heading="Item"),
    FieldPanel("summary"),
    FieldPanel("theme"),
    MultiFieldPanel(
        [
            FieldPanel("wording"),
            FieldPanel("wording_source"),
            FieldPanel("wording_source_link"),
            FieldPanel("wording_paragraph"),
            FieldPanel("wording_note"),
        ],
        heading="Wording",
    ),
    MultiFieldPanel(
        [
            FieldPanel("addressees"),
            FieldPanel("addressees_printed"),
            FieldPanel("deadline"),
            FieldPanel("deadline_printed"),
        ],
        heading="Addressees and deadline",
    ),
]
RESPONSE = [
    ResponsesPanel("responses", label="Response", heading="Responses"),
    MultiFieldPanel(
        [FieldPanel("executive_lead"), FieldPanel("operational_lead")], heading="Who leads the work"
    ),
]
PROGRESS = [
    InlinePanel("progress_updates", label="Progress update", heading="Progress updates"),
    InlinePanel("actions", label="Action", heading="Actions"),
    InlinePanel(
        "assurances",
        label="External assurance",
        heading="External assurance",
        help_text="What a body other than the respondents says of the work.",
    ),
]
TABS = [
    ObjectList(WHAT_IT_ASKS, heading="What it asks"),
    ObjectList(RESPONSE, heading="Response"),
    ObjectList(PROGRESS, heading="Progress"),
]
