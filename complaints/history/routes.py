"""The addresses of a page's past."""

from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from pages.parameters import AS_AT, shows_past_days


class AsAtMixin(RoutablePageMixin):
    """A page of the section that ``?as_at=`` shows as it stood on a day."""

    @path("")
    @shows_past_days
    def index_route(self, request, *args, **kwargs):
        """Serve the page as it is, or as it stood."""
        if AS_AT in request.GET and not getattr(request, "is_preview", False):
            from . import as_at

            return as_at.serve(self, request)
        return super().index_route(request, *args, **kwargs)


class HistoryMixin(AsAtMixin):
    """A page whose published versions can be read, cited and compared."""

    @path("history/", name="history")
    def history(self, request):
        """Serve the list of publications."""
        from . import views

        return views.history(self, request)

    @path("history/<int:number>/", name="version")
    def version(self, request, number):
        """Serve one published version."""
        from . import views

        return views.version(self, request, number)

    @path("history/compare/", name="compare")
    def compare(self, request):
        """Serve the difference of two published versions."""
        from . import views

        return views.compare(self, request)
