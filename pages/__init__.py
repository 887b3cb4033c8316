"""What every page of the site has; nothing here knows of super-complaints."""
