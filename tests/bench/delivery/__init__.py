"""How fast pages reach readers, and how soon a change does: ``make bench-delivery``.

The server stands on the first processor and the clients on the others, as far as there
are others. Speed is told as ratios of neighbours in time; a row whose clients took more
than 90 % of a processor is a lower bound.
"""
