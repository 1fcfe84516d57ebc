"""News for programs that follow sites: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

`entries` says what is told of an article, `channels` which feeds there are and which articles each tells, `formats`
writes both down. A feed tells nothing that no page tells, and the same to everybody.
"""
