"""Who gets in to the CMS, and for how long: see ``pages/accounts/``."""

from typing import Any

from .environment import read_identity_provider

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "site_config.passwords.WordsOfTheSiteValidator"},
]
AUTHENTICATION_BACKENDS = ["pages.accounts.adapters.NameOrAddressBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# People change both on a screen of ours that asks for the password first; nobody sets
# another's.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Without this, it would follow the first of these.
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = (
    "site_config.passwords.BackgroundPasswordResetForm"  # noqa: S105
)
PASSWORD_RESET_TIMEOUT = 60 * 60
"""Seconds in which the link of a password reset works."""

ACCOUNT_ADAPTER = "pages.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "pages.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
# Whoever is signed in without a role would be led to and fro between the CMS and its
# sign-in.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# In the cache that all processes share: for each address (ip), name (key) or account
# (user).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/30m/ip,10/30m/key",
    "reauthenticate": "10/10m/user",
}
MFA_ADAPTER = "pages.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "login_webauthn": "pages.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "pages.accounts.forms.PasskeyAfterPasswordForm",
    "reauthenticate_webauthn": "pages.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "pages.accounts.forms.NewPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey stands for both factors: the device, and the finger, face or PIN that it
# asks for.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
# Addresses are changed by a link of ours, not by allauth's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
DEVICE_COOKIE_NAME = "known-device"
"""The cookie that tells a device that somebody has signed in from."""

_provider = read_identity_provider()
OIDC_ROLES: dict[str, str] = _provider["OIDC_ROLES"]
"""Our roles by the groups of the identity provider."""
OIDC_GROUPS_CLAIM = "groups"
OIDC_ORIGIN: str = _provider["OIDC_ORIGIN"]
"""Where the sign-in leads to, for the policy of the editing screens; empty if there is no provider."""
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = _provider["SOCIALACCOUNT_PROVIDERS"]
SOCIALACCOUNT_ADAPTER = "pages.accounts.oidc.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

SESSION_COOKIE_AGE = 30 * 60
"""Seconds until an editor must sign in again, from their last input; see ``pages/accounts/sessions.py``."""
