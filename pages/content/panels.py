"""Parts of the forms by which editors write pages, and texts in them that somebody has to decide.

“[To confirm: the legal basis.]” keeps a page from being published. ``start_section``
writes such texts into the drafts with which a site begins; anybody may write one into
any draft.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import json_script, strip_spaces_between_tags
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.panels.group import PanelGroup
from wagtail.blocks import StreamValue
from wagtail.models import Page

from pages.core.cache_policy import form_part_view
from pages.core.form_parts import FormPart
from pages.moderation.moderated import CHANGE_PANEL


def has_error(panel: Panel, form: Any) -> bool:
    if not form.is_bound:
        return False
    options = panel.get_form_options()
    if any(name in form.errors for name in options.get("fields", [])):
        return True
    for name in options.get("formsets", {}):
        formset = form.formsets.get(name)
        if formset and formset.is_bound and not formset.is_valid():
            return True
    return False


class FoldedPanel(MultiFieldPanel):
    """Fields that are rarely changed once they are filled in: folded then, below the name of their object."""

    def __init__(
        self, children: Iterable[Panel], *, fields: str, **options: Any
    ) -> None:
        super().__init__(children, **options)
        self.fields = fields

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "fields": self.fields}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "wagtailadmin/panels/folded_panel.html"

        @property
        def has_error(self) -> bool:
            """Return True if a field has an error, so that the fold has to be open."""
            return has_error(self.panel, self.form)


def field_panels_in(panel: Panel) -> Iterator[FieldPanel]:
    """Yield the panels of single fields in ``panel``, at any depth."""
    if isinstance(panel, FieldPanel):
        yield panel
    if isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from field_panels_in(child)


def rows_panels_in(panel: Panel) -> Iterator["RowsPanel"]:
    """Yield the panels of rows in ``panel``, at any depth."""
    if isinstance(panel, RowsPanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from rows_panels_in(child)


class RowsPanel(InlinePanel):
    """Rows that editors add, without what Wagtail would send for each field and not use."""

    @cached_property
    def child_edit_handler(self) -> Panel:
        """The form of a row.

        Wagtail takes no comments in rows, so its fields have no button for them.
        """
        form_of_row: Panel = super().child_edit_handler
        for panel in field_panels_in(form_of_row):
            panel.disable_comments = True
        return form_of_row

    def get_bound_panel(
        self,
        instance: Any = None,
        request: Any = None,
        form: Any = None,
        prefix: str = "panel",
    ) -> Any:
        """Begin the ids of rows with the prefix of their forms.

        It is unique, and shorter than Wagtail's path through all panels above, which
        would be in four ids of each field of each row.
        """
        if form:
            prefix = form.formsets[self.relation_name].prefix
        return super().get_bound_panel(instance, request, form, prefix)

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "wagtailadmin/panels/rows_panel.html"

        @property
        def is_in_new_row(self) -> bool:
            """Return True if these are rows in a new row, which brings the template of one for all others."""
            return "__prefix__" in str(self.form.prefix)

        @property
        def new_row_depends_on(self) -> Hashable:
            """What makes a new row differ from that of the same panel on another day."""
            return None

        @property
        def new_row(self) -> FormPart | None:
            """What the button below the rows adds, which is the same for every page; none for rows in a row."""
            if self.form.prefix:
                return None
            name = f"{self.panel.model._meta.label}.{self.panel.relation_name}"
            key = (name, self.new_row_depends_on)
            if key not in NEW_ROWS:
                template = "wagtailadmin/panels/inline_panel_child.html"
                context = self.get_context_data()
                row = render_to_string(template, {**context, "child": self.empty_child})
                NEW_ROWS[key] = FormPart("new_row", name)
                NEW_ROWS[key].content = strip_spaces_between_tags(row)
            return NEW_ROWS[key]

        @property
        def media(self) -> forms.Media:
            parts: Any = [self.new_row] if self.new_row else []
            return super().media + forms.Media(js=parts)


NEW_ROWS: dict[tuple[str, Hashable], FormPart] = {}
"""The new rows that this process has made, by the panel and by what they depend on."""


@form_part_view
@require_GET
@require_admin_access
def serve_new_row(request: HttpRequest, panel: str, part_id: str) -> HttpResponse:
    """Send a new row of ``panel``, such as ``complaints.RecommendationResponsePage.actions``."""
    model, _, relation = panel.rpartition(".")
    try:
        page_type = apps.get_model(model)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(page_type, Page):
        raise Http404
    form_of_page = page_type.get_edit_handler()
    for rows in rows_panels_in(form_of_page):
        if rows.relation_name == relation:
            page = page_type()
            form = form_of_page.get_form_class()(instance=page, for_user=request.user)
            bound = rows.get_bound_panel(instance=page, request=request, form=form)
            return bound.new_row.serve(part_id)
    raise Http404


class RowInRowForm(WagtailAdminModelForm):
    """The form of a row within a row.

    One that was added and left blank counts as deleted.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        bookkeeping = {"id", ORDERING_FIELD_NAME, DELETION_FIELD_NAME}
        is_blank = not any(
            cleaned.get(name) for name in self.fields if name not in bookkeeping
        )
        if is_blank and not self.errors and not self.instance.pk:
            cleaned[DELETION_FIELD_NAME] = True
        return cleaned


