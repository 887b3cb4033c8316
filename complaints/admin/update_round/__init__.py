"""The update round: one screen that brings all recommendations of a super-complaint up to date."""
