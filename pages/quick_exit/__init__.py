"""The quick exit: its script, its button and where it may lead; may use core."""
