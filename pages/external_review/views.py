"""What somebody without an account sees behind a link.

Opening a link changes and sends nothing, because mail programs open links before people
do. A button sends a code to the mailbox that was named; whoever types it reads the
draft and answers.
"""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.images import get_image_model
from wagtail.models import Revision, TaskState

from pages.core.cache_policy import private_view
from pages.core.rate_limits import count_and_check_network
from pages.core.same_origin import came_from_elsewhere
from pages.files.file_permissions import is_public
from pages.files.version_files import files_in_version
from pages.files.views import private_file_response
from pages.moderation.approval.publication_set import is_for_later, set_in_review
from pages.moderation.approval.removals import describe_removal
from pages.moderation.views.outcomes import describe_outcome
from pages.moderation.views.reviewed_items import ReviewedItem

from .forms import AnswerForm, CodeForm
from .models import OpinionRequest
from .requests_by_link import (
    MINUTES_A_CODE_WORKS,
    check_code,
    send_new_code,
    take_answer,
    tell_about_answer,
)


class ShownDraft(ReviewedItem):
    """One page or snippet, as reviewers see it."""

    def __init__(self, revision: Revision, request: Any) -> None:
        self.draft = revision.as_object()
        self.request = request
        stored = revision.content_object
        self.object = getattr(stored, "specific", stored)

    @property
    def name(self) -> str:
        """What the CMS calls the draft that is shown, not a newer one."""
        return self.draft.name_with(str(self.draft))

    @property
    def kind(self) -> str:
        return str(self.object._meta.verbose_name)

    @property
    def removal_in_words(self) -> str:
        """When and why it went, without the reason for colleagues."""
        return describe_removal(self.removal) if self.removal else ""

    @property
    def goes_live(self) -> str:
        """The moment, if it is still to come."""
        return super().goes_live if is_for_later(self.draft) else ""


def lead_pictures_through_link(
    response: HttpResponse, draft: Any, secret: str, number: int
) -> HttpResponse:
    """Give the private pictures in ``response``, which shows ``draft``, addresses below that of the link."""
    content = response.content
    for image in _private_images(draft):
        for rendition in image.renditions.all():
            address = reverse(
                "external_review:picture", args=[secret, number, rendition.file.name]
            )
            content = content.replace(rendition.url.encode(), address.encode())
    response.content = content
    if "Content-Length" in response:
        response["Content-Length"] = len(content)
    return response


def _private_images(draft: Any) -> list[Any]:
    model = get_image_model()
    keys = [key for kind, key in files_in_version(draft) if kind is model]
    return [
        image for image in model.objects.filter(pk__in=keys) if not is_public(image)
    ]


NO_EXIT = {"without_exit": True}
"""These forms are filled in at work, and the Escape key would lose what was typed."""
HOURS_SIGNED_IN = 8
"""For so long after the code the draft can be read without another one."""
MOST_FROM_NETWORK = 60
PERIOD_SECONDS = 60 * 60

SENT_FROM_ELSEWHERE = "This form can be sent only from this site. Open the link again."
TOO_MANY_FORMS = "There have been too many attempts from your network. Wait an hour, then open the link again."
TOO_MANY_CODES = "We have sent several codes for this link already. Wait an hour, then ask for another."
WRONG_CODE = f"The code is wrong, or more than {MINUTES_A_CODE_WORKS} minutes old. Check it, or ask for a new one."
NOT_IN_REVIEW = "It is not in moderation."
NOT_SENT = "Your comment was not sent."
NEWER_VERSION = "The draft has changed, so you cannot reply to this version."


def _kept_to_oneself(view: Any) -> Any:
    """Let nobody keep, index or pass on the address of what ``view`` shows."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    # Each form is refused that comes from elsewhere: `_is_from_elsewhere`.
    return private_view(csrf_exempt(shown))  # nosemgrep: form-without-protection


@_kept_to_oneself
@require_http_methods(["GET", "HEAD", "POST"])
def show_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for a code; with it, show the drafts and take the answer.

    No token, which would need a cookie.
    """
    asked = OpinionRequest.objects.with_secret(secret)
    if not asked or not asked.items.exists():
        return render(request, "external_review/ended.html", NO_EXIT, status=404)
    if request.method == "POST":
        return _take_form(request, asked)
    if not _has_given_code(request, asked):
        return _code_screen(request, asked)
    if not asked.opened_at and request.method == "GET":
        asked.opened_at = timezone.now()
        asked.save(update_fields=["opened_at"])
    return _reading_screen(request, asked, AnswerForm(asked))


