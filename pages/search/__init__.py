"""Finding pages by their words: what is indexed, how it is asked for, and what readers see of it."""
