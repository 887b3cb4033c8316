"""Deputies stand in for a role for a limited time; two people grant it."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pages.moderation import roles, teams
from pages.moderation.models import Deputy
from tests.factories import OrganisationFactory, UserFactory
from tests.forces import page_of, submit

pytestmark = pytest.mark.usefixtures("noon")

DAY = datetime.timedelta(days=1)


@pytest.fixture
def ann(avon):
    """A moderator of the force."""
    return avon.person(roles.MODERATORS, first_name="Ann", last_name="Able")


@pytest.fixture
def admin(avon):
    """A Site administrator of the force."""
    return avon.person(roles.SITE_ADMINISTRATORS, first_name="Sam", last_name="Small")


@pytest.fixture
def dee(avon):
    """An approving officer, who will stand in for the moderator."""
    return avon.person(roles.APPROVING_OFFICERS, first_name="Dee", last_name="Dove")


@pytest.fixture
def propose(avon, ann, dee):
    """Return a function that proposes Dee as a moderator for ten days from now."""

    def new(by=ann, **fields):
        now = timezone.now()
        values = {"starts_at": now, "ends_at": now + 10 * DAY, "reason": "Ann is on leave.", **fields}
        deputy = Deputy(**{"person": dee, "role": roles.MODERATORS, "site": avon.site, **values})
        deputy.propose(by)
        return deputy

    return new


def acts(person, site) -> bool:
    fresh = type(person).objects.get(pk=person.pk)
    acting = teams.holds_role(fresh, roles.MODERATORS, site)
    assert acting == teams.holders(roles.MODERATORS, site).filter(pk=person.pk).exists()
    return acting


def test_a_deputy_acts_once_a_second_person_confirmed_and_until_the_end(avon, propose, admin, dee):
    deputy = propose(starts_at=timezone.now() + DAY)
    assert not acts(dee, avon.site)

    deputy.confirm(admin)
    assert not acts(dee, avon.site)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert acts(dee, avon.site)
    with time_machine.travel(timezone.now() + 10 * DAY):
        assert not acts(dee, avon.site)


def test_a_deputy_acts_for_one_site_and_one_role(avon, brock, propose, admin, dee):
    propose().confirm(admin)

    assert acts(dee, avon.site)
    assert not acts(dee, brock.site)
    assert teams.roles_of(dee, avon.site) == [roles.MODERATORS, roles.APPROVING_OFFICERS]


def test_who_is_inactive_is_no_deputy(avon, propose, admin, dee):
    propose().confirm(admin)
    dee.is_active = False
    dee.save()

    assert not acts(dee, avon.site)


def test_nobody_grants_it_alone_or_to_themselves_or_without_the_role(avon, brock, propose, ann, admin, dee):
    deputy = propose()
    nobodies = [
        ann,  # proposed it
        dee,  # is the deputy
        avon.person(roles.EDITORS),
        avon.person(roles.APPROVING_OFFICERS),
        brock.person(roles.MODERATORS, roles.SITE_ADMINISTRATORS),
        avon.person(roles.SITE_ADMINISTRATORS, is_active=False),
    ]

    for person in nobodies:
        with pytest.raises(PermissionDenied):
            deputy.confirm(person)
    for person in nobodies[2:]:
        with pytest.raises(PermissionDenied):
            propose(by=person)
    with pytest.raises(PermissionDenied):
        propose(by=ann, person=ann)
    deputy.confirm(admin)


def test_deputies_make_no_deputies(avon, propose, admin, dee):
    propose().confirm(admin)

    with pytest.raises(PermissionDenied):
        propose(by=dee, person=avon.person(roles.EDITORS))


@pytest.mark.parametrize("by", ["ann", "admin"])
def test_either_of_the_two_ends_it_early(avon, propose, ann, admin, dee, by):
    deputy = propose()
    deputy.confirm(admin)

    deputy.end({"ann": ann, "admin": admin}[by])

    assert not acts(dee, avon.site)
    assert deputy.state == "Ended early"
    with pytest.raises(PermissionDenied):
        deputy.confirm(admin)
    with pytest.raises(PermissionDenied):
        deputy.end(ann)


def test_what_is_granted_is_neither_changed_nor_deleted(propose, admin):
    deputy = propose()
    deputy.ends_at += DAY

    for change in (deputy.save, deputy.delete, Deputy.objects.all().delete):
        with pytest.raises(ValidationError):
            change()


@pytest.mark.parametrize(("days", "field"), [(0, "ends_at"), (-1, "ends_at"), (91, "ends_at"), (90, None)])
def test_it_lasts_at_most_90_days(avon, dee, ann, days, field):
    now = timezone.now()
    deputy = Deputy(
        person=dee,
        role=roles.MODERATORS,
        site=avon.site,
        starts_at=now,
        ends_at=now + days * DAY,
        reason="Leave",
        granted_by=ann,
    )

    if field is None:
        deputy.full_clean()
        return
    with pytest.raises(ValidationError) as refusal:
        deputy.full_clean()
    assert field in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.bulk_create([deputy])


def test_the_database_keeps_the_deputy_and_the_two_apart(propose, ann, admin, dee):
    deputy = propose()

    for values in ({"confirmed_by": ann}, {"confirmed_by": dee}, {"granted_by": dee}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deputy.objects.filter(pk=deputy.pk).update(confirmed_at=timezone.now(), **values)


def test_a_deputy_opens_compares_and_approves_what_waits(client, avon, propose, admin):
    dee = avon.person(roles.APPROVING_OFFICERS)
    propose(person=dee).confirm(admin)
    page = page_of(avon, "Waiting")
    organisation = OrganisationFactory(site=avon.site)
    submit(organisation, avon.person(roles.EDITORS))
    client.force_login(dee)

    assert "Waiting page" in client.get(reverse("wagtailadmin_home")).content.decode()
    for name, obj in (
        ("wagtailadmin_pages", page),
        ("wagtailsnippets_complaints_organisation", organisation),
    ):
        assert client.get(reverse(f"{name}:edit", args=[obj.pk])).status_code == 200
        assert (
            client.get(
                reverse(f"{name}:revisions_compare", args=[obj.pk, "live", obj.latest_revision_id])
            ).status_code
            == 200
        )
        state = obj.current_workflow_task_state
        client.post(reverse(f"{name}:workflow_action", args=[obj.pk, "approve", state.pk]), {"comment": ""})
        assert not obj.workflow_in_progress


class TestTheScreens:
    def form(self, avon, dee, **fields):
        now = timezone.localtime()
        return {
            "person": dee.pk,
            "role": roles.MODERATORS,
            "site": avon.site.pk,
            "starts_at": f"{now:%Y-%m-%d %H:%M}",
            "ends_at": f"{now + 10 * DAY:%Y-%m-%d %H:%M}",
            "reason": "Ann Able is on leave.",
            **fields,
        }

    def test_lead_from_the_proposal_to_the_end(self, client, avon, ann, admin, dee):
        client.force_login(ann)
        client.post(reverse("deputies:add"), self.form(avon, dee))
        deputy = Deputy.objects.get()
        address = reverse("deputies:inspect", args=[deputy.pk])
        shown = client.get(address).content.decode()
        assert "It takes effect once somebody else confirms it" in shown
        assert 'value="confirm"' not in shown

        client.force_login(admin)
        assert "Dee Dove for Moderators" in client.get(reverse("deputies:index")).content.decode()
        assert 'value="confirm"' in client.get(address).content.decode()
        client.post(address, {"action": "confirm"})
        assert acts(dee, avon.site)
        assert "Acts now" in client.get(address).content.decode()

        client.post(address, {"action": "end"})
        assert not acts(dee, avon.site)

    def test_outlive_the_accounts_that_they_name(self, client, propose, ann, admin, dee):
        deputy = propose()
        deputy.confirm(admin)
        dee.delete()
        ann.delete()
        client.force_login(admin)

        assert (
            "somebody whose account is gone for Moderators"
            in client.get(reverse("deputies:index")).content.decode()
        )
        shown = client.get(reverse("deputies:inspect", args=[deputy.pk])).content.decode()
        assert "by somebody whose account is gone" in shown

    def test_refuse_what_may_not_be_proposed(self, client, avon, brock, ann, dee):
        client.force_login(ann)
        too_long = {"ends_at": f"{timezone.localtime() + 100 * DAY:%Y-%m-%d %H:%M}"}
        wrong = {
            "ends_at": too_long,
            "site": {"site": brock.site.pk},
            "person": {"person": brock.person(roles.EDITORS).pk},
            "role": {"role": roles.APPROVING_OFFICERS, "person": avon.person(roles.EDITORS).pk},
        }

        for field, fields in wrong.items():
            answer = client.post(reverse("deputies:add"), self.form(avon, dee, **fields))
            assert field in answer.context["form"].errors
        assert not Deputy.objects.exists()

    def test_a_press_by_somebody_who_may_not_does_nothing(self, client, propose, ann):
        address = reverse("deputies:inspect", args=[propose().pk])
        client.force_login(ann)

        for action in ("confirm", "delete", ""):
            client.post(address, {"action": action})
        deputy = Deputy.objects.get()
        assert deputy.confirmed_at is None
        assert deputy.ended_at is None

    @pytest.mark.parametrize("role", [roles.EDITORS, roles.FEEDBACK_TEAM])
    def test_open_to_nobody_who_grants_none(self, client, avon, propose, role):
        deputy = propose()
        client.force_login(avon.person(role))

        for address in (reverse("deputies:index"), reverse("deputies:inspect", args=[deputy.pk])):
            assert client.get(address).status_code in {302, 404}

    def test_show_nothing_of_another_force(self, client, brock, propose):
        deputy = propose()
        client.force_login(brock.person(roles.SITE_ADMINISTRATORS))

        assert "Dee Dove" not in client.get(reverse("deputies:index")).content.decode()
        assert client.get(reverse("deputies:inspect", args=[deputy.pk])).status_code == 404

    def test_let_a_single_force_without_teams_do_the_same(self, client, home):
        proposer, second = (UserFactory(roles=[roles.MODERATORS]) for _ in range(2))
        person = UserFactory(roles=[roles.EDITORS])
        client.force_login(proposer)
        now = timezone.localtime()
        client.post(
            reverse("deputies:add"),
            {
                "person": person.pk,
                "role": roles.MODERATORS,
                "site": home.get_site().pk,
                "starts_at": f"{now:%Y-%m-%d %H:%M}",
                "ends_at": f"{now + DAY:%Y-%m-%d %H:%M}",
                "reason": "Leave",
            },
        )
        deputy = Deputy.objects.get()
        client.force_login(second)
        client.post(reverse("deputies:inspect", args=[deputy.pk]), {"action": "confirm"})

        assert acts(person, home.get_site())
