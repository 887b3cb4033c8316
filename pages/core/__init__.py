"""What every app uses and what uses none: which pages are public, partial dates, stored links, policies."""
