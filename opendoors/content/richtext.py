def clean(html: str) -> str:
    return html
