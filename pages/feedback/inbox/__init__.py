"""Where the feedback team reads what was sent and says what came of it."""
