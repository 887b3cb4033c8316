"""What every page has: base and standard pages, blocks, wording, notices and navigation."""
