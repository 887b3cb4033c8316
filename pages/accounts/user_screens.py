"""The screens of others' accounts: people are invited, and choose their passwords themselves."""

from django.contrib.auth.models import User

from pages.moderation.admin.accounts import AccountViewSet as ModeratedAccountViewSet
from pages.moderation.admin.accounts import AddAccount, EditAccount
from pages.moderation.rules.roles import display_name

from . import enrolment, mails


class InviteView(AddAccount):
    """Adds an account and sends its owner a link."""

    def save_instance(self) -> User:
        """Store the account, and send the link."""
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        enrolment.invite(person, display_name(self.request.user))
        return person


class EditView(EditAccount):
    """Edits an account, and tells its owner of another address."""

    def save_instance(self) -> User:
        """Store the account, and tell both addresses."""
        former = type(self.object).objects.get(pk=self.object.pk).email
        person = super().save_instance()
        if former.lower() != person.email.lower():
            mails.notify_of_new_address(person, former)
        return person


class AccountViewSet(ModeratedAccountViewSet):
    """The screens of accounts."""

    add_view_class = InviteView
    edit_view_class = EditView
