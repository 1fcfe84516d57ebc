"""The register in the admin. `scoped` holds who sees and changes what, `searching` how people find records; `moves`,
`history`, `board` and `calendar` are screens of their own; `universities`, `laboratories`, `agreements` and `fields`
put together what each record has, out of the rows in `rows`."""

from partners.admin import agreements, fields, laboratories, universities

__all__ = ["agreements", "fields", "laboratories", "universities"]
