"""Screens of moderated snippets, each limited to the sites of whoever looks at them."""

from typing import Any, NoReturn

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet


class ForOneObject:
    """A permission policy that answers for one object what it is asked about its kind.

    Wagtail's views ask whether a person may change organisations, and mean the one on the screen. Who
    reviews it may look at everything that its editor shows.
    """

    def __init__(self, policy: Any, instance: Any):
        """Remember whom to ask, about what."""
        self.policy = policy
        self.instance = instance

    def user_has_permission(self, user, action):
        """Answer for the object."""
        return self.user_has_any_permission_for_instance(user, [action], self.instance)

    def user_has_any_permission(self, user, actions):
        """Answer for the object."""
        return self.user_has_any_permission_for_instance(user, actions, self.instance)

    def user_has_permission_for_instance(self, user, action, instance):
        """Answer for the object, as it is stored or as it is drafted."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Answer for the object, as it is stored or as it is drafted."""
        if self.policy.user_has_any_permission_for_instance(user, actions, self.instance):
            return True
        return "change" in actions and is_reviewed_by(self.instance, user)

    def __getattr__(self, name):
        """Leave everything else to the policy."""
        return getattr(self.policy, name)


class OwnSitesOnly(View):
    """Any view of a site-bound model: what belongs to another force is not there."""

    model: Any

    def setup(self, request, *args, **kwargs):
        """Refuse, before anything else is done, everyone whom neither site nor step lets in."""
        if "pk" in kwargs:
            try:
                self.limited_to = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
            except ValueError as error:  # an address that somebody typed
                raise Http404 from error
            if not is_visible(self.limited_to, request.user):
                refuse(self.model, request.user)
        super().setup(request, *args, **kwargs)

    @cached_property
    def permission_policy(self):
        """Return the policy of the model, for the object if the address names one."""
        policy = policy_registry.get_by_type(self.model)
        return ForOneObject(policy, self.limited_to) if hasattr(self, "limited_to") else policy


def refuse(model: Any, user: Any) -> NoReturn:
    """Say that there is no such thing to those who work with such things, and no to everyone else."""
    policy = policy_registry.get_by_type(model)
    if policy.user_has_any_permission(user, policy.seen_by):
        raise Http404
    raise PermissionDenied


def is_visible(obj: Any, user: Any) -> bool:
    """Tell whether ``user`` may see ``obj``: it belongs to a site of theirs, or waits for them."""
    policy = policy_registry.get_by_type(type(obj))
    if policy.user_has_any_permission_for_instance(user, policy.seen_by, obj):
        return True
    return is_reviewed_by(obj, user)


def is_reviewed_by(obj: Any, user: Any) -> bool:
    """Tell whether ``obj`` is at a step that ``user`` may take."""
    task = getattr(obj, "current_workflow_task", None)
    return bool(task and task.user_can_access_editor(obj, user))


class SiteBoundViews(ViewSet):
    """Any viewset of a site-bound model: every view that it makes is limited, later ones too."""

    def construct_view(self, view_class, **kwargs):
        """Put the limit before everything that the view does."""
        limited = type(view_class.__name__, (OwnSitesOnly, view_class), {"__doc__": view_class.__doc__})
        return super().construct_view(limited, **kwargs)


class OwnSitesChoice(View):
    """Any view of a chooser: it offers, and takes, only what the person may see."""

    model_class: Any

    def get_object_list(self):
        """Return what is offered."""
        return policy_registry.get_by_type(self.model_class).visible_to(self.request.user)

    def get_object(self, pk):
        """Return what was chosen."""
        return get_object_or_404(OwnSitesChoice.get_object_list(self), pk=pk)

    def get_objects(self, pks):
        """Return all that was chosen."""
        return OwnSitesChoice.get_object_list(self).filter(pk__in=pks)


class SiteBoundChooserViewSet(SnippetChooserViewSet):
    """The chooser of a site-bound snippet."""

    def construct_view(self, view_class, **kwargs):
        """Limit every view of the chooser."""
        return super().construct_view(type(view_class.__name__, (OwnSitesChoice, view_class), {}), **kwargs)


class SiteBoundIndexView(IndexView):
    """The list, with links to what the person may change."""

    def get_edit_url(self, instance):
        """Return the address of the editor, if it would open."""
        return super().get_edit_url(instance) if self._may("change", instance) else None

    def get_delete_url(self, instance):
        """Return the address for deleting it, if that would be done."""
        return super().get_delete_url(instance) if self._may("delete", instance) else None

    def _may(self, action, instance):
        return self.permission_policy.user_has_permission_for_instance(self.request.user, action, instance)


class ModeratedSnippetEditView(EditView):
    """The editor of a snippet, where approving is no change.

    Wagtail's saves a revision with every approval, which would make whoever approves an author of what
    they approve, so that nobody could. Its editor of pages does not.
    """

    def save_instance(self):
        """Save what was changed; nothing, if somebody only approves or asks for changes."""
        if self.action == "workflow-action" and not self.form.has_changed():
            self.new_revision = None
            return self.object
        return super().save_instance()


class ModeratedSnippetViewSet(SiteBoundViews, SnippetViewSet):
    """A moderated snippet that carries its site."""

    copy_view_enabled = False
    index_view_class = SiteBoundIndexView
    edit_view_class = ModeratedSnippetEditView
    chooser_viewset_class = SiteBoundChooserViewSet

    def get_queryset(self, request):
        """List what belongs to the person's sites, and what is shared."""
        return policy_registry.get_by_type(self.model).visible_to(request.user)
