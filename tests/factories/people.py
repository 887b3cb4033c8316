"""Editors, moderators and the others."""

import factory
from django.contrib.auth.models import Group, User

from .names import unique_name


class UserFactory(factory.django.DjangoModelFactory):
    """Someone who signs in with the password ``password``; ``roles`` names their groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = unique_name("person-{}@example.org")
    email = factory.SelfAttribute("username")
    password = factory.django.Password("password")

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        """Put the person into the groups of their roles."""
        for role in extracted or ():
            self.groups.add(Group.objects.get(name=role))
