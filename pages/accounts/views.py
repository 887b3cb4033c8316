"""Signing in, setting up an account by a link, and what people change of their own account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LogoutView
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.account import PasswordResetConfirmView

from pages.core.stored_content import parse_key
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.dual_control import second_person
from pages.moderation.dual_control.accounts import change_details
from pages.moderation.emails.mail import admin_link
from pages.moderation.views.people import warn_of_pending_changes

from . import enrolment, factors, mails, oidc, sessions
from .forms import FirstPasswordForm, NewAddressForm, is_taken

ADDRESS_SALT = "accounts.address"
ADDRESS_SECONDS = 60 * 60
BACKEND = "pages.accounts.adapters.NameOrAddressBackend"


class SignInView(LoginView):
    """The one sign-in by name and password."""

    template_name = "accounts/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on who is signed in already, and who has still to set up a factor."""
        if request.user.is_authenticated and request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            return redirect(self.get_success_url() or "wagtailadmin_home")
        if request.session.get(sessions.ENROLLING):
            return redirect("accounts:set_up")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in a demonstration that it is one and who can sign in, and offer the identity provider."""
        accounts = User.objects.filter(is_active=True, groups__isnull=False).distinct()
        return {
            **super().get_context_data(**kwargs),
            "is_demo": settings.DEMO,
            "demo_accounts": accounts.order_by("pk") if settings.DEMO else (),
            "providers": oidc.sign_in_buttons(),
        }


class CodeView(AuthenticateView):
    """Asks for the second factor after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = factors.demo_code(self.stage.login.user)
        return {**super().get_context_data(**kwargs), "demo_code": code}


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class EnrolView(FormView):
    """Lets the owner of a link choose a password, and begins the session that sets up the factor."""

    template_name = "accounts/enrol.html"
    form_class = FirstPasswordForm

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.person = enrolment.find_enrolling(kwargs["token"])
        if self.person is None:
            return self.response_class(request, "accounts/link_over.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the account, so that a browser stores the right one."""
        return super().get_context_data(**kwargs, person=self.person)

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        with opened_for(WritePurpose.INVITATION):
            user: Any = form.save()
        self.request.session.flush()
        login(self.request, user, backend=BACKEND)
        self.request.session[sessions.ENROLLING] = True
        # Who has just chosen the password need not type it again to add a factor.
        record_authentication(
            self.request, user, method="password", reauthenticated=True
        )
        mails.notify_of_change(user, "account/email/password_set")
        return redirect("accounts:set_up")


@method_decorator(login_required, name="dispatch")
class SetUpView(TemplateView):
    """Offers the kinds of factors to somebody who has none."""

    template_name = "accounts/set_up.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show people who have a second factor already what they have."""
        if factors.has_factor(request.user):  # type: ignore[arg-type]
            return redirect("mfa_index")
        return super().get(request, *args, **kwargs)


class SecurityView(IndexView):
    """What belongs to signing in, on one screen."""

    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "has_factor": factors.has_factor(user),
            "has_password": user.has_usable_password(),  # who comes from the identity provider has none
            "other_sessions": len(sessions.other_sessions(self.request, user)),
        }


def explain_unreadable_codes(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Lead from ``view`` to the screen before it, with the reason, if no key of the site reads the codes."""

    @wraps(view)
    def show(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except ValidationError as unreadable:
            messages.error(request, unreadable.message)
            return redirect("mfa_index")

    return show


@method_decorator(reauthentication_required(), name="dispatch")
class NewAddressView(FormView):
    """Sends a link to the new address of the account."""

    template_name = "accounts/new_address.html"
    form_class = NewAddressForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: NewAddressForm) -> HttpResponse:
        user: Any = self.request.user
        address = form.cleaned_data["address"]
        token = signing.dumps([user.pk, user.email, address], salt=ADDRESS_SALT)
        link = admin_link("accounts:confirm_address", token)
        mails.ask_to_confirm_address(user, address, link)
        messages.success(
            self.request,
            f"We have sent a link to {address}. Open it to change your address.",
        )
        return redirect("mfa_index")


@method_decorator(login_required, name="dispatch")
class ConfirmAddressView(TemplateView):
    """Changes the address after a press of a button: programs of mail servers open links, too."""

    template_name = "accounts/confirm_address.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer a link that no longer works, or is another's, in plain words."""
        user: Any = request.user
        try:
            key, former, self.address = signing.loads(
                kwargs["token"], salt=ADDRESS_SALT, max_age=ADDRESS_SECONDS
            )
        except signing.BadSignature:
            key = former = None
        if (key, former) != (user.pk, user.email) or is_taken(self.address, user):
            return self.response_class(request, "accounts/link_over.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, address=self.address)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user: Any = request.user
        former = user.email
        try:
            waiting = change_details(user, user, {"email": self.address})
        except ValidationError:  # another account got it in the same moment
            return self.response_class(request, "accounts/link_over.html", status=410)
        if waiting:
            warn_of_pending_changes(request, [waiting])
            return redirect("mfa_index")
        user.refresh_from_db()
        mails.notify_of_new_address(user, former)
        messages.success(request, f"Your email address is now {self.address}.")
        return redirect("mfa_index")


@method_decorator(never_cache, name="dispatch")
class RefuseView(TemplateView):
    """Lets whom a change concerns refuse it by a link from an email: they may be unable to sign in."""

    template_name = "accounts/refuse.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.change = second_person.change_of_link(kwargs["token"])
        if self.change is None:
            return self.response_class(request, "accounts/link_over.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, change=str(self.change))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        assert self.change  # noqa: S101 -- dispatch has answered otherwise
        context = self.get_context_data(is_refused=True)
        second_person.refuse(self.change, None)
        return self.render_to_response(context)


class SessionsView(ListUserSessionsView):
    """Lists the sessions of the account; ends one of them, or all others."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.browser = sessions.describe_browser(session.user_agent)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "session" not in request.POST:
            return super().post(request, *args, **kwargs)
        key = parse_key(request.POST["session"])
        session = get_object_or_404(UserSession, pk=key, user_id=request.user.pk)
        if not session.is_current():
            session.end()
            messages.success(request, "That device is signed out.")
        return redirect("usersessions_list")


class ConfirmResetView(PasswordResetConfirmView):
    """Wagtail's screen for a forgotten password, which tells the owner of the account."""

    token_generator = enrolment.ResetTokens()

    def form_valid(self, form: Any) -> HttpResponse:
        with opened_for(WritePurpose.OWN_PASSWORD):
            response = super().form_valid(form)
        mails.notify_of_change(form.user, "account/email/password_reset")
        return response


COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.MESSAGE_COOKIE_NAME,
)
"""What the editing screens store in a browser.

The choice about cookies is the reader's and stays.
"""


class SignOutView(LogoutView):
    """Ends the session on the server.

    Wagtail's own view forgets its cookie even if it did not end.

    A link or a picture on another site cannot sign anybody out: it takes a form with a
    token.
    """

    next_page = "wagtailadmin_login"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out; an address that was only opened leads back to the editing screens."""
        if request.method != "POST":
            return redirect("wagtailadmin_home")
        response = super().dispatch(request, *args, **kwargs)
        for name in COOKIES:
            response.delete_cookie(name)
        # Back shows no screen of the editor any more. Cookies of other hosts of the
        # domain stay.
        response["Clear-Site-Data"] = '"cache"'
        # Django would store the new, empty session and set its cookie.
        request.session.modified = False
        return response
