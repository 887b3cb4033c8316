"""How public answers are kept, for how long, and what a change purges; may use core."""
