"""The plan as a sheet: it is downloaded, filled in by those responsible, and uploaded into the update round.

``columns`` says what a sheet has and ``plan`` what is in it. ``writing`` makes the file,
and has ``workbook`` make a spreadsheet. ``reading`` reads one that was filled in,
``open_data`` our own ``recommendations.csv``. ``matching`` finds what a row is about,
and ``comparing`` turns what differs into rows of the round.
"""
