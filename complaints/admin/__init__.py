"""Screens of the CMS about super-complaints and recommendations."""
