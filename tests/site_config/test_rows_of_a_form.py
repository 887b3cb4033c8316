"""How many rows a form of the CMS may claim: each costs a megabyte."""

from django.urls import reverse

from tests.pages.moderation.routes.forms_on_screen import as_shown


def test_a_form_with_too_many_rows_is_refused(admin_client, home):
    address = reverse("wagtailredirects:add")
    shown = as_shown(admin_client.get(address).content.decode())

    for rows, status in [("200", 200), ("201", 400), ("9" * 5000, 400)]:
        answer = admin_client.post(address, shown | {"rows-TOTAL_FORMS": rows})

        assert answer.status_code == status, rows
