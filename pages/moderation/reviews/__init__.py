"""The steps of a review, from the submission to the last approval; may use publishing."""
