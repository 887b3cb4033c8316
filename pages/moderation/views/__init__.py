"""The screens on which people decide, and the lists of what waits for them."""
