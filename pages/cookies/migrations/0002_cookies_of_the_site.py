"""Write the cookies of the site into django-cookie-consent's tables. ``registry`` says how a row is read.

Until 1.0 a changed cookie is changed here; from then on a new migration changes the rows.
"""

from django.db import migrations

THIS_SITE = "This site"
MATOMO = "Our own statistics (Matomo)"
GROUPS = {
    "essential": (
        "Essential",
        "keep your choice about cookies, and nothing else",
        "",
        [
            (
                "cookie_consent",
                "Remembers your choice about cookies",
                THIS_SITE,
                "12 months",
            )
        ],
    ),
    "preferences": (
        "Preference",
        "remember light or dark colours and that you closed a notice, and nothing about what you read",
        "remember your colour setting and that you hid a notice",
        [
            (
                "theme",
                "Remembers that you chose light or dark colours",
                THIS_SITE,
                "12 months",
            ),
            (
                "notice_closed",
                "Remembers that you closed the notice at the top of the page",
                THIS_SITE,
                "30 days",
            ),
        ],
    ),
    "statistics": (
        "Statistics",
        "count visits and show us which pages are read, so that we can make the site better",
        "count visits",
        [
            (
                "_pk_id*",
                "Tells one browser’s visits from another’s",
                MATOMO,
                "13 months",
            ),
            ("_pk_ses*", "Holds one visit together", MATOMO, "30 minutes"),
            ("_pk_*", "Others of the same program", MATOMO, "6 months at most"),
            ("_pk_ref*", "Remembers which website led you here", MATOMO, "6 months"),
        ],
    ),
}


def write_cookies(apps, schema_editor):
    groups = apps.get_model("cookie_consent", "CookieGroup").objects
    for order, (name, (title, purpose, in_short, cookies)) in enumerate(GROUPS.items()):
        group = groups.create(
            varname=name,
            name=title,
            description=f"{purpose}\n{in_short}",
            is_required=name == "essential",
            is_deletable=name != "essential",
            ordering=order,
        )
        for cookie, *words in cookies:
            group.cookie_set.create(name=cookie, description="\n".join(words))


def remove_cookies(apps, schema_editor):
    apps.get_model("cookie_consent", "CookieGroup").objects.filter(
        varname__in=GROUPS
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cookies", "0001_initial"),
        ("cookie_consent", "0004_cookie_natural_key"),
    ]
    operations = [migrations.RunPython(write_cookies, remove_cookies)]
