"""The admin report of cookie choices."""
