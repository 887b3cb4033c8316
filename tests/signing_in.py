"""Signing in, where a test does not do it as people do."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PASSWORD = "password"
"""The password of whom ``UserFactory`` makes."""


def use_second_factor(client):
    """Let the session of ``client`` be one behind which a second factor stands."""
    session = client.session
    session["second_factor"] = True
    session.save()


def code_of(key, later=0):
    """Return the code that an app with this key shows, now or so many periods later."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + later))
