"""What the site holds before its editors write: the real content of the page that it replaces.

Each ``.toml`` file is one subject: the fields of a model by their names, organisations by theirs, a block of
a stream as ``kind = value``. ``loader`` turns the files into published pages, ``accounts`` makes the people
who try the site out.

The source is the page “Super-complaints” of Northamptonshire Police as it stood before this site.
Recommendations are quoted from it word for word; the force's narrative is condensed, every stated
fact kept. What the source does not say is left empty, and shown as not in the source.
"""
