"""Open data: files, schemas, feed and sitemap; may use register and history."""
