"""The addresses of signing in, below those of the CMS. Of allauth's we take those that are named here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http.response import HttpResponseBase
from django.urls import include, path, reverse_lazy
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access

from pages.moderation.approval.protection import WritePurpose, opened_for

from . import enrolment, oidc, views
from .own_account import OwnAccountView


def own_factor(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let ``view`` write the second factors of whoever is signed in, or signs in."""

    @wraps(view)
    def show(*args: Any, **kwargs: Any) -> HttpResponseBase:
        with opened_for(WritePurpose.OWN_FACTOR):
            return view(*args, **kwargs)

    return show


OURS = [
    path(
        "login/check-your-mail/",
        TemplateView.as_view(template_name="accounts/check_mail.html"),
        name="check_mail",
    ),
    path(
        "login/no-link/",
        TemplateView.as_view(template_name="accounts/no_link.html"),
        name="no_link",
    ),
    path("login/set-up/", views.SetUpView.as_view(), name="set_up"),
    path("login/set-up/<secret:token>/", views.EnrolView.as_view(), name="enrol"),
    path(
        "accounts/<int:pk>/help/",
        require_admin_access(enrolment.HelpView.as_view()),
        name="help",
    ),
    path("security/address/", views.NewAddressView.as_view(), name="new_address"),
    path("security/refuse/<secret:token>/", views.RefuseView.as_view(), name="refuse"),
    path(
        "security/address/<secret:token>/",
        views.ConfirmAddressView.as_view(),
        name="confirm_address",
    ),
]

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("login/code/", own_factor(views.CodeView.as_view()), name="mfa_authenticate"),
    path(
        "login/passkey/", own_factor(webauthn.login_webauthn), name="mfa_login_webauthn"
    ),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path(
        "password_reset/confirm/<secret:uidb64>/<secret:token>/",
        views.ConfirmResetView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("account/", require_admin_access(OwnAccountView.as_view())),
    path("security/", views.SecurityView.as_view(), name="mfa_index"),
    path("security/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "security/confirm/code/",
        own_factor(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "security/confirm/passkey/",
        own_factor(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "security/password/",
        account.PasswordChangeView.as_view(success_url=reverse_lazy("mfa_index")),
        name="account_change_password",
    ),
    path("security/app/", own_factor(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "security/app/remove/",
        own_factor(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    *(
        path(
            f"security/recovery-codes/{address}",
            own_factor(views.explain_unreadable_codes(view)),
            name=name,
        )
        for address, view, name in (
            ("", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
            (
                "download/",
                recovery_codes.download_recovery_codes,
                "mfa_download_recovery_codes",
            ),
            (
                "new/",
                recovery_codes.generate_recovery_codes,
                "mfa_generate_recovery_codes",
            ),
        )
    ),
    path("security/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(
        "security/passkeys/add/",
        own_factor(webauthn.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        own_factor(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/edit/",
        own_factor(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("security/sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    path(
        "login/oidc/<str:provider_id>/login/",
        oidc.begin_sign_in,
        name="openid_connect_login",
    ),
    path(
        "login/oidc/<str:provider_id>/login/callback/",
        openid_connect.callback,
        name="openid_connect_callback",
    ),
    path(
        "login/provider/cancelled/",
        social.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path(
        "login/provider/failed/", social.login_error, name="socialaccount_login_error"
    ),
    path("", include((OURS, "accounts"))),
]
