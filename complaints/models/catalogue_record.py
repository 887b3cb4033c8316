"""What the catalogue said of a page or snippet when it was made from it or last brought in line with it."""

from typing import Any

from django.db import models

from pages.moderation.approval.audit_log import object_key


class CatalogueRecord(models.Model):
    """The values of the catalogue for one page or snippet.

    A value on the page that differs from these was changed by an editor, and stays as
    it is.
    """

    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"], name="one_catalogue_record"
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"What the catalogue said of {self.model} {self.object_id}"

    @classmethod
    def values_for(cls, obj: models.Model) -> dict[str, Any]:
        record = cls.objects.filter(**object_key(obj)).first()
        return dict(record.values) if record else {}

    @classmethod
    def remember(cls, obj: models.Model, values: dict[str, Any]) -> None:
        cls.objects.update_or_create(**object_key(obj), defaults={"values": values})