class RowsInRowPanel(RowsPanel):
    """Rows within a row, which share one template of a new row.

    It is in the template of a new outer row. ``start-widget.js`` copies it for each
    outer row that is there.
    """

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = RowInRowForm
        return options


class NeededPanel(FieldPanel):
    """A field that a publication needs: always, or as soon as another field has a certain value.

    ``needed-fields.js`` says so beside the field while the editor types, so that nobody
    finds out at submission. The rule itself is in the model's
    ``clean_for_publication``.
    """

    def __init__(
        self,
        field_name: str,
        *,
        when: str = "",
        has: Iterable[str] = (),
        unless: str = "",
        after_first: bool = False,
        **options: Any,
    ) -> None:
        """Need the field when the field ``when`` has one of the values ``has``, or any value at all.

        It is not needed if the box ``unless`` is ticked. With ``after_first`` it is
        needed in every row but the first one, too.
        """
        super().__init__(field_name, **options)
        self.when = when
        self.has = tuple(has)
        self.unless = unless
        self.after_first = after_first

    def clone_kwargs(self) -> dict[str, Any]:
        needed = {
            "when": self.when,
            "has": self.has,
            "unless": self.unless,
            "after_first": self.after_first,
        }
        return {**super().clone_kwargs(), **needed}

    class BoundPanel(FieldPanel.BoundPanel):
        @property
        def attrs(self) -> dict[str, Any]:
            attrs = {
                **super().attrs,
                "data-needed-when": self.panel.when,
                "data-needed-for": " ".join(self.panel.has),
                "data-needed-unless": self.panel.unless,
            }
            if self.panel.after_first:
                attrs["data-needed-after-first"] = ""
            return attrs


class ChangePanel(MultiFieldPanel):
    """What is said of a change.

    It stays in view below the tabs, next to the button that saves.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "wagtailadmin/panels/change_panel.html"

        def show_panel_furniture(self) -> bool:
            """Return False: Wagtail shows panels without furniture beside the tabs."""
            return False


class PageForm(TabbedInterface):
    """The form of a page: its tabs, and below them what is said of the change."""

    @cached_property
    def form_class(self) -> type[Any]:
        """Wagtail's form class, with those of all rows: made once, not for each request."""
        return super().get_form_class()

    def get_form_class(self) -> type[Any]:
        return self.form_class

    class BoundPanel(TabbedInterface.BoundPanel):
        template_name = "wagtailadmin/panels/page_form.html"

        def js_opts(self) -> dict[str, Any]:
            """Describe no panels to scripts.

            Wagtail describes every panel and widget for scripts of other packages. None
            here reads it, and it is a twentieth of the form.
            """
            return {**Panel.BoundPanel.js_opts(self), "children": []}

        @property
        def attrs(self) -> dict[str, Any]:
            """Open the tab with the first error, or else the one that the editors of a page need most."""
            tabs = zip(self.children, self.panel.child_identifiers, strict=True)
            tab = next(
                (name for child, name in tabs if has_error(child.panel, self.form)),
                None,
            )
            if not tab and self.instance.pk:
                tab = self.instance.everyday_tab
            attrs = dict(super().attrs)
            if tab:
                attrs["data-w-tabs-active-panel-id-value"] = f"tab-{tab}"
            return attrs


