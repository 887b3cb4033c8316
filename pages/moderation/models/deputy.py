"""Somebody who stands in for a role for a limited time, granted by two people."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from pages.moderation import roles, teams

LONGEST = datetime.timedelta(days=90)
DEPUTISED = [roles.MODERATORS, roles.APPROVING_OFFICERS]
"""The roles that approve. The others can wait until their people are back."""


class DeputyQuerySet(models.QuerySet):
    """Deputies, by whether they act."""

    def acting(self) -> Self:
        """Return those who act now: confirmed, begun and not ended."""
        now = timezone.now()
        return self.filter(Q(ended_at=None), starts_at__lte=now, ends_at__gt=now, confirmed_at__lte=now)

    def open(self) -> Self:
        """Return those who act, or will once they are confirmed or begin."""
        return self.filter(ended_at=None, ends_at__gt=timezone.now())

    def delete(self):
        """Refuse: it is history."""
        raise ValidationError("Deputies are history and stay. End them instead.")


def kept_key(to: str, **options) -> models.ForeignKey:
    """Return a key whose number stays when what it names is deleted: this is history."""
    return models.ForeignKey(
        to, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", **options
    )


class Deputy(models.Model):
    """One person in one role for one site and one time.

    Nothing of it changes once it is proposed, but that it is confirmed and that it is ended.
    """

    person = kept_key(settings.AUTH_USER_MODEL, verbose_name="deputy")
    role = models.CharField(
        max_length=50, choices=[(role, role) for role in DEPUTISED], verbose_name="stands in for"
    )
    site = kept_key("wagtailcore.Site")
    starts_at = models.DateTimeField(verbose_name="from", default=timezone.now)
    ends_at = models.DateTimeField(verbose_name="until", help_text="At most 90 days later.")
    reason = models.CharField(max_length=300, help_text="Such as “Ann Able is on leave”.")
    granted_by = kept_key(settings.AUTH_USER_MODEL, verbose_name="proposed by")
    granted_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = kept_key(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = kept_key(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at"]
        verbose_name = "deputy"
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST),
                name="deputy_for_at_most_90_days",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("granted_by"))
                & ~Q(person=F("confirmed_by"))
                & ~Q(granted_by=F("confirmed_by")),
                name="deputy_and_two_who_grant_it",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="deputy_confirmed_by_someone",
            ),
        ]

    def __str__(self):
        """Name the person and the role."""
        return f"{self.name_in('person')} for {self.role}"

    def save(self, *args, **options):
        """Save the proposal; what is stored already does not change."""
        if self.pk and not self._state.adding:
            raise ValidationError("A deputy is not changed: end this one and propose another.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        """Refuse: it is history."""
        raise ValidationError("Deputies are history and stay. End them instead.")

    def name_in(self, field: str) -> str:
        """Return the name of the person in ``field``."""
        try:
            return teams.name_of(getattr(self, field))
        except ObjectDoesNotExist:
            return "somebody whose account is gone"

    def is_acting(self, now: datetime.datetime) -> bool:
        """Tell whether they act at ``now``."""
        return (
            self.confirmed_at is not None and self.ended_at is None and (self.starts_at <= now < self.ends_at)
        )

    @property
    def state(self) -> str:
        """Say how it stands."""
        now = timezone.now()
        if self.ended_at:
            return "Ended early" if self.confirmed_at else "Withdrawn"
        if now >= self.ends_at:
            return "Over" if self.confirmed_at else "Never confirmed"
        if not self.confirmed_at:
            return "Waits for a second person"
        return "Acts now" if now >= self.starts_at else "Confirmed, begins later"

    def may_be_granted_by(self, user: Any) -> bool:
        """Tell whether ``user`` may propose, confirm or end it: one of the role or a Site administrator.

        Deputies make no deputies.
        """
        granting = {self.role, roles.SITE_ADMINISTRATORS}
        held = teams.roles_of(user, self.site, deputies=False)
        return bool(granting.intersection(held)) and user.pk != self.person_id

    def may_be_confirmed_by(self, user: Any) -> bool:
        """Tell whether ``user`` may be the second of the two."""
        waits = not (self.confirmed_at or self.ended_at) and timezone.now() < self.ends_at
        return waits and user.pk != self.granted_by_id and self.may_be_granted_by(user)

    def may_be_ended_by(self, user: Any) -> bool:
        """Tell whether ``user`` may end it before its time, or take the proposal back."""
        return not self.ended_at and timezone.now() < self.ends_at and self.may_be_granted_by(user)

    def clean(self):
        """Refuse a time that is over, runs backwards or is too long, and a deputy who needs no deputising."""
        super().clean()
        errors = {}
        if self.starts_at and self.ends_at:
            if self.ends_at <= self.starts_at:
                errors["ends_at"] = "Enter a time after the beginning."
            elif self.ends_at > self.starts_at + LONGEST:
                errors["ends_at"] = "Enter a time at most 90 days after the beginning."
            elif self.ends_at <= timezone.now():
                errors["ends_at"] = "Enter a time that is not over yet."
        if self.person_id and self.site_id and self.role in teams.roles_of(self.person, self.site):
            errors["person"] = f"{teams.name_of(self.person)} can act for “{self.role}” already."
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def propose(self, user: Any) -> None:
        """Store it as the proposal of ``user``. Raises ``PermissionDenied`` if they may not."""
        if not self.may_be_granted_by(user):
            raise PermissionDenied
        self.granted_by = user
        self.save()
        self._log("proposed", user)

    @transaction.atomic
    def confirm(self, user: Any) -> None:
        """Let it take effect. Raises ``PermissionDenied`` if ``user`` may not be the second."""
        stored = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not stored.may_be_confirmed_by(user):
            raise PermissionDenied
        self._set(confirmed_by=user, confirmed_at=timezone.now())
        self._log("confirmed", user)

    @transaction.atomic
    def end(self, user: Any) -> None:
        """End it now. Raises ``PermissionDenied`` if ``user`` may not."""
        stored = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not stored.may_be_ended_by(user):
            raise PermissionDenied
        self._set(ended_by=user, ended_at=timezone.now())
        self._log("ended", user)

    def _set(self, **values) -> None:
        type(self).objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)

    def _log(self, event: str, user: Any) -> None:
        from pages.moderation import log  # it imports the models in turn

        data = {
            "event": event,
            "person": self.person_id,
            "from": self.starts_at.isoformat(),
            "until": self.ends_at.isoformat(),
        }
        log.record(
            "deputy", obj=self, user=user, reason=self.reason, role=self.role, site=self.site, data=data
        )
