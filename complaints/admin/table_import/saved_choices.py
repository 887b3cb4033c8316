"""The list of what was chosen at earlier tables, which editors can change or delete."""

from typing import Any

from django.forms import ChoiceField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from complaints.importing.choices import Step
from complaints.importing.chosen_tables import MEANING_OPTIONS
from complaints.importing.questions import Options
from complaints.importing.records import (
    COLOUR_OPTIONS,
    LEFT_OUT,
    NOT_ABOUT_WHOSE,
    POSITION_OPTIONS,
    STATUS_OPTIONS,
)
from complaints.models import Organisation, SavedChoice

OPTIONS = {"Status": STATUS_OPTIONS, "Position": POSITION_OPTIONS, "Colour": COLOUR_OPTIONS}
WAYS_OUT: Options = ((NOT_ABOUT_WHOSE, "It does not say whose it is"), (LEFT_OUT, "Leave it out"))


def options_of(choice: SavedChoice) -> Options:
    """Return what a saved choice can mean."""
    if choice.step == Step.COLUMNS:
        return MEANING_OPTIONS
    if choice.step == Step.WORDS:
        return OPTIONS[choice.asked.partition(":")[0]]
    names = Organisation.objects.filter(live=True).values_list("name", flat=True)
    return (*((name, name) for name in names), *WAYS_OUT)


class SavedChoiceForm(WagtailAdminModelForm):
    """Lets an editor choose another meaning."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_required = self.instance.step != Step.WORDS
        choices = options_of(self.instance)
        self.fields["answer"] = ChoiceField(choices=choices, required=is_required, label="What it means")


class SavedChoiceViewSet(ModelViewSet):
    """The screens of saved choices. The wizard makes them."""

    model = SavedChoice
    name = "saved_choices"
    url_prefix = "saved-choices"
    icon = "table"
    menu_label = "Saved choices"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "asked",
        Column(
            "answer", label="What it means", accessor=lambda each: dict(options_of(each)).get(each.answer)
        ),
    ]
    list_filter = ["step"]
    search_fields = ["asked"]
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=SavedChoiceForm)
