"""What `deploy/install` takes: settings, read later as they were given, and a certificate."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from site_config.settings.environment import PROJECT_DIR

HOST = ["--host", "www.example.org"]


def stub(folder, name: str, code: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{code}\n")
    path.chmod(0o700)


@pytest.fixture
def environment(tmp_path):
    """The file, which is not there yet; nothing outside this folder is changed."""
    for folder in ("deploy", "bin"):
        (tmp_path / folder).mkdir()
    shutil.copy(PROJECT_DIR / ".env.example", tmp_path)
    for name in ("chown", "ln"):
        stub(tmp_path / "bin", name, "")
    stub(tmp_path / "bin", "id", "echo 0")
    stub(tmp_path / "bin", "setpriv", r'printf "%s\n" "$EMAIL_URL"')
    return tmp_path / "site.env"


def run(environment, name: str, *arguments, steps: str = ""):
    """Run the script ``name`` with ``arguments``, for the file, or only some ``steps`` of it."""
    text = (
        (PROJECT_DIR / "deploy" / name)
        .read_text()
        .replace("/etc/$NAME.env", str(environment))
    )
    text = text.replace("/etc/super-complaints.env", str(environment))
    text = text.replace("/etc/letsencrypt", f"{environment.parent}/letsencrypt")
    if steps:
        text = text.partition('\nread_options "$@"\n')[0] + steps
    script = environment.parent / "deploy" / name
    script.write_text(text)
    path = {"PATH": f"{environment.parent}/bin:/usr/bin:/bin"}
    command = ["/bin/sh", script, *arguments]
    return subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True, env=path
    )


def install(environment, *arguments):
    return run(
        environment,
        "install",
        *arguments,
        steps='\nread_options "$@"\nwrite_environment\n',
    )


def test_a_value_is_written_and_read_as_it_was_given(environment):
    value = r"submission://user:a\tb\c$HOME`x`&#*@mail"

    done = install(environment, *HOST, f"EMAIL_URL={value}")

    assert done.returncode == 0, done.stderr
    assert f"\nEMAIL_URL='{value}'\n" in environment.read_text()
    assert run(environment, "manage", "backup").stdout == f"{value}\n"


def test_a_command_has_the_home_of_the_sites_user(environment):
    """There PostgreSQL's library looks for certificates; at root's it would fail."""
    stub(environment.parent / "bin", "setpriv", 'echo "$HOME"')
    install(environment, *HOST)

    done = run(environment, "manage", "backup")

    assert done.stdout == "/var/lib/super-complaints\n", done.stderr


def test_an_upgrade_leaves_what_is_set_and_a_new_name_replaces_it(environment):
    install(environment, *HOST)
    secret = environment.read_text().splitlines()[1]
    further = environment.read_text().replace(
        "'www.example.org'", "'www.example.org,old.example.org'"
    )
    environment.write_text(further)

    install(environment)
    assert environment.read_text() == further

    install(environment, "--host", "new.example.org")
    lines = environment.read_text().splitlines()
    assert {
        "ALLOWED_HOSTS='new.example.org'",
        "BASE_URL='https://new.example.org'",
        secret,
    } <= {*lines}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("EMIAL_URL=x", "EMIAL_URL is no"),
        ("EMAIL_URL=it's", "EMAIL_URL:"),
        ("EMAIL_URL=a\nDEMO=1", "EMAIL_URL:"),
    ],
)
def test_a_variable_that_nobody_would_read_is_refused_before_anything_is_changed(
    environment, wrong, told
):
    done = install(environment, *HOST, "ERROR_MAIL=a@b.example", wrong)

    assert done.returncode == 1
    assert told in done.stderr
    assert not environment.exists()


def test_a_line_that_a_shell_and_systemd_read_differently_is_named_without_its_value(
    environment,
):
    environment.write_bytes(
        b"# Ours, by Ren\xe9\n\n"
        b"ALLOWED_HOSTS=www.example.org,old.example.org\nOIDC_ROLES='1=Editors,2=Site x'\n"
        b"EMAIL_URL=submission://user:pa$word@mail\nERROR_MAIL=a@b.example, c@d.example\n"
        b"BASE_URL=\"https://www.example.org\"\nCHECK_LINKS=0\r\nSECRET_KEY='abc\nPA55WORD'\n"
    )

    done = run(environment, "manage", "backup")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.partition("Not so: ")[2].strip() == (
        "line 5 EMAIL_URL;line 6 ERROR_MAIL;line 7 BASE_URL;line 8 CHECK_LINKS;line 9 SECRET_KEY;line 10;"
    )


def test_a_certificate_of_lets_encrypt_is_copied_at_each_renewal_for_the_site_to_read(
    environment, tmp_path
):
    live, taken = (
        tmp_path / "letsencrypt" / "live" / "www.example.org",
        tmp_path / "certificates",
    )
    for folder in (live, taken):
        folder.mkdir(parents=True)
    for name in ("fullchain.pem", "privkey.pem"):
        (live / name).write_text(f"{name} of now")
        (taken / name).symlink_to(live / name)
    stub(
        tmp_path / "bin",
        "certbot",
        f'while [ "$1" != --deploy-hook ]; do shift; done; echo "$2" >{tmp_path}/hook',
    )
    stub(tmp_path / "bin", "systemctl", f'echo "$@" >>{tmp_path}/systemctl')
    steps = f"""
        read_options "$@"
        CERTIFICATES={taken}
        certify_by_acme
    """

    done = run(environment, "install", *HOST, "--acme", "us@example.org", steps=steps)
    assert done.returncode == 0, done.stderr
    (live / "fullchain.pem").write_text("renewed")
    path = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    subprocess.run(["/bin/sh", tmp_path / "hook"], check=True, env=path)  # noqa: S603

    chain, key = taken / "fullchain.pem", taken / "privkey.pem"
    assert (chain.read_text(), chain.is_symlink(), chain.stat().st_mode & 0o777) == (
        "renewed",
        False,
        0o644,
    )
    assert (key.read_text(), key.is_symlink(), key.stat().st_mode & 0o777) == (
        "privkey.pem of now",
        False,
        0o600,
    )
    assert (tmp_path / "systemctl").read_text() == "reload nginx\n" * 2


def certificate(folder, name: str, host: str, *, days: int = 30) -> list[str]:
    """Make a certificate for ``host`` and its key; return the options that name them."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = x509.CertificateBuilder(
        subject, subject, key.public_key(), x509.random_serial_number()
    )
    made = made.not_valid_before(now - timedelta(days=40)).not_valid_after(
        now + timedelta(days=days)
    )
    made = made.add_extension(
        x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False
    )
    chain, private = folder / f"{name}.pem", folder / f"{name}.key"
    chain.write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return ["--certificate", str(chain), "--key", str(private)]


