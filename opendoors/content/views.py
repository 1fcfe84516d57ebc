from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from opendoors.content import images


@never_cache
@require_POST
def image_upload(request: HttpRequest) -> JsonResponse:
    """A picture from the editor. Never a redirect, which the editor would follow.

    The answer is what CKEditor's `uploadimage` reads: it expects status 200 also when the file is refused.
    """
    if not admin.site.has_permission(request):
        return _refused(_("Your session is over. Please sign in again in another tab."), status=401)
    if not request.user.has_perm("content.add_image"):
        return _refused(_("You may not add pictures."), status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refused(_("No file arrived."))
    try:
        image = images.store_picture(upload, by=request.user)
    except ValidationError as error:
        return _refused(" ".join(error.messages))
    url = image.file.url
    return JsonResponse({"uploaded": 1, "fileName": url.rpartition("/")[2], "url": url})


def _refused(message: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)
