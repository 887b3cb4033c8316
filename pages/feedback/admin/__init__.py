"""Admin screens in which the feedback team reads entries, deals with them and reports on them."""
