"""The domain: super-complaints, their recommendations and the responses to them; may use all of pages."""
