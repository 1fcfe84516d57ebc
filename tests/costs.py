"""Questions to the database that no page asks for itself: tests of a page count its own and add these."""

ANY_REQUEST = 1  # which scheduled changes are due
PUBLIC_PAGE = ANY_REQUEST + 1  # and what its menus hold; one more where they lead to standing pages
ADMIN_REQUEST = ANY_REQUEST + 1  # and in which time zone its reader lives
