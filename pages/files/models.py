"""What is recorded about documents beside the documents themselves."""

from django.db import models
from wagtail.documents import get_document_model_string
from wagtail.models import Page


class HtmlEquivalent(models.Model):
    """The page that says the same as a PDF, or the reason why there is none, as the law asks for."""

    wagtail_reference_index_ignore = True  # it is no use of the document

    document = models.OneToOneField(
        get_document_model_string(),
        on_delete=models.CASCADE,
        related_name="html_equivalent",
    )
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    exception = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.exception or str(self.page)
