"""The list of what people chose when they imported earlier tables, which editors can change or delete."""

from typing import Any

from django.forms import ChoiceField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from complaints.importing.choices import Step
from complaints.importing.chosen_tables import MEANING_OPTIONS
from complaints.importing.options import OPTIONS_OF_WORDS, WHOSE_WAYS_OUT
from complaints.importing.questions import Options
from complaints.models import Organisation, SavedChoice

from .forms import SeveralField
from .texts import together


def options_of(choice: SavedChoice) -> Options:
    """Return what a saved choice can mean; of one about an organisation, the answers that name none."""
    if choice.step == Step.COLUMNS:
        return MEANING_OPTIONS
    if choice.step == Step.WORDS:
        return OPTIONS_OF_WORDS[choice.asked.partition(":")[0]]
    return WHOSE_WAYS_OUT


def meaning_of(choice: SavedChoice) -> str:
    """Return what a saved choice means, as people read it; the name of an organisation is its own label."""
    return dict(options_of(choice)).get(choice.answer, together(choice.answer))


class SavedChoiceForm(WagtailAdminModelForm):
    """The form in which an editor chooses another meaning."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        meanings = list(options_of(self.instance))
        label = "What it means"
        if self.instance.step == Step.WHOSE:
            names = Organisation.objects.filter(live=True).values_list("name", flat=True)
            choices = [(name, name) for name in names]
            self.fields["answer"] = SeveralField(choices=choices + meanings, label=label)
        else:
            is_required = self.instance.step != Step.WORDS
            self.fields["answer"] = ChoiceField(choices=meanings, required=is_required, label=label)


class SavedChoiceViewSet(ModelViewSet):
    """The screens of saved choices, which the wizard makes."""

    model = SavedChoice
    name = "saved_choices"
    url_prefix = "saved-choices"
    icon = "table"
    menu_label = "Saved import choices"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["asked", Column("answer", label="What it means", accessor=meaning_of)]
    list_filter = ["step"]
    search_fields = ["asked"]
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=SavedChoiceForm)
