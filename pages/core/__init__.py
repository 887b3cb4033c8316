"""What every app uses and what uses none: page visibility, partial dates, stored links, security policy."""
