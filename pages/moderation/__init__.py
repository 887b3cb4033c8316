"""Four eyes, holds, change notes and the log of decisions; may use search, files, HTTP cache and core."""
