"""Form fields of the admin that Wagtail does not have."""

from typing import Any

from django import forms


class MultipleChooser(forms.CheckboxSelectMultiple):
    """Some of many things, found by typing a few letters. Without its script it is a list of check boxes."""

    template_name = "wagtailadmin/widgets/multiple_chooser.html"

    class Media:
        # Deferred: an element that is parsed after its script would start before its check boxes are there.
        js = [forms.Script("multiple-chooser.js", defer=True)]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index) if index else f"{id_}-search"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["search_id"] = self.id_for_label(context["widget"]["attrs"].get("id", name))
        return context
