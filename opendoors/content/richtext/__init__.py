"""Rich text from an editor's hands to a reader's screen; trust in HTML lives here and nowhere else.

`tree` reads the strict form that the sanitiser writes; `pieces` takes it apart for merging; `videos` knows addresses of
films; `cleaning` decides what is kept; `shaping` puts together what stands together; `rendering` makes the page's HTML;
`extracts` the plain text; `reading` blocks of words to compare; `editor` the form field with the editor. Each imports
only from those named before it.
"""

from opendoors.content.richtext.cleaning import clean
from opendoors.content.richtext.editor import relaxed_csp, richtext_field
from opendoors.content.richtext.extracts import blocks, excerpt, plain_text
from opendoors.content.richtext.reading import told_blocks
from opendoors.content.richtext.rendering import (
    embedded,
    render,
    render_blocks,
    render_compared,
    render_elsewhere,
)
from opendoors.content.richtext.videos import playing

__all__ = [
    "blocks",
    "clean",
    "embedded",
    "excerpt",
    "plain_text",
    "playing",
    "relaxed_csp",
    "render",
    "render_blocks",
    "render_compared",
    "render_elsewhere",
    "richtext_field",
    "told_blocks",
]
