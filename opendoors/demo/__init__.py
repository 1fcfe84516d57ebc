"""The demonstration site: texts in `articles/`, pictures drawn by `arches`, and loaders that store both.

`arches` draws with `canvas`, `canvas` paints with `colour`; `texts` reads the files; `newsroom` joins them. A loader of
another subject (`register`, `association`) stands beside `newsroom`; `loading` says what loaders have in common.
"""
