"""Form fields for pictures and documents."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from opendoors.content import documents, images
from opendoors.content.models import Image

PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif"


class PdfField(forms.FileField):
    """A PDF, known by its content; `max_bytes` bounds it."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})

    def __init__(self, *, max_bytes: int = documents.MAX_BYTES, **options: Any):
        super().__init__(**options)
        self.max_bytes = max_bytes

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file:
            documents.validate_pdf(file, self.max_bytes)
        return file


class PictureField(forms.FileField):
    """A picture to upload. Its value is the `Image` of the library that it has become, or None."""

    widget = forms.FileInput(attrs={"accept": PICTURE_TYPES})
    default_error_messages = {"empty": _("The file is empty.")}

    def to_python(self, data: Any) -> Image | None:
        file = super().to_python(data)
        if file is None:
            return None
        if not hasattr(file, "outcome"):
            return images.store_picture(file, by=None)
        if isinstance(file.outcome, ValidationError):
            raise file.outcome
        return file.outcome


def store_upload(request: HttpRequest, name: str) -> Image | None:
    """Make a picture of the uploaded file `name` before any form is bound and any transaction begun.

    What becomes of it, an Image or a ValidationError, waits on the file for its PictureField. Returns the Image.
    """
    file = request.FILES.get(name)
    if file is None or not file.size:
        return None
    if not hasattr(file, "outcome"):
        try:
            if not request.user.has_perm("content.add_image"):
                raise ValidationError(_("You may not add pictures."))
            file.outcome = images.store_picture(file, by=request.user)
        except ValidationError as error:
            file.outcome = error
    return file.outcome if isinstance(file.outcome, Image) else None


class PictureUploadMixin(forms.Form):
    """For a model form with a picture in `picture_field`: choose one of the library or upload a new one here.

    A good upload is kept at once and stays chosen when another field has an error; a bad one is told beside its field.
    """

    picture_field = "cover"
    may_describe: Callable[[Image], bool] = staticmethod(lambda image: True)  # the admin says

    picture_upload = PictureField(
        label=_("Or a new picture"), required=False, help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 20 MB.")
    )
    picture_alt = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=Image._meta.get_field("alt").max_length,
        help_text=_("For those who cannot see it, in the language of this text."),
    )
    picture_is_decorative = forms.BooleanField(label=_("The picture is decorative"), required=False)
    picture_credit = forms.CharField(
        label=_("Credit of the picture"), required=False, max_length=Image._meta.get_field("credit").max_length
    )

    def picture_language(self) -> str:
        """The language in which the picture is described here."""
        chosen = self.cleaned_data.get("language") or getattr(self.instance, "language", "")
        return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        uploaded = cleaned.get("picture_upload")
        image = uploaded or cleaned.get(self.picture_field)
        if uploaded:
            self._choose(uploaded)
        if image and not (uploaded or self.may_describe(image)):
            self._refuse_to_describe()
        elif image and not self._describe(image) and uploaded:
            self.add_error("picture_alt", _("Please say what the picture shows, or mark it as decorative."))
        return cleaned

    def _refuse_to_describe(self) -> None:
        """A picture of others is on pages of others: their words stay."""
        for name in ("picture_alt", "picture_is_decorative", "picture_credit"):
            if self.cleaned_data.get(name):
                self.add_error(name, _("The picture is somebody else's: please ask them to describe it."))

    def _choose(self, image: Image) -> None:
        self.cleaned_data[self.picture_field] = image
        if self.picture_field in self._errors:
            del self._errors[self.picture_field]
        self.data = self.data.copy()
        self.data[self.add_prefix(self.picture_field)] = str(image.pk)
        self["picture_upload"].help_text = _("Your picture is kept; it is the one chosen above.")

    def _describe(self, image: Image) -> bool:
        """Fill what the library does not know yet of the picture. Whether it is described in this language then."""
        alt = f"alt_{self.picture_language()}"
        new = {
            alt: getattr(image, alt) or self.cleaned_data.get("picture_alt", ""),
            "is_decorative": image.is_decorative or self.cleaned_data.get("picture_is_decorative", False),
            "credit": image.credit or self.cleaned_data.get("picture_credit", ""),
        }
        changed = [name for name, value in new.items() if getattr(image, name) != value]
        for name in changed:
            setattr(image, name, new[name])
        if changed:
            image.save(update_fields=changed)
        return bool(new[alt] or new["is_decorative"])


class ImageForm(forms.ModelForm):
    """A picture's own form; the file is chosen once, at the beginning."""

    picture_upload = PictureField(
        label=_("file"), help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 20 MB and 50 million pixels.")
    )

    class Meta:
        model = Image
        fields = ["alt_en", "alt_ru", "is_decorative", "credit", "licence", "focal_x", "focal_y"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("picture_upload", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        described = any(cleaned.get(f"alt_{code}") for code, _name in settings.LANGUAGES)
        if not described and not cleaned.get("is_decorative"):
            self.add_error("alt_en", _("Please say what the picture shows, or mark it as decorative."))
        return cleaned
