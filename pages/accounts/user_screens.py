"""The screens of others' accounts: people are invited, and choose their passwords themselves."""

from django.contrib.auth.models import User

from pages.moderation.desk.accounts import AccountViewSet as ModeratedAccountViewSet
from pages.moderation.desk.accounts import AddAccount, EditAccount
from pages.moderation.gate.roles import display_name

from . import enrolment


class InviteView(AddAccount):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        enrolment.invite(person, display_name(self.request.user))
        return person


class AccountViewSet(ModeratedAccountViewSet):
    """The screens of accounts."""

    add_view_class = InviteView
    edit_view_class = EditAccount
