"""The application of accounts."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's application of accounts with our own screens."""

    user_viewset = "pages.moderation.admin.accounts.AccountViewSet"
