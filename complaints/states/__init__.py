"""How far a respondent has come, derived from what was published; reads no database."""
