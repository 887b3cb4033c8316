"""Images and documents, private until live content uses them; may use HTTP cache and core."""
