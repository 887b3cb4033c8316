"""What is known of the links that lead out of the site, or to a page that was deleted."""

from django.db import models


class CheckedLink(models.Model):
    """An address elsewhere that public pages link to, and how its host answered; or “page 7”, deleted."""

    address = models.URLField(max_length=2000, unique=True)
    pages = models.JSONField(
        default=list, help_text="The keys of the public pages that it stands on."
    )
    due = models.DateTimeField(
        null=True, db_index=True, help_text="When its host is asked next."
    )
    problem = models.CharField(max_length=300, blank=True)
    failed_since = models.DateTimeField(null=True)
    is_broken = models.BooleanField(
        default=False, help_text="It failed again on another day."
    )

    class Meta:
        ordering = ["address"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
