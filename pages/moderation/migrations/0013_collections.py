"""Site administrators look after collections: Wagtail's screens ask for permissions on the root collection.

Those of 0002 on the model alone open none of them.
"""

from django.db import migrations, models

from pages.moderation import roles

ACTIONS = ["add", "change", "delete"]


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=roles.SITE_ADMINISTRATORS).first()
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for action in ACTIONS if group else []:
        permission = roles.permission(apps, "wagtailcore", "collection", f"{action}_collection")
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def take_back(apps, schema_editor):
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__name=roles.SITE_ADMINISTRATORS,
        collection__depth=1,
        permission__codename__in=[f"{action}_collection" for action in ACTIONS],
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_redacted_decisions")]
    operations = [
        migrations.AlterField(
            model_name="decision",
            name="action",
            field=models.CharField(
                choices=[
                    ("submitted", "Submitted for approval"),
                    ("withdrawn", "Submission withdrawn"),
                    ("returned", "Changes asked for"),
                    ("approved", "Step approved"),
                    ("urgent", "Urgent publication approved"),
                    ("cleared", "Cleared for publication"),
                    ("scheduled", "Publication scheduled"),
                    ("unscheduled", "Publication called off"),
                    ("published", "Published"),
                    ("reviewed", "Second review given"),
                    ("taken_down", "Taken down"),
                    ("expired", "Expired"),
                    ("redacted", "Published version redacted"),
                    ("deleted", "Deleted"),
                    ("moved", "Moved"),
                    ("reordered", "Put in another order"),
                    ("privacy", "Privacy changed"),
                    ("collection", "Collection changed"),
                    ("redirect", "Redirect changed"),
                    ("file", "Public file changed"),
                    ("site", "Site changed"),
                    ("workflow", "Workflow or step changed"),
                    ("people", "Person or group changed"),
                    ("held", "Hold begun or changed"),
                    ("waiting", "Publication waits for a hold"),
                    ("overridden", "Hold overridden"),
                    ("deputy", "Deputy"),
                    ("team", "Team made"),
                    ("loaded", "Content loaded into an empty database"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(grant, take_back),
    ]
