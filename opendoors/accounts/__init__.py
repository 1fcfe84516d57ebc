"""Accounts of staff: invited by letter, switched off, their drafts handed on.

`inviting` and `leaving` are acts of `AccountAdmin` (opendoors/admin.py), `passwords` is what people do by letter
themselves, `letters` what they are written, `standing` how an account is told in a list.
"""
