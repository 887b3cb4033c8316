"""The domain: super-complaints, their recommendations and the responses; may use all of ``pages``."""
