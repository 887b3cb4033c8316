"""Roles that were given by one person and are not yet confirmed by a second."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from pages.moderation.rules import roles


class PendingRole(models.Model):
    """A role that ``person`` gets, by joining its group, when a second person confirms it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pending_roles"
    )
    role = models.CharField(max_length=50, choices=[(role, role) for role in roles.ROLES_TO_CONFIRM])
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="one_pending_role_for_a_person"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("given_by")), name="nobody_gives_themselves_a_role"
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        """Name the person and the role."""
        return f"{roles.display_name(self.person)}: {self.role}"

    @property
    def confirmers(self) -> list[User]:
        """Those who may confirm it now. If there are none, only a command gives the role."""
        return [
            user for user in roles.users_with_role(*roles.CONFIRMING_ROLES) if self.may_be_confirmed_by(user)
        ]

    def may_be_confirmed_by(self, user: User) -> bool:
        """Tell whether ``user`` may confirm it: neither the giver nor the receiver may."""
        return roles.may_confirm_roles(user) and user.pk not in {self.person_id, self.given_by_id}

    def may_be_refused_by(self, user: User) -> bool:
        """Tell whether ``user`` may refuse it: those who may confirm it may, and so may the giver."""
        return user.pk == self.given_by_id or self.may_be_confirmed_by(user)
