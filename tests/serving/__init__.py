"""The site as deploy/ has it served: nginx, application servers, PostgreSQL, Redis and S3 as real processes on free
ports.

Not part of `make test`: `make serving` runs these files (`serve_*.py`). `site.py` starts everything and is used by
whoever else needs the site as production runs it; `fronting.py` puts nginx before any application, `asking.py` asks,
`processes.py` knows how each program is started and stopped. Imports point in this order, from the first to the last.

`editing.py` (a process) and `reading.py` are editors and readers, `judging.py` says which answers were too old;
`hands.py` is a shell of the site that stays open, `signing.py` staff who send forms.
"""
