"""What is told when an approved file changes."""

from django.dispatch import Signal

public_file_changed = Signal()
"""Sent by the model of the file, with ``instance``, ``action`` (``changed`` or ``deleted``) and ``user``.

``user`` is ``None`` where nobody is signed in, as in a management command.
"""
