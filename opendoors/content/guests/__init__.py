"""Secret addresses under which people without an account read a draft, approve it and comment on it.

`links` and `notes` are the tables (`notes` knows links), `views` the page behind an address, `log_lines` keeps the
addresses out of logs. The desk makes and revokes them (`desk/inviting.py`).
"""
