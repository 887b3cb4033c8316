"""The list of what people chose when they imported earlier tables, which editors can change or delete."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from complaints.importing.choices import ImportStep
from complaints.importing.chosen_tables import MEANING_OPTIONS
from complaints.importing.options import OPTIONS_OF_WORDS
from complaints.importing.questions import ImportQuestion, OrganisationsQuestion
from complaints.models import Organisation, SavedChoice


def question_of(choice: SavedChoice) -> ImportQuestion:
    """Return the question that a saved choice answers; of one about organisations, without their names."""
    about: dict[str, Any] = {
        "key": choice.asked,
        "label": "What it means",
        "answer": choice.answer,
    }
    if choice.step == ImportStep.WHOSE:
        return OrganisationsQuestion(ImportStep.WHOSE, is_required=True, **about)
    if choice.step == ImportStep.COLUMNS:
        return ImportQuestion(
            ImportStep.COLUMNS, options=MEANING_OPTIONS, is_required=True, **about
        )
    options = OPTIONS_OF_WORDS.get(choice.asked.partition(":")[0], ())
    return ImportQuestion(ImportStep.WORDS, options=options, **about)


def meaning_of(choice: SavedChoice) -> str:
    return question_of(choice).answer_words


class SavedChoiceForm(WagtailAdminModelForm):
    """The form in which an editor chooses another meaning."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        question = question_of(self.instance)
        if question.step == ImportStep.WHOSE:
            names = Organisation.objects.filter(live=True).values_list(
                "name", flat=True
            )
            question.options = tuple((name, name) for name in names)
        self.fields["answer"] = question.field()


class SavedChoiceViewSet(ModelViewSet):
    """The screens of saved choices, which the wizard makes."""

    model = SavedChoice
    name = "saved_choices"
    url_prefix = "saved-choices"
    icon = "table"
    menu_label = "Import choices"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "asked",
        Column("answer", label="What it means", accessor=meaning_of),
    ]
    list_filter = ["step"]
    search_fields = ["asked"]
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=SavedChoiceForm)
