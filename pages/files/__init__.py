"""Images and documents: private until live content refers to them, and then as they were approved."""
