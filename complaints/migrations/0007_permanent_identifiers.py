import re

from django.db import migrations, models

PAGES = "wagtailcore.page"
STEP = 4
"""Characters of a tree path for each level."""
ADDRESS = re.compile(r"(?P<kind>[a-z]+)-(?P<number>\d+)(?:-(?P<part>\d+))?(?P<letter>[a-z]?)")
"""The last part of the address of a recommendation that has a number."""


def keep_identifiers(apps, schema_editor):
    """Keep for good what everything that was published is called until now.

    Once more after a migration back and forth does no harm: what has an identifier keeps it.
    """
    versions = apps.get_model("moderation", "PublishedVersion").objects.filter(model=PAGES)
    complaints = apps.get_model("complaints", "SuperComplaintPage").objects.all()
    items = apps.get_model("complaints", "RecommendationResponsePage").objects.all()
    known = versions.filter(identifier="")
    words = {page.path: page.identifier or page.slug for page in complaints}
    for page in complaints:
        known.filter(object_id=str(page.pk)).update(identifier=words[page.path])
    for page in items.filter(published_identifier=""):
        above = words.get(page.path[:-STEP])
        published = versions.filter(object_id=str(page.pk))
        if above and (page.live or published.exists()):
            name = f"{above}/{page.kind}-{page.number or str(page.translation_key)[:8]}"
            items.filter(pk=page.pk).update(published_identifier=name)
            published.filter(identifier="").update(identifier=name)
    _name_what_is_deleted(apps, versions)


def _name_what_is_deleted(apps, versions):
    pages = apps.get_model("wagtailcore", "Page").objects.values_list("pk", flat=True)
    there = {str(pk) for pk in pages}
    gone = [version for version in versions.filter(identifier="") if version.object_id not in there]
    for version in gone:
        if "stage" in version.snapshot:
            name = version.snapshot.get("identifier") or version.path.rstrip("/").rpartition("/")[2]
            versions.filter(object_id=version.object_id, identifier="").update(identifier=name[:150])
    above = {(each.site_id, each.path): each.identifier for each in versions.exclude(identifier="")}
    for version in gone:
        address, _, last = version.path.rstrip("/").rpartition("/")
        found, parent = ADDRESS.fullmatch(last), above.get((version.site_id, f"{address}/"))
        if found and parent and "wording" in version.snapshot:
            part = f".{found['part']}" if found["part"] else ""
            name = f"{parent}/{found['kind']}-{found['number']}{part}{found['letter']}"
            versions.filter(object_id=version.object_id, identifier="").update(identifier=name)


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0006_states_and_identifiers"),
        ("moderation", "0011_identifiers"),
    ]

    operations = [
        migrations.AddField(
            model_name="recommendationresponsepage",
            name="published_identifier",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="What it was called in the data when it was first published: it stays.",
                max_length=150,
            ),
        ),
        migrations.RunPython(keep_identifiers, migrations.RunPython.noop),
    ]
