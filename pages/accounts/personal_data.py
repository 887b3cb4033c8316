"""What is stored of somebody who works with the CMS, given out and erased.

The audit log stays.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from pages.moderation.approval.audit_log import AuditLogEntry, record_change
from pages.moderation.approval.roles import roles_of
from pages.moderation.dual_control import second_person

from . import sessions
from .models import AccountChange

ROWS_OF_USER: dict[str, tuple[Any, str, list[str]]] = {
    "email_addresses": (EmailAddress, "user_id", ["email", "verified"]),
    "second_factors": (
        Authenticator,
        "user_id",
        ["type", "created_at", "last_used_at"],
    ),
    "identity_provider": (SocialAccount, "user_id", ["provider", "uid", "extra_data"]),
    "changes_by_others": (
        AccountChange,
        "person_id",
        ["what", "former_address", "changed_at"],
    ),
    "sessions": (UserSession, "user_id", ["ip", "user_agent", "created_at"]),
    "comments": (Comment, "user_id", ["text", "created_at"]),
    "replies_to_comments": (CommentReply, "user_id", ["text", "created_at"]),
    "revisions": (Revision, "user_id", ["object_str", "created_at"]),
    "history_of_pages": (PageLogEntry, "user_id", ["label", "action", "timestamp"]),
    "history_beside_pages": (
        ModelLogEntry,
        "user_id",
        ["label", "action", "timestamp"],
    ),
    "decisions": (
        AuditLogEntry,
        "actor_id",
        ["decided_at", "action", "role", "object_name"],
    ),
}


def personal_data_of(user: User) -> dict[str, Any]:
    """Return what is stored of ``user``, for themselves to read, without the secret keys of factors."""
    return {
        "account": {
            "username": user.username,
            "name": user.get_full_name(),
            "email": user.email,
            "roles": roles_of(user),
            "joined": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "waits_for_a_second_person": list(map(str, second_person.changes_about(user))),
        **{
            name: list(model.objects.filter(**{key: user.pk}).values(*fields))
            for name, (model, key, fields) in ROWS_OF_USER.items()
        },
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
    user.username = f"erased-{user.pk}"
    user.email = ""
    user.first_name = ""
    user.last_name = ""
    user.is_active = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    AccountChange.objects.filter(person=user).delete()
    for change in second_person.changes_about(user):
        change.delete()
    record_change(AuditLogEntry.Action.PEOPLE, user, "Personal data erased")