@_kept_to_oneself
@require_safe
def show_draft(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """Show one of the drafts as readers would see it; without a code, lead to where one is sent."""
    draft = _draft_behind(request, secret, number)
    if not draft:
        return redirect("external_review:opinion", secret)
    shown = draft.make_preview_request(request, draft.default_preview_mode)
    return lead_pictures_through_link(shown, draft, secret, number)


@_kept_to_oneself
@require_safe
def show_picture(
    request: HttpRequest, secret: str, number: int, name: str
) -> HttpResponseBase:
    """Send a picture of one of the drafts that is not public yet."""
    draft = _draft_behind(request, secret, number)
    renditions = get_image_model().get_rendition_model().objects.filter(file=name)
    rendition = None
    if draft:
        rendition = renditions.filter(image__in=_private_images(draft)).first()
    if not rendition:
        raise Http404
    return private_file_response(request, rendition.file, True)


def _draft_behind(request: HttpRequest, secret: str, number: int) -> Any:
    """Return one of the drafts of a link, or none without the code.

    Raise ``Http404`` if it is gone.
    """
    asked = OpinionRequest.objects.with_secret(secret)
    if not asked or not _has_given_code(request, asked):
        return None
    drafts = [] if asked.is_overwritten else asked.drafts
    if number >= len(drafts):
        raise Http404
    return drafts[number]


def _is_from_elsewhere(request: HttpRequest) -> bool:
    # A page that passes its address on to nobody: its browser says “null” for where a
    # form comes from.
    headers = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    return headers != ("null", "same-origin") and came_from_elsewhere(request)


def _take_form(request: HttpRequest, asked: OpinionRequest) -> HttpResponse:
    if _is_from_elsewhere(request):
        return _code_screen(
            request, asked, _refusal(request, SENT_FROM_ELSEWHERE), status=403
        )
    if count_and_check_network("opinions", request, MOST_FROM_NETWORK, PERIOD_SECONDS):
        return _code_screen(
            request, asked, _refusal(request, TOO_MANY_FORMS), status=429
        )
    if "send_code" in request.POST:
        return _send_code(request, asked)
    if "code" in request.POST:
        return _take_code(request, asked)
    # The code was entered too long ago: keep what was typed in the form.
    if not _has_given_code(request, asked):
        return _code_screen(request, asked)
    return _take_answer(request, asked)


def _take_code(request: HttpRequest, asked: OpinionRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid() and not check_code(asked, form.cleaned_data["code"]):
        form.add_error("code", WRONG_CODE)
    if not form.is_valid():
        return _code_screen(request, asked, form, is_sent=True, status=400)
    if typed := form.cleaned_data["comment"]:
        asked.comment = typed
        response = _reading_screen(request, asked, AnswerForm(asked))
    else:
        response = redirect(request.path)
        response.status_code = 303
    response.set_signed_cookie(
        _cookie_name(asked),
        str(asked.pk),
        salt=asked.secret_digest,
        max_age=HOURS_SIGNED_IN * 60 * 60,
        path="/opinions/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _take_answer(request: HttpRequest, asked: OpinionRequest) -> HttpResponse:
    form = AnswerForm(asked, request.POST)
    if asked.purpose == OpinionRequest.Purpose.READ:
        raise Http404
    if asked.is_outdated:
        form.add_error(None, NEWER_VERSION)
    elif not asked.can_be_answered:
        form.add_error(None, f"{_what_happened(asked)} {NOT_SENT}")
    if form.is_valid():
        try:
            answer = form.cleaned_data
            take_answer(
                asked,
                answer["verdict"],
                answer["comment"].strip(),
                answer.get("ticked", ()),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
    if not form.is_valid():
        return _reading_screen(request, asked, form)
    tell_about_answer(asked)
    response = redirect(request.path)
    response.status_code = 303
    return response


def _what_happened(asked: OpinionRequest) -> str:
    """Return what has become of the step that was to be approved by this link."""
    revisions = asked.items.values("revision")[:1]
    steps = (
        TaskState.objects.filter(revision__in=revisions)
        .select_related("task")
        .order_by("-pk")
    )
    for step in steps:
        if asked.approver and asked.approver.decides(step.task):
            return describe_outcome(step)
    return NOT_IN_REVIEW


def _cookie_name(asked: OpinionRequest) -> str:
    return f"opinion-{asked.pk}"


def _has_given_code(request: HttpRequest, asked: OpinionRequest) -> bool:
    given = request.get_signed_cookie(
        _cookie_name(asked),
        None,
        salt=asked.secret_digest,
        max_age=HOURS_SIGNED_IN * 60 * 60,
    )
    return given == str(asked.pk)


def _refusal(request: HttpRequest, problem: str) -> CodeForm:
    form = CodeForm({"code": "0", "comment": request.POST.get("comment", "")})
    form.add_error(None, problem)
    return form


def _send_code(request: HttpRequest, asked: OpinionRequest) -> HttpResponse:
    if send_new_code(asked):
        return _code_screen(request, asked, is_sent=True)
    refusal = _refusal(request, TOO_MANY_CODES)
    return _code_screen(request, asked, refusal, is_sent=True, status=429)


def _code_screen(
    request: HttpRequest,
    asked: OpinionRequest,
    form: CodeForm | None = None,
    is_sent: bool = False,
    status: int = 200,
) -> HttpResponse:
    form = form or CodeForm(initial={"comment": request.POST.get("comment", "")})
    context = {
        **NO_EXIT,
        "asked": asked,
        "form": form,
        "is_sent": is_sent,
        "minutes": MINUTES_A_CODE_WORKS,
    }
    return render(request, "external_review/code.html", context, status=status)


def _reading_screen(
    request: HttpRequest, asked: OpinionRequest, form: AnswerForm
) -> HttpResponse:
    items = [] if asked.is_overwritten else asked.items.select_related("revision")
    drafts = [ShownDraft(item.revision, request) for item in items]
    step = asked.waiting_step
    is_over = (
        asked.purpose == OpinionRequest.Purpose.APPROVE
        and not step
        and not asked.answered_at
    )
    context = {
        **NO_EXIT,
        "asked": asked,
        "drafts": drafts,
        "set": set_in_review(drafts[0].object) if drafts and step else None,
        "form": form if form.is_bound or asked.can_be_answered else None,
        "is_outdated": asked.is_outdated,
        "step": step and step.task,
    }
    if is_over and not asked.is_outdated:
        context["what_happened"] = _what_happened(asked)
    status = 400 if form.is_bound else 200
    return render(request, "external_review/read.html", context, status=status)


app_name = "external_review"

urlpatterns = [
    path("<secret:secret>/", show_link, name="opinion"),
    path("<secret:secret>/<int:number>/", show_draft, name="draft"),
    path(
        "<secret:secret>/<int:number>/pictures/<path:name>",
        show_picture,
        name="picture",
    ),
]
