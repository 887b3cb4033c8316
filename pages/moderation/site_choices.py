"""What a form offers of what carries a site, and takes: nothing of another force's."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.models import Site
from wagtail.permissions import policy_registry

from .permissions import SiteBoundPermissionPolicy


def _policy(model: Any) -> SiteBoundPermissionPolicy | None:
    policy = policy_registry.get_by_type(model)
    return policy if isinstance(policy, SiteBoundPermissionPolicy) else None


def _offer_of_site(form: forms.BaseForm, site: Site | None) -> None:
    for field in form.fields.values():
        offered = getattr(field, "queryset", None)
        if offered is not None and _policy(offered.model):
            cast("forms.ModelChoiceField", field).queryset = offered.filter(Q(site=site) | Q(site=None))


def limit_to_site(form: Any, site: Site | None) -> None:
    """Offer in the form of a page of ``site``, its child forms included, what is the site's or shared."""
    _offer_of_site(form, site)
    for formset in getattr(form, "formsets", {}).values():

        def add_fields(child, index, add_fields=formset.add_fields):
            add_fields(child, index)
            limit_to_site(child, site)

        # Django's hook for every form of a formset, the empty one that scripts copy included.
        formset.add_fields = add_fields


def offer_own_sites(form: Any) -> None:
    """Offer in the form of a snippet the sites on which the person may do what the form does."""
    policy, field, instance = _policy(type(form.instance)), form.fields.get("site"), form.instance
    if not (policy and field and form.for_user):
        return
    adding = instance._state.adding
    own = policy.sites_user_has_permission_for(form.for_user, "add" if adding else "change")
    stays = Q() if adding else Q(pk=instance.site_id)
    field.queryset = Site.objects.filter(Q(pk__in=own.values("pk")) | stays)
    field.empty_label = "Shared by all forces" if _may_share(form, policy) else "Choose a site"
    sites = list(field.queryset[:2])
    if adding and not instance.site_id and len(sites) == 1:
        form.initial["site"] = sites[0].pk


def check_site(form: Any, site: Site | None) -> Site | None:
    """Return ``site``; raise ``ValidationError`` if it is none and the person may not share with all."""
    policy = _policy(type(form.instance))
    if site is None and form.for_user and policy and not _may_share(form, policy):
        raise ValidationError("Choose the site that it belongs to.")
    return site


def _may_share(form: Any, policy: SiteBoundPermissionPolicy) -> bool:
    if not form.instance._meta.get_field("site").null:
        return False
    is_shared = not form.instance._state.adding and form.initial.get("site") is None
    return is_shared or policy.may_touch_shared(form.for_user, ["add"])
