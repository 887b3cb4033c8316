from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the one before: PostgreSQL changes no table in the transaction that wrote its rows."""

    dependencies = [("moderation", "0008_citable_versions")]

    operations = [
        migrations.AlterField(
            model_name="publishedversion",
            name="uuid",
            field=models.UUIDField(default=uuid4, editable=False, null=True, unique=True),
        ),
    ]
