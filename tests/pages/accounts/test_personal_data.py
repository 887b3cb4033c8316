"""People get what is stored of them, and their account can be erased; the log keeps the role."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse

from pages.accounts import enrolment
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.roles import EDITORS
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import StandardPageFactory, UserFactory
from tests.submissions import submit


def test_data_of_a_person_are_given_out_and_erased(home, client, capsys):
    person = UserFactory(
        username="ed", email="ed@example.org", first_name="Edith", roles=[EDITORS]
    )
    person.authenticator_set.create(type="totp", data={"secret": ""})
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    page = StandardPageFactory(parent=home, title="Their page")
    submit(page, person)
    enrolment.ask(UserFactory(is_superuser=True), person)
    client.force_login(person)

    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("personal_data", "nobody")
    call_command("personal_data", "ed")
    told = json.loads(capsys.readouterr().out)
    call_command("personal_data", "ed", "--erase")

    assert told["account"]["email"] == "ed@example.org"
    assert [each["object_str"] for each in told["revisions"]] == ["Their page"]
    assert [each["action"] for each in told["decisions"]] == ["submitted"]
    assert told["waits_for_a_second_person"] == [
        "Edith: reset of two-step verification"
    ]
    assert not PendingChange.objects.exists()
    erased = User.objects.get(pk=person.pk)
    assert (erased.username, erased.email, erased.get_full_name()) == (
        f"erased-{person.pk}",
        "",
        "",
    )
    assert (
        not erased.is_active
        and not erased.has_usable_password()
        and not erased.groups.exists()
    )
    assert not EmailAddress.objects.filter(user=person).exists()
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert authors_since_publication(page) == {person.pk}
    assert AuditLogEntry.objects.get(action="submitted").role == EDITORS
    assert AuditLogEntry.objects.filter(
        action="people", data__what="Personal data erased"
    ).exists()
