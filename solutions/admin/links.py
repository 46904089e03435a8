from django.utils.html import format_html


def link(url: str, text) -> str:
    return format_html('<a href="{}">{}</a>', url, text)
