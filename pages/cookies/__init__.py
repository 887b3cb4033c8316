"""Cookie groups, choices and the cookies page; may use content and what lies below it."""
