"""Where messages to editors wait until the next screen shows them."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookieStorage(CookieStorage):
    """The cookie that MESSAGE_COOKIE_NAME names, which Django has no setting for."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class NamedFallbackStorage(FallbackStorage):
    """That cookie or, for what does not fit, the session."""

    storage_classes = (NamedCookieStorage, SessionStorage)
