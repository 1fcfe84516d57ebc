"""A QR code as the path of an SVG, one unit to a module; the template draws it, so nothing needs to be trusted."""

import qrcode
from qrcode.constants import ERROR_CORRECT_L

BORDER = 4  # modules; ISO/IEC 18004 asks for four


def svg_path(text: str) -> dict[str, int | str]:
    """`size` of the square view box, and `path`: the data of the dark modules."""
    code = qrcode.QRCode(border=BORDER, error_correction=ERROR_CORRECT_L)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"size": len(matrix), "path": path}
