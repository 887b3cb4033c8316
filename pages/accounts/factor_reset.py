"""A lost second factor is reset by two people: one asks, another confirms, and its owner is told of both.

Otherwise one person who looks after accounts and reads the owner's e-mail could act in the owner's name.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from pages.moderation.log.decisions import record_change
from pages.moderation.records.decision import Decision
from pages.moderation.rules import roles

from . import enrolment, factors, mails, sessions
from .account_changes import addresses_of


class FactorReset(models.Model):
    """The wish of ``asked_by`` to remove the lost factors of ``person``, until somebody else decides."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_reset"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("asked_by")), name="nobody_asks_for_their_own_reset"
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return roles.display_name(self.person)

    def may_be_confirmed_by(self, user: User) -> bool:
        """Tell whether ``user`` may confirm it: neither the owner nor who asked for it may."""
        return roles.may_confirm_roles(user) and user.pk not in {self.person_id, self.asked_by_id}

    def may_be_refused_by(self, user: User) -> bool:
        """Tell whether ``user`` may refuse it: those who may confirm it may, its owner and who asked."""
        return user.pk in {self.person_id, self.asked_by_id} or self.may_be_confirmed_by(user)


def may_help(user: User, person: User) -> bool:
    """Tell whether ``user`` may help ``person`` to sign in; superusers are helped by superusers alone."""
    is_above = user.is_superuser or not person.is_superuser
    return roles.is_site_administrator(user) and is_above and person.is_active and user.pk != person.pk


@transaction.atomic
def ask(user: User, person: User) -> FactorReset:
    """Ask to reset the factors of ``person``. Raises ``PermissionDenied`` if ``user`` may not."""
    if not (may_help(user, person) and factors.has_factor(person)):
        raise PermissionDenied
    reset, is_new = FactorReset.objects.get_or_create(person=person, defaults={"asked_by": user})
    if is_new:
        record_change(Decision.Action.PEOPLE, person, "Reset of second factors asked for", user)
        others = [
            each for each in roles.users_with_role(*roles.CONFIRMING_ROLES) if reset.may_be_confirmed_by(each)
        ]
        mails.ask_to_confirm_reset(person, user, others, addresses_of(person))
    return reset


@transaction.atomic
def confirm(reset: FactorReset, user: User) -> None:
    """Remove the factors, and end the sessions. Raises ``PermissionDenied`` if ``user`` may not confirm."""
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if not reset.may_be_confirmed_by(user):
        raise PermissionDenied
    person = reset.person
    asked_by = roles.display_name(reset.asked_by)
    record_change(Decision.Action.PEOPLE, person, f"Second factors reset, as {asked_by} asked", user)
    factors.remove_factors(person)
    sessions.end_sessions(person)
    reset.delete()
    enrolment.send_link_after_reset(person)


@transaction.atomic
def refuse(reset: FactorReset, user: User) -> None:
    """Keep the factors. Raises ``PermissionDenied`` if ``user`` may not refuse."""
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if not reset.may_be_refused_by(user):
        raise PermissionDenied
    record_change(Decision.Action.PEOPLE, reset.person, "Reset of second factors refused", user)
    mails.notify_of_refused_reset(reset.person, user)
    reset.delete()
