"""The association's screens: standing pages on the desk; menus, deadlines, figures and the home page as plain forms."""

from opendoors.pages.admin.home import DeadlineAdmin, FigureAdmin, HomePageAdmin
from opendoors.pages.admin.menus import MenuItemAdmin
from opendoors.pages.admin.pages import OldAddressAdmin, PageAdmin

__all__ = ["DeadlineAdmin", "FigureAdmin", "HomePageAdmin", "MenuItemAdmin", "OldAddressAdmin", "PageAdmin"]
