"""Staff prove who they are twice: by a password, then by a code from their phone (TOTP, RFC 6238).

`devices` keeps phones and recovery codes, `gate` lets nobody in by a password alone, `views` asks for the code or
enrols a phone (with `forms` and `qr`). docs/decisions/ says why it is made this way.
"""
