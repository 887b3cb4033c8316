"""What the site holds before its editors write: the real content of the page that it replaces.

Each module is one subject, as plain data: the fields of a model by their names. Organisations stand
there by name. ``loader`` turns the data into published pages, ``accounts`` makes the people who try
the site out.

The source is the page “Super-complaints” of Northamptonshire Police as it stood before this site.
Recommendations are quoted from it word for word; the force's narrative is condensed, every stated
fact kept. What the source does not say is left empty, and shown as not in the source.
"""
