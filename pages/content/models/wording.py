"""The words and the colour that every page shows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.models import Site

from pages.content.blocks import SupportServiceBlock
from pages.content.blocks.links import PictureBlock
from pages.content.brand import make_svg_safe, validate_brand_colour
from pages.content.contact import link_to_contact, validate_contact
from pages.core.stream_field import StreamField
from pages.moderation.moderated import CHANGE_PANEL
from pages.quick_exit.exit import (
    DEFAULT_ADDRESS,
    host_of,
    refuse_own_site,
    validate_destination,
)

from .snippet import ModeratedSnippet

COOKIE_TEXT = "<p>We use one essential cookie to remember this choice.</p>"
SHORT_RICH_TEXT = ["bold", "link", "ul"]


class SiteWording(ModeratedSnippet):
    """What every page shows.

    There is only one; its defaults serve without it and without the database.
    """

    PHASES = [("none", "None"), ("alpha", "Alpha"), ("beta", "Beta")]

    force_name = models.CharField(
        max_length=100, default="Police", verbose_name="name of the force"
    )
    service_name = models.CharField(
        max_length=100, default="Super-complaints", verbose_name="name of this site"
    )
    brand_colour = models.CharField(
        max_length=7,
        default="#1d3461",
        validators=[validate_brand_colour],
        help_text="A colour code, like #1d3461. White text must be readable on it.",
    )
    logo = models.TextField(
        blank=True,
        default="",
        verbose_name="crest or logo",
        help_text="An SVG, as text. Only its shapes are kept: scripts, styles, links and text are removed.",
    )
    logo_alternative = models.CharField(
        max_length=120, blank=True, default="", verbose_name="description of the logo"
    )
    picture = StreamField(
        [("picture", PictureBlock())],
        blank=True,
        max_num=1,
        help_text="Optional. A picture for the home page, which is approved with this wording.",
    )
    main_site_address = models.URLField(
        blank=True, verbose_name="address of the force's main website"
    )

    phase = models.CharField(max_length=5, choices=PHASES, default="none")
    phase_sentence = models.CharField(
        max_length=300, blank=True, default="", verbose_name="text of the phase banner"
    )
    phase_link_text = models.CharField(
        max_length=80,
        blank=True,
        default="Give feedback",
        verbose_name="text of the feedback link",
    )

    exit_shown = models.BooleanField(
        default=True,
        verbose_name="show the “Leave this site” button on every page",
        help_text="Sensitive pages always show it.",
    )
    exit_label = models.CharField(
        max_length=40, default="Leave this site", verbose_name="text of the button"
    )
    exit_address = models.URLField(
        blank=True,
        default=DEFAULT_ADDRESS,
        validators=[validate_destination],
        verbose_name="address the button leads to",
        help_text=(
            "An ordinary page of another site, starting with https://. "
            f"If this is blank or cannot be used, the button leads to {DEFAULT_ADDRESS}."
        ),
    )

    cookie_text = RichTextField(
        features=SHORT_RICH_TEXT,
        blank=True,
        default=COOKIE_TEXT,
        verbose_name="introduction to the cookie banner",
        help_text="One sentence. A second sentence about optional cookies is added to it.",
    )
    cookie_policy_version = models.PositiveSmallIntegerField(
        default=1,
        # Five digits fit into the cookie; four fit into every database.
        validators=[MinValueValidator(1), MaxValueValidator(9999)],
        verbose_name="version of the cookie policy",
        help_text="Increase it by 1 when cookies are used for something new. Everyone is then asked again.",
    )

    contact = RichTextField(
        features=SHORT_RICH_TEXT,
        blank=True,
        default=(
            "<p>In an emergency, or if someone is in danger, call <b>999</b>. Otherwise call <b>101</b>.</p>"
        ),
        verbose_name="contact, in the footer",
    )
    questions_to = models.CharField(
        max_length=200,
        blank=True,
        default="",
        validators=[validate_contact],
        verbose_name="where readers can ask questions",
        help_text="An email address, or the address of a page with a form. Pages then show “Ask about this "
        "recommendation”. Leave blank to show no link.",
    )
    footer_text = RichTextField(features=SHORT_RICH_TEXT, blank=True, default="")
    support_services = StreamField(
        [("service", SupportServiceBlock(icon="help", label="Service"))],
        blank=True,
        help_text="Shown on sensitive pages, unless the super-complaint has its own, "
        "and after someone has sent feedback.",
    )

    panels = [
        MultiFieldPanel(
            [
                "force_name",
                "service_name",
                "brand_colour",
                "logo",
                "logo_alternative",
                "picture",
                "main_site_address",
            ],
            heading="Name and brand",
        ),
        MultiFieldPanel(
            ["phase", "phase_sentence", "phase_link_text"], heading="Phase"
        ),
        MultiFieldPanel(
            ["exit_shown", "exit_label", "exit_address"], heading="Quick exit"
        ),
        MultiFieldPanel(["cookie_text", "cookie_policy_version"], heading="Cookies"),
        MultiFieldPanel(
            ["contact", "questions_to", "footer_text"], heading="Contact and footer"
        ),
        FieldPanel("support_services"),
        CHANGE_PANEL,
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = "site wording"
        verbose_name_plural = "site wording"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                name="one_site_wording",
                violation_error_message="There is already a site wording. Edit that one.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.force_name}: {self.service_name}"

    def clean(self) -> None:
        """Refuse an exit to a site of the force, and a policy version lower than the published one."""
        super().clean()
        self._clean_logo()
        self._refuse_lower_policy_version()
        own_hosts = [
            host_of(self.main_site_address),
            *Site.objects.values_list("hostname", flat=True),
        ]
        try:
            refuse_own_site(self.exit_address, own_hosts)
        except ValidationError as refusal:
            raise ValidationError({"exit_address": refusal.messages}) from refusal

    def _clean_logo(self) -> None:
        if not self.logo.strip():
            self.logo = ""
            return
        try:
            self.logo = make_svg_safe(self.logo)
        except ValidationError as refusal:
            raise ValidationError({"logo": refusal.messages}) from refusal
        if not self.logo_alternative.strip():
            raise ValidationError(
                {
                    "logo_alternative": "Describe the logo, for example “Kent Police crest”."
                }
            )

    @property
    def logo_markup(self) -> SafeString:
        """The logo for a page.

        It was made safe when it was saved, and is once more to be sure.
        """
        if self.logo:
            return mark_safe(make_svg_safe(self.logo))  # noqa: S308 - shapes alone
        return SafeString()

    @property
    def questions_address(self) -> str:
        """Where a link to ask leads; empty if readers cannot ask."""
        return link_to_contact(self.questions_to)

    def _refuse_lower_policy_version(self) -> None:
        # Also while the wording is taken down, because readers keep the choices that
        # they made.
        ever_live = (
            type(self)
            .objects.filter(pk=self.pk)
            .exclude(live=False, first_published_at=None)
        )
        published_version = (
            ever_live.values_list("cookie_policy_version", flat=True).first() or 0
        )
        if (self.cookie_policy_version or 0) < published_version:
            problem = (
                f"The published version is {published_version}. "
                "A lower number would bring back choices that were made about other cookies."
            )
            raise ValidationError({"cookie_policy_version": problem})

    def clean_for_publication(self) -> None:
        """Refuse a phase without a sentence that explains it."""
        if self.phase != "none" and not self.phase_sentence:
            raise ValidationError(
                {"phase_sentence": "Enter what the phase means for readers."}
            )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "content/site_wording_preview.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        request.site_wording = self  # type: ignore[attr-defined]
        return {"request": request, "site_wording": self}
