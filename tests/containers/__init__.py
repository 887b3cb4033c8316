"""Tries the containers as a whole: see drill.py."""
