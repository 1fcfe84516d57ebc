"""Which partners a text names: a proposal for a person to accept, never a link by itself.

`words` takes texts and names apart into what is compared; `vocabulary` knows words that name nobody; `names` says by
which names a record goes and how much each proves; `indexes` keeps them ready in the process; `matching` reads a text.
Each imports only from those named before it.
"""

from partners.recognition.matching import LONGEST, Proposal, recognise

__all__ = ["LONGEST", "Proposal", "recognise"]
