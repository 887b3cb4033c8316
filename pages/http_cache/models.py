"""When each key was last invalidated, and the purges that caches must carry out."""

from django.db import models


class Invalidation(models.Model):
    """When what a key stands for last changed. The time never goes back."""

    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class Purge(models.Model):
    """Keys that all caches must purge. It is stored together with the change that causes it."""

    keys = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        """Return the keys."""
        return ", ".join(self.keys)
