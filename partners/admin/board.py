"""All agreements that one may edit at a glance: a column for each status, the first that end on top."""

from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from partners.models import Agreement

CAP = 8  # cards in a column


@dataclass
class Column:
    name: str
    count: int
    cards: list[Agreement]
    list_url: str

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


class BoardAdmin:
    change_list_template = "admin/partners/agreement_change_list.html"

    def get_urls(self):
        board = path("board/", self.admin_site.admin_view(self.board_view), name="partners_agreement_board")
        return [board, *super().get_urls()]

    def board_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, "board")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Status board"),
            "is_nav_sidebar_enabled": False,
            "columns": columns(self.get_queryset(request)),
        }
        return TemplateResponse(request, "admin/partners/board.html", context)


def columns(agreements) -> list[Column]:
    counts = dict(agreements.order_by().values_list("status").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by=F("status"), order_by=[F("expires_on").asc(nulls_last=True), F("pk")])
    first = agreements.annotate(place=place).filter(place__lte=CAP).order_by("place").for_cards()
    cards: dict[str, list[Agreement]] = {}
    for agreement in first:
        cards.setdefault(agreement.status, []).append(agreement)
    listed = reverse("admin:partners_agreement_changelist")
    return [
        Column(str(name), counts.get(status, 0), cards.get(status, []), f"{listed}?status__exact={status}")
        for status, name in Agreement.Status.choices
    ]
