"""What was invalidated when, and the purges that stores must still be told of."""

from django.db import models


class Invalidation(models.Model):
    """When that which a key stands for last changed; it never goes back."""

    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        """Name the key."""
        return self.key


class Purge(models.Model):
    """Keys that stores must forget, written with the change itself and kept until all stores have done so."""

    keys = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self):
        """Name the keys."""
        return ", ".join(self.keys)
