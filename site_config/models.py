"""What processes of the site tell each other."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

WORKER = "worker"
BACKUP = "backup"
LINKS = "links"
FAILED_SIGN_INS = "failed sign-ins"
WORKER_PATIENCE = timedelta(minutes=5)
"""For how long the worker may be busy with one round before it counts as stopped."""


class Heartbeat(models.Model):
    """When something that runs by itself last came to its end, and what it could not do."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()
    failed = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, failed: list[str] | None = None) -> Self:
        values = {"at": timezone.now(), "failed": failed or []}
        return cls.objects.update_or_create(name=name, defaults=values)[0]

    @classmethod
    def last(cls, name: str) -> datetime | None:
        """Return when ``name`` last came to its end; ``None`` if it never did."""
        return cls.objects.filter(name=name).values_list("at", flat=True).first()


class Counter(models.Model):
    """How often something has happened, counted by all processes together."""

    name = models.CharField(max_length=30, unique=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(cls, name: str) -> None:
        cls.objects.get_or_create(name=name)
        cls.objects.filter(name=name).update(number=models.F("number") + 1)

    @classmethod
    def of(cls, name: str) -> int:
        return (
            cls.objects.filter(name=name).values_list("number", flat=True).first() or 0
        )


def worker_has_stopped() -> bool:
    """Return True if the worker has not come to its end for longer than a round takes."""
    last = Heartbeat.last(WORKER)
    return last is None or timezone.now() - last > WORKER_PATIENCE