def page_form(page_type: type[Page]) -> Panel:
    """Return the form of pages of ``page_type``, which may spread its content over several tabs."""
    content = page_type.content_panels
    if not all(isinstance(panel, ObjectList) for panel in content):
        content = [ObjectList(content, heading="Content")]
    tabs = [
        *content,
        ObjectList(page_type.promote_panels, heading="Promote"),
        ObjectList(page_type.settings_panels, heading="Settings"),
        ChangePanel(CHANGE_PANEL.children, heading=CHANGE_PANEL.heading),
    ]
    return PageForm(tabs, base_form_class=page_type.base_form_class).bind_to_model(
        page_type
    )


class MultipleChooser(forms.CheckboxSelectMultiple):
    """Some of many things, found by typing a few letters.

    Without its script it is a list of check boxes.
    """

    template_name = "wagtailadmin/widgets/multiple_chooser.html"

    class Media:
        # Deferred: an element that is parsed after its script would start before its
        # check boxes are there.
        js = [forms.Script("multiple-chooser.js", defer=True)]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        if index:
            return super().id_for_label(id_, index)
        return f"{id_}-search"

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        context["search_id"] = self.id_for_label(attributes.get("id", name))
        context["described_by"] = attributes.get("aria-describedby")
        return context


class OptionsElement:
    """The element of a page with everything that choosers of one kind offer.

    It is one of the scripts of a form, which Django lists once for all choosers that
    need it.
    """

    def __init__(
        self, element_id: str, options: Callable[[], Iterable[tuple[int, str]]]
    ) -> None:
        """Offer the keys and names that ``options`` returns when the page is made."""
        self.id = element_id
        self.options = options

    def __html__(self) -> SafeString:
        return json_script(list(self.options()), self.id)


class SharedOptionsChooser(MultipleChooser):
    """A multiple chooser that sends the keys of what is chosen, and no other options.

    Its script makes a check box for each option in the element that all choosers of a
    page share.
    """

    template_name = "wagtailadmin/widgets/shared_options_chooser.html"
    options_element: OptionsElement

    @property
    def media(self) -> forms.Media:
        # The element comes first, so that it is there when a chooser starts.
        scripts: Any = [self.options_element, *MultipleChooser.Media.js]
        return forms.Media(js=scripts)

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        """Return no options: the element has them."""
        return []

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["options_id"] = self.options_element.id
        return context


OPEN_QUESTION = re.compile(r"\[To confirm: ([^\]]+)\]")


def open_questions(page: Page) -> list[str]:
    """Return what has to be decided before ``page``, or the draft, may be published."""
    questions = []
    for field in page._meta.concrete_fields:
        if field.is_relation:
            continue
        value = getattr(page, field.name)
        if isinstance(value, StreamValue):
            value = json.dumps(list(value.raw_data), ensure_ascii=False, default=str)
        if isinstance(value, str):
            questions.extend(OPEN_QUESTION.findall(value))
    return questions


def refuse_open_questions(page: Page) -> None:
    """Raise ``ValidationError`` that names everything that has to be decided first."""
    advice = "Decide this, then remove it and its brackets from the text"
    if questions := open_questions(page):
        raise ValidationError(
            [f"{advice}: “[To confirm: {question}]”." for question in questions]
        )
