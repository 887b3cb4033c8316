"""The report of PDFs that no page says the same as."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from pages.moderation.desk.menus import Report
from pages.moderation.gate import roles
from pages.moderation.gate.permissions import ReportPolicy


class PdfReport(Report):
    """PDFs without a page that says the same; those without a recorded reason come first."""

    page_title = "PDFs without a web page"
    header_icon = "doc-full"
    index_url_name = "pdf_report"
    index_results_url_name = "pdf_report_results"
    permission_policy = ReportPolicy(get_document_model(), roles.may_see_sets)
    columns = [
        TitleColumn("title", label="Document", url_name="wagtaildocs:edit"),
        Column("reason", label="Reason", accessor=lambda pdf: pdf.reason or "None is recorded"),
        DateColumn("created_at", label="Added"),
    ]
    list_export = ["title", "reason", "created_at"]
    export_headings = {"title": "Document", "reason": "Reason", "created_at": "Added"}

    def get_queryset(self) -> Any:
        policy = policy_registry.get_by_type(get_document_model())
        documents = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change"])
        pdfs = documents.filter(file__iendswith=".pdf", html_equivalent__page=None)
        reason = Coalesce("html_equivalent__exception", Value(""))
        return pdfs.annotate(reason=reason).order_by("reason", "title")

    def get_filename(self) -> str:
        return "pdfs-without-a-web-page"
