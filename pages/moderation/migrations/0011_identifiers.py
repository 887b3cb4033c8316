from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_redaction")]

    operations = [
        migrations.AddField(
            model_name="publishedversion",
            name="identifier",
            field=models.CharField(
                blank=True,
                db_default="",
                db_index=True,
                default="",
                help_text="What it is called in the data; stays when its words are redacted.",
                max_length=150,
            ),
        ),
    ]
