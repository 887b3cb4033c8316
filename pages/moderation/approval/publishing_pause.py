"""The publishing pause of the whole site: until its end nothing new is published."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pages.core.moments import moment_in_words

from . import roles


class PublishingPause(models.Model):
    """A pause that starts at once and ends at a time, or earlier by an approving officer."""

    reason = models.TextField(help_text="Shown to everyone who works on this site.")
    until = models.DateTimeField(verbose_name="end", help_text="UK time.")

    class Meta:
        ordering = ["-until"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Publishing is paused until {moment_in_words(self.until, ' at ')}"

    def clean(self) -> None:
        super().clean()
        if self.until and self.until <= timezone.now():
            raise ValidationError({"until": "Enter a time in the future."})


class PublishingPausedError(ValidationError):
    """A publishing pause is in force."""

    def __init__(self, pause: PublishingPause) -> None:
        super().__init__(f"{pause}. Reason: {pause.reason}")


def current_pause() -> PublishingPause | None:
    """Return the pause that is in force; the longest, if two people started one at once."""
    return PublishingPause.objects.filter(until__gt=timezone.now()).first()


def check_pause() -> None:
    """Raise ``PublishingPausedError`` while a pause is in force."""
    if pause := current_pause():
        raise PublishingPausedError(pause)


def end_pause() -> bool:
    """End the pause now, and return False if none was in force."""
    now = timezone.now()
    return bool(PublishingPause.objects.filter(until__gt=now).update(until=now))


def may_start_pause(user: roles.Visitor) -> bool:
    return roles.has_role(user, *roles.APPROVING_ROLES) or roles.is_site_administrator(
        user
    )


def may_end_pause(user: roles.Visitor) -> bool:
    return roles.has_role(user, roles.APPROVING_OFFICERS)
