"""With a wrong setting the site does not start, and the message names the variable."""

import re
import secrets
import string

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import EnvError

from site_config.settings.environment import PROJECT_DIR

from .production import RIGHT, read_afresh, run_python, start

WITH_APPS = "import django; django.setup(); "
A_CHOICE_OF_COOKIES = (
    "from django.http import HttpResponse; from pages.cookies import choices;"
    "r = HttpResponse(); choices.write_choice(r, 1, {'preferences': True});"
    "print(r.cookies.output(header=''));"
)


def names_of_variables(file: str, pattern: str) -> set[str]:
    """Return the names that ``pattern`` finds at the start of lines of a file of the project."""
    return set(re.findall(pattern, (PROJECT_DIR / file).read_text(), re.MULTILINE))


def test_the_list_names_every_variable_that_is_read_and_the_guide_begins_with_the_four_to_set():
    code = "\n".join(
        path.read_text()
        for path in (PROJECT_DIR / "site_config" / "settings").glob("*.py")
    )
    read = set(
        re.findall(
            r"""\benv\.\w+\(\s*"([A-Z_]+)"|\brequire_variable\(env\.\w+, "([A-Z_]+)\"""",
            code,
        )
    )
    names = {name for pair in read for name in pair if name}

    assert names_of_variables("docs/running.md", r"^\| `([A-Z_]+)` \|.*\| local: ") == {
        *RIGHT
    }
    # What is the same on every machine is no choice: what starts the site says it.
    fixed = names_of_variables("deploy/run", r"^export (.+)").pop().split()
    assert names_of_variables(".env.example", r"^#?([A-Z_]+)=") == names - {*fixed}


def test_production_starts_with_the_four_variables_it_needs():
    told = "settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS"
    done = start("production", RIGHT, f"print({told}, settings.SECURE_HSTS_PRELOAD)")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False True 31536000 False"


def test_production_does_not_start_without_what_it_needs_and_says_what_that_is():
    done = start(
        "production", {key: value for key, value in RIGHT.items() if key != "BASE_URL"}
    )

    assert done.returncode != 0
    assert "ImproperlyConfigured: BASE_URL:" in done.stderr


@pytest.mark.parametrize(
    "program",
    [
        "manage.py migrate",
        "manage.py run_scheduled",
        "-m gunicorn site_config.wsgi --preload",
    ],
)
def test_a_wrong_setting_ends_a_program_with_a_line_that_names_it(program):
    for name, told in {
        "OIDC_URL": "OIDC_URL: write it as .*\n",
        "MAINTENANCE": '.*"MAINTENANCE".*\n',
    }.items():
        done = run_python(
            "production", {**RIGHT, name: "http://provider.example"}, *program.split()
        )

        assert done.returncode == 1
        assert re.fullmatch(told, done.stderr)


def test_where_a_setting_is_wrong_is_shown_to_whoever_asks():
    done = run_python("production", {}, "manage.py", "migrate", "--traceback")

    assert "Traceback" in done.stderr
    assert done.returncode == 1


def test_each_required_variable_is_named(monkeypatch):
    for name in RIGHT:
        with (
            monkeypatch.context() as patch,
            pytest.raises(ImproperlyConfigured, match=f"^{name}:"),
        ):
            read_afresh(
                patch, {key: value for key, value in RIGHT.items() if key != name}
            )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY_FALLBACKS", f"{RIGHT['SECRET_KEY']},too-short"),
        ("OIDC_URL", "http://client:secret@identity.example"),
        ("OIDC_URL", "https://client@identity.example"),
        ("OIDC_URL", "client:secret@identity.example"),
        ("OIDC_URL", "https://client:[secret@identity.example"),
        ("SECURITY_CONTACT", "security@example.org"),
        ("OIDC_URL", "https://client:secret@login.microsoftonline.com/common/v2.0"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "change-me-please-" * 4),
        ("SECRET_KEY", string.ascii_letters),
        ("SECRET_KEY", "django-insecure-8f$k2!v9q@w7z^x4c6b1n3m5l0p_o-i+u=y(t)r*e"),
        ("ALLOWED_HOSTS", ".org"),
        ("ALLOWED_HOSTS", "www.example.org,.example.org"),
        ("ALLOWED_HOSTS", "*.example.org"),
        ("ALLOWED_HOSTS", "org"),
        ("ALLOWED_HOSTS", "https://www.example.org"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://site@localhost"),
        ("DATABASE_URL", "postgres://site:pass[w0rd@localhost/site"),
        ("DATABASE_URL", "postgres://site:pass#w0rd@localhost/site"),
        ("DATABASE_URL", "mysql://site@localhost/site"),
        ("BASE_URL", "http://www.example.org"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://[www.example.org"),
        ("BASE_URL", "https://www.example.org/super-complaints"),
        ("BASE_URL", "https://example.org"),
        ("DEBUG", "1"),
        ("DEMO", "1"),
        ("DEBUG", "perhaps"),
        ("EMAIL_URL", "pigeon://loft"),
        ("EMAIL_URL", ""),
        ("EMAIL_URL", "submission://"),
        ("EMAIL_URL", "submission://user:pass[w0rd@mail.example.org"),
        ("EMAIL_URL", "submission://user:pass#w0rd@mail.example.org"),
        ("EMAIL_URL", "graph://client:[secret@tenant"),
        ("DEFAULT_FROM_EMAIL", "Super-complaints"),
        ("ERROR_MAIL", "operators@example.org, nobody"),
        ("BACKUP_KEY", "AGE-SECRET-KEY-1QQQ"),
        ("EMAIL_URL", "graph://client@tenant"),
        ("CLAMD_ADDRESS", "localhost:3310"),
        ("STATISTICS_SITE", "first"),
        ("STATISTICS_SITE", "0"),
        ("STATISTICS_ADDRESS", "https://statistics.example.com/"),
    ],
)
def test_production_does_not_start_with_a_wrong_variable(monkeypatch, name, value):
    with pytest.raises((ImproperlyConfigured, EnvError), match=name) as refused:
        read_afresh(monkeypatch, {**RIGHT, name: value})

    assert "w0rd" not in str(refused.value)


