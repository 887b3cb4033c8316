"""What every page of the site has."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import CommentPanel, FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from pages.content import link_lookup
from pages.content.blocks import BodyBlock
from pages.core import reference_index
from pages.core.public import MOST_LEVELS
from pages.http_cache.address_classes import AddressClass
from pages.moderation.moderated import CHANGE_PANEL, Moderated, change_note_field, minor_correction_field
from pages.moderation.publishing.publication_rules import PublishablePageForm, check_for_publication
from pages.moderation.rules.permissions import ModeratedPagePermissionTester
from pages.search.fields import IndexedText
from pages.search.indexing import reindex


class BasePage(Moderated, Page):
    """The abstract parent of every page type.

    A page type states in ``clean`` what no draft may hold and in ``clean_for_publication`` what a
    publication must have.
    """

    base_form_class = PublishablePageForm
    address_class = AddressClass.PUBLIC
    named_by: tuple[str, ...] = ()
    """Fields by which other pages name it, beside its title and address."""
    correctable_fields = frozenset({"title", "seo_title", "search_description"})
    show_in_menus_default = False
    search_auto_update = False  # see save()

    # They tell of one page, not of its copy, which was never public.
    exclude_fields_in_copy = ["change_note", "minor_correction", "first_published_at"]

    change_note = change_note_field()
    minor_correction = minor_correction_field()
    last_reviewed = models.DateField(
        null=True,
        blank=True,
        help_text="When somebody last checked that this page is right. Shown at its foot.",
    )

    exit_required = models.BooleanField(
        default=False,
        verbose_name="always show the quick exit",
        help_text="On this page and on those below it, even where the site wording hides the exit.",
    )

    content_panels = [*Page.content_panels, CHANGE_PANEL]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus", help_text="Shows the page on the home page."),
    ]
    settings_panels = [
        FieldPanel("last_reviewed"),
        FieldPanel("exit_required"),
        PublishingPanel(),
        CommentPanel(),
    ]

    class Meta(Page.Meta):
        abstract = True

    def clean(self):
        """Refuse a review that has not taken place yet."""
        super().clean()
        if self.last_reviewed and self.last_reviewed > timezone.localdate():
            raise ValidationError({"last_reviewed": "Enter today’s date or an earlier one."})

    def get_context(self, request, *args, **kwargs):
        """Tell beforehand that the texts of the page are to be shown."""
        link_lookup.expect(self)
        return super().get_context(request, *args, **kwargs)

    @property
    def must_have_exit(self) -> bool:
        """Whether the page itself is such that its readers may have to leave at once."""
        return self.exit_required

    @cached_property
    def pages_above(self) -> list[Page]:
        """The pages above this one, the highest first; known already where it was found by its address."""
        return list(self.get_ancestors().filter(depth__gt=1)) if self.depth > 2 else []

    def route(self, request, path_components):
        """Find the page at an address below this one in one query; Wagtail asks twice for each level."""
        names = path_components[:MOST_LEVELS]
        addresses = [f"{self.url_path}{'/'.join(names[:end])}/" for end in range(1, len(names) + 1)]
        # By their names, too: those are indexed, addresses are not.
        found = list(Page.objects.filter(slug__in=names, url_path__in=addresses).order_by("path"))
        if not found:
            return super().route(request, path_components)
        page = found[-1].specific
        page.pages_above = [*self.pages_above, self, *found[:-1]]
        return page.route(request, path_components[len(found) :])

    @property
    def requires_exit(self) -> bool:
        """Whether the page, or one above it, must have the exit whatever the site wording says."""
        above = self.get_ancestors().filter(depth__gt=1).specific()
        return self.must_have_exit or any(getattr(page, "must_have_exit", False) for page in above)

    def permissions_for_user(self, user):
        """Return Wagtail's rules without the short ways round the workflow."""
        return ModeratedPagePermissionTester(user, self)

    def get_view_restrictions(self):
        """Return what restricts who may read the page; without any restriction nobody looks further."""
        if not PageViewRestriction.objects.exists():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def clean_for_publication(self):
        """Raise ``ValidationError`` unless the page may be published; page types add their rules."""

    def save(self, clean=True, **options):
        """Save the page, and index it; one that is live must keep the rules of publication.

        Raises ``ValidationError`` listing everything that stops the publication.
        """
        if clean and self.live:
            check_for_publication(self)
        with reference_index.noted_once(self):
            result = super().save(clean=clean, **options)
        if options.get("update_fields") is None:
            reindex(self)
        return result


class TextPage(BasePage):
    """The abstract parent of pages that are a summary and a body."""

    summary = models.TextField(blank=True, help_text="One or two sentences under the heading.")
    body = StreamField(BodyBlock(), blank=True)

    correctable_fields = BasePage.correctable_fields | {"summary", "body"}

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        IndexedText("summary"),
        IndexedText("body"),
    ]

    class Meta:
        abstract = True

    def clean_for_publication(self):
        """Refuse a page with nothing on it."""
        super().clean_for_publication()
        if not self.body:
            raise ValidationError({"body": "Add some text before this page is published."})
