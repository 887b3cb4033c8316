"""Cookie groups, choices and the cookies page."""
