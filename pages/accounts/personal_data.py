"""What is stored of somebody who works with the CMS, given out and erased. The log of decisions stays."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Comment, ModelLogEntry, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from pages.moderation.gate.decision import Decision, record_change
from pages.moderation.gate.remarks import Suggestion
from pages.moderation.gate.roles import roles_of
from pages.moderation.people import second_person

from . import sessions
from .models import AccountChange


def personal_data_of(user: User) -> dict[str, Any]:
    """Return what is stored of ``user``, for themselves to read, without the secret keys of factors."""
    of_user = {"user_id": user.pk}
    return {
        "account": {
            "username": user.username,
            "name": user.get_full_name(),
            "email": user.email,
            "roles": roles_of(user),
            "joined": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "email_addresses": list(EmailAddress.objects.filter(**of_user).values("email", "verified")),
        "second_factors": list(
            Authenticator.objects.filter(**of_user).values("type", "created_at", "last_used_at")
        ),
        "identity_provider": list(
            SocialAccount.objects.filter(**of_user).values("provider", "uid", "extra_data")
        ),
        "changes_by_others": list(
            AccountChange.objects.filter(person=user).values("what", "former_address", "changed_at")
        ),
        "waits_for_a_second_person": [str(change) for change in second_person.changes_about(user)],
        "sessions": list(UserSession.objects.filter(**of_user).values("ip", "user_agent", "created_at")),
        "comments": list(Comment.objects.filter(**of_user).values("text", "created_at")),
        "suggestions": list(Suggestion.objects.filter(**of_user).values("label", "after")),
        "revisions": list(Revision.objects.filter(**of_user).values("object_str", "created_at")),
        "history": [
            each
            for model in (PageLogEntry, ModelLogEntry)
            for each in model.objects.filter(**of_user).values("label", "action", "timestamp")
        ],
        "decisions": list(
            Decision.objects.filter(actor_id=user.pk).values("decided_at", "action", "role", "object_name")
        ),
    }


@transaction.atomic
def erase(user: User) -> None:
    """Leave of ``user`` an inactive account with a number for a name, so that authorship still counts."""
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user_id=user.pk).delete()
    sessions.end_sessions(user)
    for profile in UserProfile.objects.filter(user=user):
        profile.avatar.delete(save=False)
        profile.delete()
    user.groups.clear()
    user.username, user.email, user.first_name, user.last_name = f"erased-{user.pk}", "", "", ""
    user.is_active = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    AccountChange.objects.filter(person=user).delete()
    for change in second_person.changes_about(user):
        change.delete()
    record_change(Decision.Action.PEOPLE, user, "Personal data erased")
