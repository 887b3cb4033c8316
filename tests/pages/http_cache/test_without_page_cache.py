"""A process without a page cache still clears what Wagtail remembers in it."""

import pytest
from django.core.cache import cache as django_cache
from django.core.handlers.wsgi import WSGIHandler
from wagtail.models import Site, sites

from pages.http_cache.embedded_cache import with_page_cache
from tests.factories import change_live, publish

from .wsgi import get


def test_no_page_is_kept_when_the_setting_is_off(settings, tmp_path, page):
    settings.PURGES = tmp_path / "purges"
    kept = {}
    for settings.PAGE_CACHE in (False, True):
        cache = with_page_cache(WSGIHandler())
        get(cache, page.url)
        kept[settings.PAGE_CACHE] = list(cache.store.responses)

    assert kept[False] == []
    assert len(kept[True]) == 1


@pytest.mark.parametrize("address", ["/help/", "/search/?q=police"])
def test_a_process_without_a_page_cache_still_clears_site_root_paths(
    settings, tmp_path, page, committed, address
):
    settings.PURGES = tmp_path / "purges"
    process = with_page_cache(WSGIHandler())
    old = Site.get_site_root_paths()
    with committed():
        publish(change_live(page.get_parent().specific, slug="another"))
    # What this process remembers, as though another one had made the change.
    remembered = sites.SITE_ROOT_PATHS_CACHE_KEY, old, 3600, sites.SITE_ROOT_PATHS_CACHE_VERSION
    django_cache.set(*remembered)

    get(process, address)

    assert [each.root_path for each in Site.get_site_root_paths()] == ["/another/"]
