"""A small site with one of everything, and the edits that people make to it."""

import datetime
import itertools

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from complaints.models import (
    Action,
    DueDate,
    RecommendationResponsePage,
    Response,
    SuperComplaintPage,
)
from complaints.vocabulary import Position
from pages.content.models import Notice, SiteWording
from pages.core.partial_dates import PartialDate
from pages.moderation import scheduled_work
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import redact, redactable_versions, take_down
from pages.published import worker
from tests.factories import (
    DocumentFactory,
    HomePageFactory,
    ImageFactory,
    NoticeFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    change_live,
    publish,
)
from tests.factories.published import clear, unpublish


class SmallSite:
    """The site, with the clock that ``clock`` moves."""

    def __init__(self, root: Page, clock):
        self.clock = clock
        self.numbers = itertools.count(1)
        home = HomePageFactory(
            parent=root, title="Northamptonshire Police", slug="police"
        )
        Site.objects.filter(is_default_site=True).update(root_page=home)
        Site.clear_site_root_paths_cache()
        self.wording = SiteWordingFactory()
        self.force = OrganisationFactory()
        self.document, self.image = DocumentFactory(), ImageFactory()
        section = SuperComplaintIndexPageFactory(parent=home)
        self.stalking = publish(
            SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
        )
        self.sharing = publish(
            SuperComplaintPageFactory(parent=section, title="Sharing", slug="sharing")
        )
        self.seven, self.part, self.eight = (
            self._recommendation(each) for each in ("7", "7.1", "8")
        )
        self.help = publish(
            StandardPageFactory(
                parent=home, title="Help", slug="help", show_in_menus=True
            )
        )
        self.below = publish(
            StandardPageFactory(parent=self.help, title="Below", slug="below")
        )
        link = f'<p><a linktype="page" id="{self.help.pk}">Help</a></p>'
        body = [
            ("text", link),
            ("document", {"document": self.document, "title": "Letter"}),
        ]
        self.about = publish(
            StandardPageFactory(parent=home, title="About", slug="about", body=body)
        )
        self.plain = publish(
            StandardPageFactory(parent=home, title="Plain", slug="plain")
        )
        self.section = section
        self.moderator = UserFactory(roles=[MODERATORS])

    def _recommendation(self, number: str):
        parent = SuperComplaintPage.objects.get(pk=self.stalking.pk)
        page = RecommendationResponsePageFactory(
            parent=parent,
            number=number,
            title=f"Do {number}",
            deadline=PartialDate(2038, 3, 26),
        )
        response = Response(position=Position.ACCEPTED)
        response.respondents = [self.force]
        action = Action(title="Train", description="<p>All.</p>", status="in_progress")
        action.respondents = [self.force]
        action.due_dates = [DueDate(due=PartialDate(2038, 3, 27))]
        page.responses, page.actions = [response], [action]
        return publish(page)

    def _now(self, page):
        return type(page).objects.get(pk=page.pk)

    def _hide_or_show(self, obj):
        obj = self._now(obj)
        if obj.live:
            unpublish(obj)
        else:
            publish(obj)

    def _move(self, page, one, other):
        page = self._now(page)
        target = one if page.get_parent().pk == other.pk else other
        with permitted():
            page.move(self._now(target), pos="last-child")

    # Edits of pages

    def save_a_draft(self):
        page = self._now(self.seven)
        page.title = f"Draft {next(self.numbers)}"
        page.save_revision()

    def correct_a_recommendation(self):
        publish(
            change_live(
                self._now(self.eight), wording=f"Chiefs should do {next(self.numbers)}."
            )
        )

    def renumber_a_recommendation(self):
        page = self._now(self.eight)
        publish(change_live(page, number="8" if page.number == "9" else "9"))

    def add_or_remove_a_recommendation(self):
        if found := RecommendationResponsePage.objects.filter(number="30").first():
            with permitted():
                found.delete()
        else:
            self._recommendation("30")

    def unpublish_or_restore_a_recommendation(self):
        self._hide_or_show(self.part)

    def take_a_super_complaint_down_or_restore_it(self):
        page = self._now(self.sharing)
        if page.live:
            take_down(
                page,
                self.moderator,
                PublishedVersion.WithdrawalReason.ERROR,
                "It was wrong.",
            )
        else:
            publish(page)

    def redact(self):
        page = self._now(self.eight)
        version = redactable_versions(page).order_by("number").first()
        if version and page.get_latest_revision().pk != version.revision_id:
            redact(page, version.number, self.moderator, "safety", "A name.")

    def retitle_a_super_complaint(self):
        publish(
            change_live(
                self._now(self.stalking), title=f"Stalking {next(self.numbers)}"
            )
        )

    def require_or_drop_the_exit_in_the_section(self):
        page = self._now(self.section)
        publish(change_live(page, exit_required=not page.exit_required))

    def change_a_standing_page(self):
        body = [("text", f"<p>Text {next(self.numbers)}.</p>")]
        publish(change_live(self._now(self.plain), body=body))

    def expire_or_restore_a_page(self):
        page = self._now(self.plain)
        if page.live:
            page.expire_at = timezone.now() + datetime.timedelta(minutes=30)
            page = publish(page)
            self.clock.shift(datetime.timedelta(minutes=31))
            scheduled_work.expire_due()
        else:
            page.expire_at = None
            page = publish(page)

    def rename_a_page_with_others_below(self):
        page = self._now(self.help)
        page = publish(
            change_live(page, slug="help" if page.slug == "advice" else "advice")
        )

    def hide_or_show_a_page_with_others_below(self):
        self._hide_or_show(self.help)

    def move_a_page(self):
        if self._now(self.help).live:  # else it would come to light
            self._move(self.below, self.help, self.about)

    def move_a_recommendation(self):
        # Else it would be hidden, or come to light.
        if self._now(self.stalking).live == self._now(self.sharing).live:
            self._move(self.eight, self.sharing, self.stalking)

    def make_private_or_public(self):
        page = Page.objects.get(pk=self.help.pk)
        found = PageViewRestriction.objects.filter(page=page)
        if found.exists():
            found.first().delete()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    # Edits of what is no page

    def rename_an_organisation(self):
        publish(change_live(self._now(self.force), name=f"Force {next(self.numbers)}"))

    def hide_or_show_an_organisation(self):
        self._hide_or_show(self.force)

    def change_the_wording(self):
        publish(
            change_live(
                SiteWording.objects.get(),
                footer_text=f"<p>Footer {next(self.numbers)}.</p>",
            )
        )

    def announce_something_later(self):
        self.clock.shift(datetime.timedelta(seconds=1))
        now = timezone.now()
        hour = datetime.timedelta(hours=1)
        NoticeFactory(
            text=f"Notice {next(self.numbers)}",
            shown_from=now + hour,
            shown_until=now + 2 * hour,
        )

    def announce_something_on_a_part_of_the_site(self):
        NoticeFactory(
            text=f"Notice {next(self.numbers)}",
            section=Page.objects.get(pk=self.help.pk),
        )

    def take_a_notice_down(self):
        if notice := Notice.objects.filter(live=True).first():
            unpublish(notice)

    def replace_a_document(self):
        self.document.refresh_from_db()
        number = next(self.numbers)
        self.document.file.save(f"letter-{number}.pdf", ContentFile(b"x" * number))
        self.document._set_document_file_metadata()
        self.document.save()

    def retitle_an_image(self):
        self.image.refresh_from_db()
        self.image.title = f"Picture {next(self.numbers)}"
        self.image.save()

    def rename_the_host(self):
        site = Site.objects.get()
        site.site_name = f"Site {next(self.numbers)}"
        site.save()

    # The clock

    def schedule_and_wait(self):
        page = self._now(self.plain)
        page.body = [("text", f"<p>From now on {next(self.numbers)}.</p>")]
        page.go_live_at = timezone.now() + datetime.timedelta(minutes=30)
        clear(page).publish(skip_permission_checks=True)
        self.clock.shift(datetime.timedelta(minutes=31))
        scheduled_work.publish_due()

    def wait_a_little(self):
        self.clock.shift(datetime.timedelta(minutes=90))

    def wait_for_another_day(self):
        self.clock.shift(datetime.timedelta(hours=23))

    def set_a_clock_right_that_was_a_day_ahead(self):
        self.clock.shift(datetime.timedelta(days=1))
        self.change_the_wording()
        worker.poll()
        self.clock.shift(datetime.timedelta(days=-1))


EDITS = [
    name
    for name, value in vars(SmallSite).items()
    if callable(value) and not name.startswith("_")
]
