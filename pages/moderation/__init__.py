"""Independent approval, the publishing pause and the audit log; uses search, files, HTTP cache and core."""
