"""The base classes of all pages."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import CommentPanel, FieldPanel, Panel, PublishingPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail.utils.decorators import cached_classmethod

from pages.content import link_prefetch
from pages.content.blocks import BodyBlock
from pages.content.panels import page_form, refuse_open_questions
from pages.core.cache_policy import CachePolicy
from pages.core.page_visibility import MAX_TREE_LEVELS
from pages.core.reference_index import no_reference_updates, update_references
from pages.core.stream_field import StreamField
from pages.moderation.approval.permissions import ModeratedPagePermissionTester
from pages.moderation.approval.publication_rules import (
    PublishablePageForm,
    check_for_publication,
)
from pages.moderation.moderated import (
    Moderated,
    change_note_field,
)
from pages.published.editions import remember
from pages.search.indexing import IndexedText, reindex_page

SET_BY_WAGTAIL = ("content_type", "latest_revision", "live_revision", "locale", "owner")
"""Fields of a page that nobody edits: a draft has them from its page, whatever its content says."""


class BasePage(Moderated, Page):
    """The abstract base of every page type.

    A page type refuses in ``clean`` what even a draft must not contain, and in
    ``clean_for_publication`` what only a draft may lack.
    """

    base_form_class = PublishablePageForm
    cache_policy = CachePolicy.PUBLIC
    is_open = False
    """Whether ``route`` has seen that the site has no restrictions of who may read what."""
    as_indexed: Page | None = None
    """The page as ``save`` has just stored and indexed it, with all that the index reads."""
    needed_to_open = False
    """Whether the site cannot open, which is to publish its home page, before this page is public."""
    naming_fields: tuple[str, ...] = ()
    """Fields, other than title and address, that other pages show of a page of this type."""
    search_auto_update = False  # see save()

    # They do not apply to a copy, which has never been public.
    exclude_fields_in_copy = ["change_note", "first_published_at"]

    change_note = change_note_field()
    exit_required = models.BooleanField(
        default=False,
        verbose_name="always show the “Leave this site” button",
        help_text="On this page and the pages under it, even if the site wording hides the button.",
    )

    everyday_tab = ""
    """The tab at which the form of a page opens, by its heading in small letters; else it is the first."""
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus", help_text="Shows the page on the home page."),
    ]
    settings_panels = [FieldPanel("exit_required"), PublishingPanel(), CommentPanel()]

    class Meta(Page.Meta):
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Panel:  # noqa: N805 - the decorator makes it a class method
        """Return the form, with what is said of the change at hand in every tab."""
        return page_form(cls)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        link_prefetch.prefetch_links_of(self)
        return super().get_context(request, *args, **kwargs)

    @cached_property
    def last_reviewed(self) -> date | None:
        """The day on which two people had last said that the page is right.

        ``route`` sets it, too.
        """
        review = getattr(self, "page_review", None)
        return review.last_reviewed if review else None

    @property
    def must_have_exit(self) -> bool:
        return self.exit_required

    @cached_property
    def pages_above(self) -> list[Page]:
        """The pages above this one, the highest first.

        ``route`` sets it, which saves the query.
        """
        if not self.path or self.depth <= 2:
            return []  # it is in no tree yet, or stands at the top
        return list(self.get_ancestors().filter(depth__gt=1))

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at an address below this one in one query.

        Wagtail needs two for each level.
        """
        self.is_open = remember(request, "has no restrictions", _has_no_restrictions)
        if not path_components:
            return super().route(request, path_components)
        slugs = path_components[:MAX_TREE_LEVELS]
        url_paths = [
            f"{self.url_path}{'/'.join(slugs[:end])}/"
            for end in range(1, len(slugs) + 1)
        ]
        # The slugs are in the condition because they are indexed, and ``url_path`` is
        # not.
        candidates = Page.objects.filter(
            slug__in=slugs, url_path__in=url_paths
        ).order_by("path")
        pages = list(candidates.annotate(reviewed=F("page_review__last_reviewed")))
        if not pages:
            return super().route(request, path_components)
        page = pages[-1].specific
        page.pages_above = [*self.pages_above, self, *pages[:-1]]
        page.last_reviewed = pages[-1].reviewed
        page.is_open = self.is_open
        return page.route(request, path_components[len(pages) :])

    @property
    def requires_exit(self) -> bool:
        """Return True if the page, or one above it, must show the exit even if the site wording hides it."""
        ancestors = self.get_ancestors().filter(depth__gt=1).specific()
        return self.must_have_exit or any(
            getattr(page, "must_have_exit", False) for page in ancestors
        )

    def permissions_for_user(self, user: Any) -> ModeratedPagePermissionTester:
        """Return Wagtail's rules without the ways to bypass the workflow."""
        return ModeratedPagePermissionTester(user, self)

    def get_view_restrictions(self) -> PageQuerySet:
        """Return the restrictions of who may read the page; a shorter query if the site has none."""
        if self.is_open or _has_no_restrictions():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def find_namesake_below(self, parent: Page) -> Page | None:
        """Return the page below ``parent`` that keeps this one from being moved there, if there is one."""
        return parent.get_children().exclude(pk=self.pk).filter(slug=self.slug).first()

    @property
    def name_among_siblings(self) -> str:
        """What no other page beside this one may have, in words."""
        return f"the address “{self.slug}”"

    def clean_for_publication(self) -> None:
        """Raise ``ValidationError`` unless the page may be published.

        Page types add their rules.
        """
        refuse_open_questions(self)

    def full_clean(
        self, exclude: Collection[str] | None = None, **options: Any
    ) -> None:
        """Check what people enter.

        What Wagtail sets is right: to ask for each costs six queries.
        """
        super().full_clean(
            exclude={*(exclude or ()), *SET_BY_WAGTAIL, "path"}, **options
        )

    def save(self, clean: bool = True, **options: Any) -> Any:
        """Save and index the page; raise ``ValidationError`` if a live one breaks publication rules."""
        if clean and self.live:
            check_for_publication(self)
        # Where Wagtail saves fields by name, they are not content.
        has_content = options.get("update_fields") is None
        with no_reference_updates():
            result = super().save(clean=clean, **options)
        if has_content:
            self.as_indexed = reindex_page(self)
            update_references(self.as_indexed or self)
        return result


def _has_no_restrictions() -> bool:
    return not PageViewRestriction.objects.exists()


class TextPage(BasePage):
    """The abstract base of pages with a summary and a body."""

    summary = models.TextField(
        blank=True, help_text="One or two sentences under the heading"
    )
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        IndexedText("summary"),
        IndexedText("body"),
    ]

    class Meta:
        abstract = True

    def clean_for_publication(self) -> None:
        super().clean_for_publication()
        if not self.body:
            raise ValidationError(
                {"body": "Add some text before you submit this page."}
            )
