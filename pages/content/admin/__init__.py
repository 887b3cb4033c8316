"""The screens and forms of the admin: site wording, notices and pages."""
