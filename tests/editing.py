"""Send the editor's forms and read what comes back."""

from django.urls import reverse

SUBMIT = {"action-submit": "1"}


def add(client, parent, model, form, **buttons):
    """Send the form for a new page and return the answer."""
    address = reverse(
        "wagtailadmin_pages:add",
        args=[model._meta.app_label, model._meta.model_name, parent.pk],
    )
    return client.post(address, {**form, **buttons})


def edit(client, page, form, **buttons):
    """Send the form for an existing page and return the answer."""
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, **buttons}
    )


def errors_of(answer) -> dict[str, list[str]]:
    """Return the messages of a form that came back, by field, those of child forms included."""
    assert answer.status_code == 200, "the form was accepted"
    found: dict[str, list[str]] = {}

    def collect(form):
        for field, messages in form.errors.items():
            found.setdefault(field, []).extend(messages)
        for formset in getattr(form, "formsets", {}).values():
            for child in formset.forms:
                collect(child)

    collect(sent_form(answer))
    return found


def sent_form(answer):
    """Return the form that was sent; the first request of a process may render one of an empty row, too."""
    forms = (context.get("form") for context in answer.context)
    return next(form for form in forms if form is not None and form.is_bound)
