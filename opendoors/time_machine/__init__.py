"""The public site as visitors will find it at a later moment, for staff who may look.

The moment is kept in the session (`session`): every link leads on within it, and nobody else's answers know of it.
Within it, who asks is a visitor; what will be due by then is applied in a transaction that is always rolled back
(`middleware`). `views` choose the moment, in the admin, which itself is never moved in time.
"""
