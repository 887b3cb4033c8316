"""Finding pages by their words: what is indexed and how it is found; may use HTTP cache and core."""
