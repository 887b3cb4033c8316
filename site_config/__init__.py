"""How the site is put together: settings, addresses, middleware, health and system checks."""
