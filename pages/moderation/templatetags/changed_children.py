"""What changed in the children of a page, for templates that show Wagtail's comparisons."""

from django import template

from pages.moderation.desk.changed_children import changed_children
from pages.moderation.desk.reviewed_items import changed_fields

register = template.Library()
register.filter(changed_children)
register.filter(changed_fields)