def test_addresses_of_operators_may_have_spaces_around_them_and_a_comma_behind(
    monkeypatch,
):
    mail = {
        "ERROR_MAIL": "a@example.org, b@example.org, ",
        "DEFAULT_FROM_EMAIL": "Wessex <us@example.org>",
    }

    assert read_afresh(monkeypatch, {**RIGHT, **mail}).ERROR_MAIL == [
        "a@example.org",
        "b@example.org",
    ]


def test_an_identity_provider_is_one_address(monkeypatch):
    address = "https://client:a%2Fb@login.microsoftonline.com/tenant/v2.0"
    read = read_afresh(
        monkeypatch, {**RIGHT, "OIDC_URL": address, "OIDC_ROLES": "group-1=Editors"}
    )

    [app] = read.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    assert (app["client_id"], app["secret"]) == ("client", "a/b")
    assert (
        app["settings"]["server_url"] == "https://login.microsoftonline.com/tenant/v2.0"
    )
    assert (read.OIDC_ORIGIN, read.OIDC_ROLES) == (
        "https://login.microsoftonline.com",
        {"group-1": "Editors"},
    )


def test_secrets_as_people_make_them_are_accepted_former_ones_too(monkeypatch):
    made = [secrets.token_hex(32), secrets.token_urlsafe(50), get_random_secret_key()]
    for secret in made:
        former = {"SECRET_KEY_FALLBACKS": ",".join(made)}
        read = read_afresh(monkeypatch, {**RIGHT, **former, "SECRET_KEY": secret})
        assert (secret, made) == (read.SECRET_KEY, read.SECRET_KEY_FALLBACKS)


def test_cookies_of_production_need_tls_and_those_of_the_editing_screens_this_host_and_no_script():
    code = (
        f"{WITH_APPS}{A_CHOICE_OF_COOKIES}from django.contrib.messages import get_messages;"
        "from site_config.messages import *;"
        "s = settings; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, NamedCookieStorage.cookie_name,"
        # Browsers refuse cookies of such names unless all of this holds.
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN,"
        "s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY)"
    )
    done = start("production", RIGHT, code)
    choice, _, others = done.stdout.partition("\n")

    for attribute in ("Secure", "SameSite=Lax", "Max-Age=31536000"):
        assert attribute in choice.split("; "), done.stderr
    assert others.split() == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-messages",
        "True",
        "True",
        "None",
        "None",
        "/",
        "/",
        "True",
        "True",
    ], done.stderr


def test_production_trusts_a_proxy_and_sends_mail_as_its_variables_say(monkeypatch):
    assert not hasattr(read_afresh(monkeypatch, RIGHT), "SECURE_PROXY_SSL_HEADER")

    mail = "submission://user:secret@mail.example.org"
    read = read_afresh(monkeypatch, {**RIGHT, "TRUSTED_PROXY": "1", "EMAIL_URL": mail})

    assert read.SECURE_PROXY_SSL_HEADER[0] == "HTTP_X_FORWARDED_PROTO"
    options = read.MAILERS["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == (
        "mail.example.org",
        587,
        True,
    )


def test_local_settings_need_no_variable_and_keep_their_secret(tmp_path):
    first = start("local", {"DATA_DIR": str(tmp_path)}, "print(settings.SECRET_KEY)")
    second = start("local", {"DATA_DIR": str(tmp_path)}, "print(settings.SECRET_KEY)")

    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_on_ones_own_machine_sqlite_writers_queue_instead_of_failing_and_cookies_need_no_tls(
    tmp_path,
):
    done = start(
        "local",
        {"DATA_DIR": str(tmp_path)},
        f"{WITH_APPS}{A_CHOICE_OF_COOKIES}from django.db import connection; c = connection.cursor();"
        "c.execute('PRAGMA journal_mode'); print(c.fetchone()[0]);"
        "c.execute('PRAGMA busy_timeout'); print(c.fetchone()[0]); print(connection.transaction_mode)",
    )

    choice, _, database = done.stdout.partition("\n")
    assert "SameSite=Lax" in choice, done.stderr
    assert "Secure" not in choice
    assert database.split() == ["wal", "20000", "IMMEDIATE"]