def test_a_certificate_that_nginx_could_not_use_takes_no_place(environment, tmp_path):
    right = certificate(tmp_path, "right", "www.example.org")
    other = certificate(tmp_path, "other", "www.example.com")
    over = certificate(tmp_path, "over", "www.example.org", days=-1)
    (tmp_path / "text.pem").write_text("no certificate")

    def told(*options):
        steps = '\nread_options "$@"\ncheck_certificate\n'
        return run(environment, "install", *HOST, *options, steps=steps).stderr

    script = (PROJECT_DIR / "deploy" / "install").read_text()
    assert "\ninstall_packages\ncheck_certificate\n" in script
    assert told(*right) == ""
    assert "is not the key of" in told(*right[:3], other[3])
    assert "is not for www.example.org" in told(*other)
    assert "has ended" in told(*over)
    assert "is no certificate in PEM" in told(
        "--certificate", str(tmp_path / "text.pem"), *right[2:]
    )


@pytest.mark.parametrize(
    ("given", "packages"),
    [
        ([], "postgresql"),
        (
            ["DATABASE_URL=postgres://site:x@db.example.org/site?sslmode=verify-full"],
            "postgresql-client",
        ),
    ],
)
def test_a_database_on_another_machine_is_not_installed_here(
    environment, given, packages
):
    asked = "has_own_database && echo postgresql || echo postgresql-client"
    steps = f'\nread_options "$@"\n{asked}\nwrite_environment\n'

    first = run(environment, "install", *HOST, *given, steps=steps)
    assert first.stdout.splitlines()[0] == packages
    upgrade = run(environment, "install", steps=steps)
    assert upgrade.stdout.splitlines()[0] == packages


def test_logs_are_the_administrators_alone_from_their_first_line(environment, tmp_path):
    made = run(environment, "install", steps=f"\nLOGS={tmp_path}\nmake_logs\n")

    assert made.returncode == 0, made.stderr
    for name in ("super-complaints.log", "super-complaints-errors.log"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o640
        (tmp_path / name).write_text("kept")
    run(environment, "install", steps=f"\nLOGS={tmp_path}\nmake_logs\n")
    assert (tmp_path / "super-complaints.log").read_text() == "kept"
