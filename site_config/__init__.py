"""Assembles the site: settings, URL patterns, middleware, error pages and health checks."""
