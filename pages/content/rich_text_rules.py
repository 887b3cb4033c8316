"""What the editor of rich text is told of the targets of links: nothing about those its user may not see."""

from typing import Any

from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    LinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.documents import get_document_model
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler, document_link_entity
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.core.current_user import current_user
from pages.core.stored_links import parse_key
from pages.moderation.rules.visible_objects import may_see


class VisibleLinkHandler(LinkElementHandler):
    """Tells of a target that the user may not see only the key, as of one that was deleted."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        key, user = parse_key(attrs.get("id")), current_user()
        target = key and self.model._default_manager.filter(pk=key).first()
        if not target or (user and not may_see(user, target)):
            return {"id": key, "url": None}
        return super().get_attribute_data(attrs)


class VisiblePageLinkHandler(VisibleLinkHandler, PageLinkElementHandler):
    """Tells of a page."""

    model = Page


class VisibleDocumentLinkHandler(VisibleLinkHandler, DocumentLinkElementHandler):
    """Tells of a document."""

    model = get_document_model()


def register_link_rules(features: FeatureRegistry) -> None:
    """Replace Wagtail's rules, which differ only in telling of every target."""
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': VisiblePageLinkHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )
    features.register_converter_rule(
        "contentstate",
        "document-link",
        {
            "from_database_format": {'a[linktype="document"]': VisibleDocumentLinkHandler("DOCUMENT")},
            "to_database_format": {"entity_decorators": {"DOCUMENT": document_link_entity}},
        },
    )
