"""Imports a table of a force: a wizard asks what it means, shows what readers will see, and saves drafts."""
