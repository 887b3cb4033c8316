"""The applications of accounts."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class SignInConfig(AppConfig):
    """Signing in to the CMS."""

    name = "pages.accounts"
    verbose_name = "accounts"

    def ready(self) -> None:
        from . import account_changes, adapters, enrolment  # noqa: F401 -- what they register


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's application of accounts with our own screens."""

    user_viewset = "pages.accounts.forms.AccountViewSet"
