"""One small site, with something at every stage between a draft and what readers see."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
)
from wagtail_factories import ImageFactory

from pages.feedback.models import FeedbackPage
from pages.moderation.approval import set_actions
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.models import AuditLogEntry, RecordedAgreement
from tests.effort import by_effort
from tests.factories import (
    FeedbackEntryFactory,
    HomePageFactory,
    ImprovementFactory,
    NoticeFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    publish,
)

from . import people
from .people import AUTHORS, FIRST_APPROVER, MODERATOR, OFFICER

DRAFTED = "Drafted by an author"
SUBMITTED = "As submitted"
HOSTILE = "Hostile change"
NOTE = "What has changed, and why."
UNAPPROVED = [DRAFTED, HOSTILE]
"""Words that nobody has approved: no reader may see them."""
WORDS = {
    "organisation": "name",
    "sitewording": "force_name",
    "improvement": "you_said",
    "notice": "text",
}
"""The field that says most, of what has no title."""


@dataclass
class World:
    """The people and things that the routes are tried on."""

    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    snippets: dict[str, list[Any]] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    approvers: dict[str, list[str]] = field(default_factory=dict)
    """By what waits for its last approval: who may give it."""
    addresses: set[tuple[str, str]] = field(default_factory=set)
    routes: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    """The addresses of each route that was tried, by its name and pattern."""
    answering: set[str] = field(default_factory=set)
    """The tables that answers to readers are made from."""
    asked: set[frozenset] = field(default_factory=lambda: {frozenset()})
    """The sets of these tables after whose change everything was asked for."""
    answers_after: dict[Any, dict[str, Any]] = field(default_factory=dict)
    """What was answered, by the tables and the fields that had been changed."""
    before: dict[str, Any] = field(default_factory=dict)
    """The public state as it was."""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By part of this state: the stored rows that it follows from, by table."""
    files: dict[str, list[str]] = field(default_factory=dict)
    """The stored rows of documents and images, by table."""


def words_of(instance) -> str:
    """Return the field of ``instance`` that the drafts change."""
    return WORDS.get(instance._meta.model_name, "title")


def key_of(instance) -> str:
    """Return what ``instance`` is called in the public state."""
    return f"{instance._meta.model_name} {instance.pk}"


def fresh(instance):
    """Return ``instance`` as it is stored."""
    return type(instance).objects.get(pk=instance.pk)


def with_hostile_words(instance):
    """Return ``instance`` with hostile words in it."""
    setattr(instance, words_of(instance), HOSTILE)
    return instance


def snippets_tried(world) -> dict[str, list]:
    """Return what is tried of each type: at small effort one, a draft of every other and a submission."""
    pairs = enumerate(world.snippets.items())
    return {
        label: by_effort([pair[number % len(pair)]], pair)
        for number, (label, pair) in pairs
    }


def everything(world, *, pages=True) -> list:
    """Return the snippets that are tried, and all pages before them."""
    snippets = [
        snippet for tried in snippets_tried(world).values() for snippet in tried
    ]
    return [*(world.pages.values() if pages else []), *snippets]


def draft(world, instance, words=DRAFTED, **fields):
    """Let every author change ``instance``, each something else, and return the last revision."""
    for number, author in enumerate(reversed(AUTHORS)):
        latest = (
            instance.get_latest_revision_as_object()
            if instance.latest_revision
            else instance
        )
        setattr(
            latest,
            words_of(instance),
            words if number == 2 else f"{DRAFTED} ({number})",
        )
        latest.change_note = NOTE
        for name, value in fields.items():
            setattr(latest, name, value)
        latest.save_revision(user=world.people[author])
        instance.refresh_from_db()
    return instance.latest_revision


def submit(world, instance, **fields):
    """Let the authors change ``instance`` and one of them submit it."""
    draft(world, instance, words=SUBMITTED, **fields)
    instance.get_workflow().start(instance, world.people[people.AUTHOR])
    instance.refresh_from_db()
    return instance


def approve(world, instance, person):
    """Let ``person`` approve the step at which ``instance`` is."""
    state = instance.current_workflow_task_state
    state.task.specific.decide(state, world.people[person], DecisionChoice("approve"))
    return fresh(instance)


