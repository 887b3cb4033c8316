"""Two forces on one installation: neither sees, edits or approves what is the other's."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, Site

from complaints.models import Organisation
from pages.models import Notice, SiteWording
from pages.moderation import roles, teams
from tests.factories import OrganisationFactory, UserFactory
from tests.forces import feedback_of, page_of, submit, things_of

SECRET = "Peregrine"
KINDS = ["organisation", "wording", "notice", "improvement"]


def addresses_of(obj) -> list[str]:
    """Return every address of the admin that is about ``obj``, a snippet in review."""
    state = obj.current_workflow_task_state
    revision = obj.latest_revision_id
    more = {
        "revisions_view": [revision],
        "revisions_revert": [revision],
        "revisions_compare": [revision, "latest"],
        "revisions_unschedule": [revision],
        "workflow_action": ["approve", state.pk],
        "collect_workflow_action_data": ["approve", state.pk],
        "workflow_history_detail": [state.workflow_state_id],
        "workflow_preview": [state.task_id],
    }
    found = []
    for pattern in obj.snippet_viewset.get_urlpatterns():
        name = obj.snippet_viewset.get_url_name(pattern.name)
        try:
            found.append(reverse(name, args=[obj.pk, *more.get(pattern.name, [])]))
        except NoReverseMatch:
            assert "pk" not in str(pattern.pattern), f"{pattern.name} is not tried"
    return found


def is_refused(answer) -> bool:
    home = reverse("wagtailadmin_home")
    return answer.status_code in {403, 404} or (answer.status_code == 302 and answer["Location"] == home)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", roles.ROLES)
def test_no_screen_of_another_forces_thing_opens(client, avon, brock, kind, role):
    thing = things_of(brock, SECRET)[kind]
    client.force_login(avon.person(role))

    opened = [
        address
        for address in addresses_of(thing)
        for answer in (client.get(address), client.post(address, {"comment": ""}))
        if not is_refused(answer)
    ]

    assert opened == []
    thing.refresh_from_db()
    assert thing.workflow_in_progress
    assert not thing.locked


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_list_shows_what_is_another_forces(client, avon, brock, role):
    things = things_of(brock, SECRET).values()
    page_of(brock, SECRET)
    feedback_of(brock, SECRET)
    client.force_login(avon.person(role))
    lists = [
        "wagtailadmin_home",
        "wagtailsnippets:index",
        "feedback:index",
        "feedback_report",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_results",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:workflow_tasks_results",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_explore_root",
        "wagtailadmin_choose_page",
        "deputies:index",
    ]
    addresses = [reverse(name) for name in lists]
    addresses.append(reverse("wagtailadmin_explore", args=[avon.home.pk]))
    addresses.append(reverse("wagtailadmin_pages:type_use", args=["pages", "standardpage"]))
    addresses.append(reverse("wagtailadmin_pages:history", args=[avon.home.pk]))
    for thing in things:
        opts = thing._meta
        addresses.append(reverse(thing.snippet_viewset.get_url_name("list")))
        chooser = f"wagtailsnippetchoosers_{opts.app_label}_{opts.model_name}"
        addresses += [reverse(f"{chooser}:choose"), reverse(f"{chooser}:choose_results")]
        addresses.append(reverse(f"{chooser}:chosen_multiple") + f"?id={thing.pk}")
        bulk = reverse("wagtail_bulk_action", args=[opts.app_label, opts.model_name, "delete"])
        addresses += [f"{bulk}?id={thing.pk}", f"{bulk}?id=all"]
    addresses.append(reverse("wagtailadmin_pages:search") + "?q=page")
    addresses.append(reverse("wagtailadmin_choose_page_search") + "?q=page")
    addresses.append(reverse("wagtailsnippets_complaints_organisation:list") + "?q=organisation")

    telling = [
        address for address in addresses if SECRET in client.get(address, follow=True).content.decode()
    ]

    assert telling == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_screen_of_another_forces_page_opens(client, avon, brock, role):
    page = page_of(brock, SECRET)
    state = page.current_workflow_task_state
    client.force_login(avon.person(role))
    addresses = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        for name in ("edit", "history", "usage", "workflow_history", "delete", "unpublish", "move", "copy")
    ]
    addresses += [
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]),
        reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, state.task_id]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]),
        reverse("wagtailadmin_pages:add", args=["pages", "standardpage", brock.home.pk]),
        reverse("wagtailadmin_choose_page_child", args=[brock.home.pk]),
    ]

    opened = [address for address in addresses if not is_refused(client.get(address))]

    assert opened == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_feedback_of_another_force_stays_with_it(client, avon, brock, role):
    entry = feedback_of(brock, SECRET)
    client.force_login(avon.person(role))
    addresses = [
        reverse(f"feedback:{name}", args=[entry.pk]) for name in ("edit", "history", "redact", "usage")
    ]
    bulk = reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"])

    assert [address for address in addresses if not is_refused(client.get(address))] == []
    client.post(f"{bulk}?id={entry.pk}", {"state": "spam", "assigned_to": ""})
    assert SECRET not in client.get(f"{bulk}?id={entry.pk}").content.decode()
    answer = client.get(reverse("feedback:index") + "?export=csv")
    assert SECRET.encode() not in (answer.getvalue() if answer.streaming else answer.content)
    entry.refresh_from_db()
    assert entry.state == "new"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_another_force_is_deleted_in_bulk(client, avon, brock, kind):
    thing = things_of(brock, SECRET)[kind]
    own = things_of(avon, "Own")[kind]
    client.force_login(avon.person(roles.SITE_ADMINISTRATORS))
    bulk = reverse("wagtail_bulk_action", args=[thing._meta.app_label, thing._meta.model_name, "delete"])

    client.post(f"{bulk}?id={thing.pk}&id={own.pk}")

    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_each_force_finds_its_own(client, avon, brock):
    things_of(avon, SECRET)
    page_of(avon, SECRET)
    feedback_of(avon, SECRET)
    moderator, team = avon.person(roles.MODERATORS), avon.person(roles.FEEDBACK_TEAM)

    client.force_login(moderator)
    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
    report = client.get(reverse("wagtailadmin_reports:workflow")).content.decode()
    for word in [*KINDS, "page"]:
        assert f"{SECRET} {word}" in dashboard
        assert f"{SECRET} {word}" in report
    client.force_login(team)
    assert SECRET in client.get(reverse("feedback:index")).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_team_reviews_its_own_from_beginning_to_end(client, avon, brock, kind):
    thing = things_of(avon, "Own")[kind]
    client.force_login(avon.person(roles.MODERATORS))
    viewset, state = thing.snippet_viewset, thing.current_workflow_task_state

    assert client.get(reverse(viewset.get_url_name("edit"), args=[thing.pk])).status_code == 200
    address = reverse(viewset.get_url_name("workflow_action"), args=[thing.pk, "approve", state.pk])
    client.post(address, {"comment": ""})

    thing.refresh_from_db()
    assert not thing.workflow_in_progress


def test_a_person_of_two_forces_does_in_each_only_what_they_may_there(client, avon, brock):
    both = avon.person(roles.EDITORS)
    both.groups.add(*brock.person(roles.APPROVING_OFFICERS).groups.all())
    organisation = OrganisationFactory(site=brock.site)
    client.force_login(both)

    edit = reverse("wagtailsnippets_complaints_organisation:edit", args=[organisation.pk])
    assert is_refused(client.get(edit))


class TestForms:
    def sites_offered(self, client, model) -> list:
        opts = model._meta
        address = reverse(f"wagtailsnippets_{opts.app_label}_{opts.model_name}:add")
        return list(client.get(address).context["form"].fields["site"].queryset)

    def add(self, client, **fields):
        dates = {
            f"{name}_{box}": "" for name in ("valid_from", "valid_to") for box in ("day", "month", "year")
        }
        form = {
            "name": "New",
            "kind": "other",
            "valid_from_precision": "day",
            "valid_to_precision": "day",
            "former_names-TOTAL_FORMS": "0",
            "former_names-INITIAL_FORMS": "0",
            **dates,
            **fields,
        }
        client.post(reverse("wagtailsnippets_complaints_organisation:add"), form)
        return Organisation.objects.filter(name=form["name"]).first()

    def test_offer_the_persons_sites(self, client, avon, brock):
        client.force_login(avon.person(roles.EDITORS))

        assert self.sites_offered(client, Organisation) == [avon.site]
        assert self.sites_offered(client, SiteWording) == [avon.site]

    def test_take_no_other_site_and_no_sharing(self, client, avon, brock):
        client.force_login(avon.person(roles.EDITORS, roles.SITE_ADMINISTRATORS))

        assert self.add(client, site=brock.site.pk) is None
        assert self.add(client, site="") is None
        assert self.add(client, site=avon.site.pk).site == avon.site

    def test_let_site_administrators_of_all_forces_share(self, client, avon, brock):
        client.force_login(UserFactory(roles=[roles.SITE_ADMINISTRATORS]))

        assert self.add(client, site="").site is None

    def test_take_no_page_of_another_site_for_a_notice(self, client, avon, brock):
        client.force_login(avon.person(roles.EDITORS))
        form = {"site": avon.site.pk, "level": "1", "text": "Closed.", "shown_from": "2026-01-01 10:00"}
        address = reverse("wagtailsnippets_pages_notice:add")

        answer = client.post(address, {**form, "section": brock.home.pk})
        assert "section" in answer.context["form"].errors
        client.post(address, {**form, "section": avon.home.pk})
        assert Notice.objects.get().section_id == avon.home.pk

    def test_two_forces_may_use_the_same_name(self, client, avon, brock):
        OrganisationFactory(site=brock.site, name="Home Office")
        client.force_login(avon.person(roles.EDITORS))

        assert self.add(client, site=avon.site.pk, name="Home Office")
        assert Organisation.objects.filter(name="Home Office").count() == 2

    def test_a_page_offers_its_forces_organisations_and_the_shared_ones(self, client, avon, brock):
        own = OrganisationFactory(site=avon.site, name="Own")
        shared = OrganisationFactory(site=None, name="Shared")
        OrganisationFactory(site=brock.site, name=SECRET)
        section = avon.home.get_children().get(slug="super-complaints")

        for person in (avon.person(roles.EDITORS), UserFactory(roles=[roles.EDITORS])):
            client.force_login(person)
            answer = client.get(
                reverse("wagtailadmin_pages:add", args=["complaints", "supercomplaintpage", section.pk])
            )
            assert SECRET not in answer.content.decode()
            assert set(answer.context["form"].fields["lead_bodies"].queryset) == {own, shared}


class TestShared:
    def test_organisations_are_seen_by_all_and_changed_by_administrators_of_all(self, client, avon, brock):
        shared = OrganisationFactory(site=None, name="Home Office")
        edit = reverse("wagtailsnippets_complaints_organisation:edit", args=[shared.pk])
        everywhere = UserFactory(roles=[roles.SITE_ADMINISTRATORS])
        others = [avon.person(role) for role in (roles.EDITORS, roles.SITE_ADMINISTRATORS)]

        for person in [*others, UserFactory(roles=[roles.EDITORS])]:
            client.force_login(person)
            listed = client.get(reverse("wagtailsnippets_complaints_organisation:list"))
            assert "Home Office" in listed.content.decode()
            assert edit not in listed.content.decode()
            assert is_refused(client.get(edit))
        client.force_login(everywhere)
        assert client.get(edit).status_code == 200

    def test_is_approved_by_those_who_work_for_all(self, avon, brock):
        shared = OrganisationFactory(site=None)
        submit(shared, UserFactory(roles=[roles.SITE_ADMINISTRATORS]))
        task = shared.current_workflow_task

        assert not task.is_held_by(shared, avon.person(roles.MODERATORS))
        assert task.is_held_by(shared, UserFactory(roles=[roles.MODERATORS]))


class TestTeams:
    def test_a_role_for_one_site_is_none_for_another(self, avon, brock):
        person = avon.person(roles.MODERATORS)

        assert teams.holds_role(person, roles.MODERATORS, avon.site)
        assert not teams.holds_role(person, roles.MODERATORS, brock.site)
        assert list(teams.sites_of(person)) == [avon.site]
        assert list(teams.holders(roles.MODERATORS, avon.site)) == [person]
        assert list(teams.holders(roles.MODERATORS, brock.site)) == []

    def test_a_base_group_holds_its_role_everywhere(self, avon, brock):
        person = UserFactory(roles=[roles.MODERATORS])

        assert person in teams.holders(roles.MODERATORS, brock.site)
        assert set(teams.sites_of(person)) == set(Site.objects.all())

    def test_inactive_people_hold_nothing(self, avon):
        person = avon.person(roles.MODERATORS, is_active=False)

        assert not teams.holds_role(person, roles.MODERATORS, avon.site)
        assert list(teams.holders(roles.MODERATORS, avon.site)) == []

    def test_asking_for_many_things_asks_the_database_once(self, avon, django_assert_max_num_queries):
        person = avon.person(roles.MODERATORS)

        with django_assert_max_num_queries(2):
            for _ in range(50):
                teams.holds_role(person, roles.MODERATORS, avon.site)

    def test_pages_outside_its_home_are_closed_to_the_team(self, avon, brock):
        person = avon.person(roles.SITE_ADMINISTRATORS)

        assert avon.home.permissions_for_user(person).can_edit()
        for page in (brock.home, Page.objects.get(depth=1)):
            assert not page.permissions_for_user(person).can_edit()
