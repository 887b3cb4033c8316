import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A site knows its notices by name; nothing in the database changes."""

    dependencies = [
        ("pages", "0006_change_notes"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="wagtailcore.site",
            ),
        ),
    ]
