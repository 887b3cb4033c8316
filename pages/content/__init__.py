"""Page types of text, blocks, site wording, notices and navigation.

May use every floor below: moderation, search, files, HTTP cache, quick exit and core.
"""
