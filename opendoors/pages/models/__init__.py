"""Standing pages with their old addresses, the menus that lead to them, and what the home page is made of."""

from opendoors.pages.models.addresses import OldAddress
from opendoors.pages.models.deadlines import Deadline, Track
from opendoors.pages.models.figures import Figure
from opendoors.pages.models.home import HomePage
from opendoors.pages.models.menus import MenuItem
from opendoors.pages.models.pages import Page

__all__ = ["Deadline", "Figure", "HomePage", "MenuItem", "OldAddress", "Page", "Track"]
