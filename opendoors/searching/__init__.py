"""The search page of visitors and the one box of the admin; what is found, `opendoors/content/search` decides.

`asked` reads an address and writes those that lead on from it; `shown` makes of what was found what the page shows;
`views` answer visitors. `staff` finds for the admin, and stands apart from the rest.
"""
