"""The feedback form, its admin screens and the retention of entries; may use content and the layers below."""
