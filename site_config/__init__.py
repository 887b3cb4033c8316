"""Assembles the site: settings, URL patterns, middleware, error pages and health checks."""

import gc

USUAL_THRESHOLD = gc.get_threshold()
"""How often Python looks for garbage by itself; ``SiteConfig`` lets it do so again."""
# Every process of the site begins here. What it loads stays: looking for garbage in it,
# again and again, took two fifths of the time of each start.
gc.set_threshold(1_000_000)
