"""The picture that stands beside a link where somebody shares it: an article's cover, or a drawing with the title.

`lettering` sets words in the site's own typeface, `drawing` puts the picture together, `subjects` says of what there
is one and what it shows, `views` answers with it. Each imports only from those named before it.
"""
