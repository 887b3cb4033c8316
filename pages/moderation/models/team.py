"""Groups of people who hold a role for one force's site only."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Site

from pages.moderation import roles


class TeamGroup(models.Model):
    """Says that the members of a group hold a role for one site; ``team_groups.py`` makes them."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="team")
    role = models.CharField(max_length=50, choices=[(role, role) for role in roles.ROLES])
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "role"], name="one_group_for_role_and_site")]

    def __str__(self):
        """Name the role and the site."""
        return f"{self.role}, {self.site}"
