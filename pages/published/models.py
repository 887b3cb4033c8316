"""The editions of the public site, and the changes that none of them shows yet."""

from django.db import models
from django.utils import timezone


class Change(models.Model):
    """A change that the public may see, stored with it.

    Whoever begins the next edition deletes it.
    """

    removes = models.BooleanField(
        default=True,
        help_text="Whether readers may no longer see something that was public before.",
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Edition(models.Model):
    """What the public site shows from one change or known moment to the next, as one release shows it."""

    number = models.PositiveBigIntegerField(
        help_text="The same for all releases that run at once."
    )
    release = models.CharField(max_length=12)
    token = models.CharField(
        max_length=8, help_text="Random: a folder's name never recurs."
    )
    second = models.PositiveBigIntegerField(
        unique=True,
        help_text="When its files were last modified. It grows strictly, whatever the clock does.",
    )
    begun_at = models.DateTimeField()
    holds_until = models.DateTimeField(
        help_text="The next moment at which time alone changes a page."
    )
    removes = models.BooleanField(
        default=True, help_text="Whether it lacks something that was public before."
    )

    is_behind: bool
    """Whether changes are committed that it lacks; known of those that ``editions`` reads."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["number", "release"], name="one_edition_of_a_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}-{self.number}-{self.token}"

    @property
    def has_begun(self) -> bool:
        """Return True if it has by the clock of this host, which may be behind that of the host that began it."""
        return self.begun_at <= timezone.now()
