"""Initial content: the real content of the page that this site replaces, and demonstration accounts.

Each ``.toml`` file holds one subject: the fields of a model by name, organisations by
name, a block of a stream as ``kind = value``. ``northamptonshire`` turns the files into
published pages, ``accounts`` makes accounts for trying the site.

The source is the page “Super-complaints” of Northamptonshire Police as it stood before
this site. What it quotes is quoted word for word; the force's narrative is condensed,
each statement kept in its tense and force: ``docs/real-content.md`` says how. What a
recommendation asks is said in our own words. What is not known is left empty, and then
not shown.
"""
