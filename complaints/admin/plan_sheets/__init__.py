"""The plan as a spreadsheet: it is downloaded, filled in and uploaded, and what it changes is saved as drafts.

``columns`` declares what a sheet has, and ``cells`` how each is read and written.
``writing`` makes the file, and ``reading`` reads one. ``comparing`` finds what differs
from this site, and ``saving`` saves it.
"""
