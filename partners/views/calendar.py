from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opendoors.content.calendars import CONTENT_TYPE
from opendoors.content.site_address import root
from partners import calendars
from partners.dates import add_months
from partners.models import Agreement, CalendarToken
from partners.models.terms import today


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that read calendars cannot sign in: the address itself says who asks."""
    known = CalendarToken.objects.known(token)
    if known is None or not known.is_valid:
        raise Http404
    known.note_use()
    day = today()
    agreements = Agreement.objects.editable_by(known.user).with_deadlines(add_months(day, -calendars.KEPT)).for_cards()
    headers = {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Content-Disposition": 'inline; filename="open-doors.ics"',
    }
    content = calendars.calendar(agreements, root(request), day)
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
