"""The list of what people chose when they imported earlier tables, which editors can change or delete."""

from typing import Any

from django.forms import ChoiceField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from complaints.importing.choices import Step
from complaints.importing.chosen_tables import MEANING_OPTIONS
from complaints.importing.questions import Options
from complaints.importing.records import COLOUR_OPTIONS, POSITION_OPTIONS, STATUS_OPTIONS, WHOSE_WAYS_OUT
from complaints.models import Organisation, SavedChoice

OPTIONS = {"Status": STATUS_OPTIONS, "Position": POSITION_OPTIONS, "Colour": COLOUR_OPTIONS}


def options_of(choice: SavedChoice) -> Options:
    """Return what a saved choice can mean; of one about an organisation, the answers that name none."""
    if choice.step == Step.COLUMNS:
        return MEANING_OPTIONS
    if choice.step == Step.WORDS:
        return OPTIONS[choice.asked.partition(":")[0]]
    return WHOSE_WAYS_OUT


def meaning_of(choice: SavedChoice) -> str:
    """Return what a saved choice means, as people read it; the name of an organisation is its own label."""
    return dict(options_of(choice)).get(choice.answer, choice.answer)


class SavedChoiceForm(WagtailAdminModelForm):
    """The form in which an editor chooses another meaning."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        step = self.instance.step
        is_required = step != Step.WORDS
        choices = list(options_of(self.instance))
        if step == Step.WHOSE:
            names = Organisation.objects.filter(live=True).values_list("name", flat=True)
            choices = [*((name, name) for name in names), *choices]
        self.fields["answer"] = ChoiceField(choices=choices, required=is_required, label="What it means")


class SavedChoiceViewSet(ModelViewSet):
    """The screens of saved choices, which the wizard makes."""

    model = SavedChoice
    name = "saved_choices"
    url_prefix = "saved-choices"
    icon = "table"
    menu_label = "Saved choices"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["asked", Column("answer", label="What it means", accessor=meaning_of)]
    list_filter = ["step"]
    search_fields = ["asked"]
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=SavedChoiceForm)
