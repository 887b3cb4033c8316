"""Brings the plan of a force, read by ``complaints.importing``, into drafts: compared, shown, then saved."""
