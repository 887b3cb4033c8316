"""Full-text search over public pages: the index, the query and the results; may use HTTP cache and core."""
