"""Documents of agreements are handed out here and nowhere else: their storage has no address."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from opendoors.content.slugs import slug_from
from partners.models import AgreementDocument


@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(AgreementDocument.objects.visible_to(request.user).select_related("agreement"), pk=pk)
    try:
        file = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    name = f"{slug_from(found.title, 80) or 'document'}.pdf"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not found.is_public:
        patch_cache_control(response, private=True, no_store=True)
    return response
