"""The application of HTTP caching."""

from django.apps import AppConfig


class HttpCacheConfig(AppConfig):
    """Which responses may be kept, for how long, and what a change purges."""

    name = "pages.http_cache"
    label = "http_cache"
    verbose_name = "HTTP cache"

    def ready(self) -> None:
        """Record what responses show, and purge what changes."""
        from . import signal_handlers

        signal_handlers.connect(self)
