"""Submitting without a screen."""


def submit(obj, person):
    """Change ``obj`` as ``person`` and submit it."""
    obj.change_note = "We put it right."
    obj.save_revision(user=person)
    return obj.get_workflow().start(obj, person)
