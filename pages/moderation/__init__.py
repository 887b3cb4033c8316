"""Four eyes, holds, change notes and the publication log."""
