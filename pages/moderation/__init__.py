"""Independent approval, the publishing pause and the log of decisions; may use search, files, HTTP cache and core."""
