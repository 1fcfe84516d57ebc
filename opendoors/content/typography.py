"""How texts are set, whoever typed them."""

DASH = " \N{EM DASH} "


def hold_dashes(text: str) -> str:
    """No line begins with a dash: it stays with the word before it."""
    return text.replace(DASH, "\N{NO-BREAK SPACE}" + DASH.lstrip())
