"""How fast the site takes in feedback, and that it loses and doubles none: ``make bench``.

Speed is told as ratios to a control and to a bare form, which stand in turn on the same
server and the same database within the same minute: what else the machine is doing
slows all of them alike.
"""
