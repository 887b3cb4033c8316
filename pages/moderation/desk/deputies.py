"""The screens for deputies: propose, confirm, end. Nothing is edited and nothing deleted."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from pages.moderation import teams
from pages.moderation.models import Deputy, TeamGroup
from pages.moderation.models.deputy import DEPUTISED
from pages.moderation.roles import FEEDBACK_TEAM, ROLES, SITE_ADMINISTRATORS


def sites_granted_by(user) -> list[Site]:
    """Return the sites for which ``user`` may grant some deputy."""
    granting = {*DEPUTISED, SITE_ADMINISTRATORS}
    return [
        site
        for site in Site.objects.all()
        if granting.intersection(teams.roles_of(user, site, deputies=False))
    ]


class DeputyPermissionPolicy(ModelPermissionPolicy):
    """Those who hold a role that deputies stand in for, and Site administrators, for their sites."""

    def user_has_permission(self, user, action):
        """Let them see and propose; nobody changes or deletes."""
        return action in {"add", "view"} and bool(sites_granted_by(user))


class PersonField(forms.ModelChoiceField):
    """A choice of people by their names."""

    def label_from_instance(self, obj):
        """Return the name."""
        return teams.name_of(obj)


class DeputyForm(WagtailAdminModelForm):
    """Who stands in for whom, where, how long and why."""

    person = PersonField(
        queryset=None, label="Deputy", help_text="Somebody who works with the pages of the site already."
    )
    site: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)

    class Meta:
        model = Deputy
        fields = ["person", "role", "site", "starts_at", "ends_at", "reason"]
        widgets = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def __init__(self, *args, **kwargs):
        """Offer the sites of whoever proposes, and the people who work there."""
        super().__init__(*args, **kwargs)
        sites = sites_granted_by(self.for_user)
        self.fields["site"].queryset = Site.objects.filter(pk__in=[site.pk for site in sites])
        self.fields["person"].queryset = _people_of(sites).exclude(pk=self.for_user.pk)
        if len(sites) == 1:
            self.initial.setdefault("site", sites[0].pk)

    def clean(self):
        """Refuse what the proposer may not grant, and somebody of another site."""
        data = super().clean()
        person, site, role = data.get("person"), data.get("site"), data.get("role")
        if not (person and site and role):
            return data
        if not _people_of([site]).filter(pk=person.pk).exists():
            self.add_error("person", f"{teams.name_of(person)} does not work with the pages of {site}.")
        if not Deputy(person=person, site=site, role=role).may_be_granted_by(self.for_user):
            self.add_error("role", f"Only who holds “{role}” or is a Site administrator can propose this.")
        return data


def _people_of(sites: list[Site]):
    """Return the active people who work with pages of one of ``sites``, by a group."""
    with_pages = [role for role in ROLES if role != FEEDBACK_TEAM]
    groups = TeamGroup.objects.filter(site__in=sites, role__in=with_pages).values("group")
    works = Q(groups__name__in=with_pages) | Q(groups__in=groups)
    return get_user_model().objects.filter(works, is_active=True).distinct().order_by("last_name", "username")


def visible_to(user):
    """Return the deputies of the sites of ``user``, with the people that they name."""
    related = ["person", "site", "granted_by", "confirmed_by", "ended_by"]
    return Deputy.objects.filter(site__in=sites_granted_by(user)).prefetch_related(*related)


def address(deputy: Deputy) -> str:
    """Return the address of the screen of ``deputy``."""
    return reverse("deputies:inspect", args=[deputy.pk])


class DeputyListView(generic.IndexView):
    """Everyone who is, was or may become a deputy."""

    add_item_label = "Propose a deputy"
    default_ordering = "-granted_at"
    columns = [
        TitleColumn("deputy", accessor=str, label="Deputy", get_url=address),
        Column("site", label="Site"),
        DateColumn("starts_at", label="From"),
        DateColumn("ends_at", label="Until"),
        Column("state", label="State"),
    ]

    def get_base_queryset(self):
        """List those of the person's sites."""
        return visible_to(self.request.user)


class DeputyCreateView(generic.CreateView):
    """Proposes one."""

    page_title = "Propose a deputy"
    success_message = "%(object)s: proposed. Somebody else must confirm it before it takes effect."

    def get_success_buttons(self):
        """Lead to what was proposed."""
        return [messages.button(address(self.object), "Look at it")]

    def save_instance(self):
        """Store the proposal."""
        deputy = self.form.save(commit=False)
        deputy.propose(self.request.user)
        return deputy


class DeputyView(generic.InspectView):
    """Shows one, with what can be done about it; a button sends what is done."""

    template_name = "moderation/admin/deputy.html"
    page_title = "Deputy"

    def get_object(self, queryset=None):
        """Find it among those of the person's sites."""
        return get_object_or_404(visible_to(self.request.user), pk=self.pk)

    def post(self, request, *args, **kwargs):
        """Confirm it or end it, if the person still may."""
        deputy, action = self.object, request.POST.get("action")
        if action not in {"confirm", "end"}:
            raise PermissionDenied
        getattr(deputy, action)(request.user)
        done = "confirmed" if action == "confirm" else "ended"
        messages.success(request, f"{deputy}: {done}.")
        return redirect(address(deputy))

    def get_context_data(self, **kwargs):
        """Add what the person can do, and why not."""
        deputy, user = self.object, self.request.user
        waits = not (deputy.confirmed_at or deputy.ended_at) and timezone.now() < deputy.ends_at
        return {
            **super().get_context_data(**kwargs),
            "may_confirm": deputy.may_be_confirmed_by(user),
            "may_end": deputy.may_be_ended_by(user),
            "waits_for_another": waits and not deputy.may_be_confirmed_by(user),
        }

    def get_fields_context(self):
        """Show everything about it in words."""
        return [{"label": label, "value": value} for label, value in _facts(self.object)]


def _facts(deputy: Deputy) -> list[tuple[str, str]]:
    def when(moment):
        return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"

    facts = [
        ("Deputy", deputy.name_in("person")),
        ("Stands in for", deputy.role),
        ("Site", str(deputy.site)),
        ("From", when(deputy.starts_at)),
        ("Until", when(deputy.ends_at)),
        ("Reason", deputy.reason),
        ("State", deputy.state),
        ("Proposed", f"by {deputy.name_in('granted_by')}, {when(deputy.granted_at)}"),
    ]
    for label, who, moment in (
        ("Confirmed", "confirmed_by", deputy.confirmed_at),
        ("Ended", "ended_by", deputy.ended_at),
    ):
        if moment:
            facts.append((label, f"by {deputy.name_in(who)}, {when(moment)}"))
    return facts


class DeputyViewSet(ModelViewSet):
    """Deputies, under Settings."""

    name = "deputies"
    model = Deputy
    icon = "user"
    menu_label = "Deputies"
    add_to_settings_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    index_view_class = DeputyListView
    add_view_class = DeputyCreateView
    inspect_view_class = DeputyView

    def get_form_class(self, for_update=False):
        """Return the one form that there is."""
        return DeputyForm

    def get_urlpatterns(self):
        """Leave only what can be done: list, propose, look."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        """Name no screen that there is not."""
        gone = dict.fromkeys(["edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"])
        return {**super().get_common_view_kwargs(**kwargs), **gone, "copy_url_name": None}

    def get_permissions_to_register(self):
        """Register none: roles decide."""
        return Permission.objects.none()


register_permission_policy(Deputy, DeputyPermissionPolicy(Deputy))
