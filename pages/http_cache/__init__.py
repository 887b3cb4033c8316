"""Which responses may be kept, for how long, and what a change purges; may use core."""
