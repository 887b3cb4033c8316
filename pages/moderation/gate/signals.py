"""What the gate says when something happens that people are told of; ``mails/`` listens."""

from django.dispatch import Signal

waits_for_hold = Signal()
"""An approved object waits for a hold. Sends ``obj``, ``hold`` and ``people``, its authors."""
set_reopened = Signal()
"""The review of a publication set has ended. Sends ``publication_set`` and ``people``."""
