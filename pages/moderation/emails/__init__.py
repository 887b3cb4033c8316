"""The emails about reviews, publications and roles, and when they are sent."""
