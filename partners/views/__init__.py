"""The register's public pages. Whoever opens one sees published records alone; staff also the record they came for."""
