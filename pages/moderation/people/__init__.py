"""Who is given a role, confirmed in it and taken out of it; may use the log and notifications."""
