"""Django's backend for PostgreSQL, with a limit to how long anybody waits for the server."""
