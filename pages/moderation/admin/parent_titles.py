"""The title of the page above, without which the name of some pages says too little."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page


def parent_titles(keys: Iterable[Any]) -> dict[str, str]:
    """Return the title above each page that is named with it, by the key of the page as text."""
    paths = {
        str(page.pk): page.path[: -Page.steplen]
        for page in Page.objects.filter(pk__in=set(keys))
        if getattr(page.cached_content_type.model_class(), "is_named_with_parent", False)
    }
    titles = dict(Page.objects.filter(path__in=paths.values()).values_list("path", "draft_title"))
    return {key: titles[path] for key, path in paths.items() if path in titles}
