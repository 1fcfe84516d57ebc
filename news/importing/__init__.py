"""Articles from a file. `reading` says what a file may hold; `keeping` puts it among the articles, by the same way as
everything that staff write: drafts, rights, the publish gate.
"""
