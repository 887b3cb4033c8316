"""From the last approval to the public and back: clearance, publication, holds, take-down, redaction."""
