"""A new response: a super-complaint with all its numbered recommendations, made in one form."""
