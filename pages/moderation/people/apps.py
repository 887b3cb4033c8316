"""Wagtail's application of accounts, with screens of our own."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Takes the place of Wagtail's among the installed applications."""

    user_viewset = "pages.moderation.admin.accounts.AccountViewSet"
