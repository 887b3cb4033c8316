"""From the approval to the public and back: clearance, versions, holds, take-down, redaction."""
