"""The e-mails about reviews, publications and roles, and when they are sent."""
