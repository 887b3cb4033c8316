"""Admin screens of site wording and notices."""
