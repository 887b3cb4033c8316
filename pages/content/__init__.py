"""Page types of text, blocks, site wording, notices and navigation."""