def _pages(world) -> None:
    root = Page.objects.get(depth=1)
    home = HomePageFactory(parent=root, title="Northamptonshire Police")
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    world.things |= {"site": site, "home": home}
    section = SuperComplaintIndexPageFactory(parent=home)
    above = publish(SuperComplaintPageFactory(parent=section, slug="stalking"))
    world.things["parent"] = above
    world.things["destination"] = publish(
        SuperComplaintPageFactory(parent=section, slug="elsewhere")
    )
    hiding = SuperComplaintPageFactory(parent=section, slug="hiding", live=False)

    def recommendation(number, parent=above, **fields):
        return RecommendationResponsePageFactory(parent=parent, number=number, **fields)

    pages = world.pages
    pages["live with a draft"] = publish(recommendation("1", title="As published"))
    draft(world, pages["live with a draft"])
    pages["submitted"] = submit(world, publish(recommendation("2")))
    pages["half approved"] = submit(world, publish(recommendation("3")))
    pages["half approved"] = approve(world, pages["half approved"], FIRST_APPROVER)
    in_a_month = timezone.now() + datetime.timedelta(days=30)
    scheduled = submit(world, recommendation("4", live=False), go_live_at=in_a_month)
    for person in (MODERATOR, OFFICER):
        scheduled = approve(world, scheduled, person)
    draft(world, scheduled, go_live_at=timezone.now() - datetime.timedelta(days=1))
    pages["scheduled"] = scheduled
    pages["draft"] = recommendation("5", title=DRAFTED, live=False)
    draft(world, pages["draft"], go_live_at=timezone.now() - datetime.timedelta(days=1))
    pages["below a draft"] = publish(recommendation("6", parent=hiding))
    draft(world, pages["below a draft"])
    pages["text"] = submit(world, publish(_page_with_files(world, home)))
    expiring = StandardPageFactory(
        parent=home, title="Expiring", slug="expiring", expire_at=in_a_month
    )
    world.things["expiring page"] = publish(expiring)
    world.things["private page"] = publish(
        StandardPageFactory(parent=home, title="Private", slug="private")
    )
    feedback = FeedbackPage(title="Feedback", slug="feedback", body=_text(), live=False)
    publish(home.add_child(instance=feedback))
    together = [publish(recommendation(number)) for number in ("7", "8")]
    for page in together:
        draft(world, page)
    author = world.people[people.AUTHOR]
    world.things["set"] = set_actions.make_set(
        author, "Submitted as one", NOTE, together
    )
    set_actions.submit(world.things["set"], author)
    world.things["section"] = section
    Locale.objects.create(language_code="cy")


def _text(html="<p>Some text.</p>") -> list:
    return [("text", html)]


def _page_with_files(world, home):
    document = Document.objects.create(
        title="Report", file=ContentFile(b"as published", name="report.txt")
    )
    image = ImageFactory(title="Photograph")
    world.things |= {"document": document, "image": image}
    world.things["unused document"] = Document.objects.create(
        title="Unused", file=ContentFile(b"unused", name="unused.txt")
    )
    embed = f'<embed alt="" embedtype="image" format="left" id="{image.pk}"/>'
    body = [
        *_text(f"<p>Some text.</p>{embed}"),
        ("document", {"document": document, "title": ""}),
    ]
    return StandardPageFactory(parent=home, slug="text", body=body)


def _snippets(world) -> None:
    """Make two of each: one with a draft, one that waits for its only approval."""
    for factory in (OrganisationFactory, NoticeFactory, ImprovementFactory):
        world.snippets[factory._meta.model._meta.label_lower] = [factory(), factory()]
    world.snippets["content.sitewording"] = [SiteWordingFactory()]  # there is only one
    for snippets in world.snippets.values():
        snippets[:] = [publish(snippet) for snippet in snippets]
        *drafts, waiting = snippets
        for snippet in drafts:
            draft(world, snippet)
        submit(world, waiting)
        world.approvers[key_of(waiting)] = [MODERATOR, FIRST_APPROVER]


def _things(world) -> None:
    site = world.things["site"]
    collection = Collection.get_first_root_node().add_child(name="Reports")
    world.things |= {
        "collection": collection,
        "redirect": Redirect.objects.create(
            old_path="/old", redirect_link="/super-complaints/", site=site
        ),
        "restriction": PageViewRestriction.objects.create(
            page=world.things["private page"],
            restriction_type=PageViewRestriction.LOGIN,
        ),
        "entry": FeedbackEntryFactory(),
        "decision": AuditLogEntry.objects.latest("pk"),
        "agreement": RecordedAgreement.objects.create(
            revision_id=world.pages["live with a draft"].latest_revision_id,
            organisation_id=1,
            organisation="The commissioner",
            name="Pat Lee",
            post="Chief executive",
            agreed_on=timezone.localdate(),
            document=ContentFile(b"We agree.", name="letter.txt"),
            recorded_by="An officer",
        ),
        "uploaded document": _uploaded(world, Document, b"hostile", "hostile.txt"),
        "uploaded image": _uploaded(
            world, Image, world.things["image"].file.read(), "hostile.jpg"
        ),
        "editing session": EditingSession.objects.create(
            user=world.people[people.AUTHOR],
            content_object=world.pages["live with a draft"],
            last_seen_at=timezone.now(),
        ),
    }


def _uploaded(world, model, content, name):
    """Return what somebody uploaded and has not named yet."""
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=ContentFile(content, name=name),
        uploaded_by_user=world.people[people.AUTHOR],
    )


def build() -> World:
    """Make the world."""
    world = World(people=people.make())
    _pages(world)
    _snippets(world)
    _things(world)
    world.approvers[key_of(world.pages["half approved"])] = [OFFICER]
    world.approvers[key_of(world.pages["text"])] = [MODERATOR, FIRST_APPROVER]
    for name, user in world.people.items():
        client = Client()
        client.force_login(user)
        world.sessions[name] = client.session.session_key
    # At full effort the tests of this folder take longer than half an hour, after which
    # a session ends.
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(days=1))
    return world
