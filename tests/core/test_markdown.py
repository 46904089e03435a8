"""Markdown: a short list of tags comes out, whatever goes in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://example.org/pixel.png)",
    '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
    "<a href='https://example.org' onclick='x()'>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>body{display:none}</style>",
    "```\n<script>alert(1)</script>\n```",
    "<!--<img src=x onerror=alert(1)>-->",
    "\x00<script>",
]
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w-]*)([^>]*)>")
LINK = re.compile(r'^( (href|title|rel)="[^"<>]*")*$')


def check_harmless(html: str) -> None:
    for name, attributes in TAG.findall(html):
        assert name in markdown.TAGS, html
        if attributes.strip(" /"):
            assert name == "a", html
            assert LINK.match(attributes), html
    for target in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(https?://|mailto:|[\w./#?-])", target), html
        assert not target.lower().startswith(("javascript", "data", "vbscript")), html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text):
    check_harmless(markdown.render(text))


@given(
    st.text(
        alphabet=st.sampled_from("<>/\"'=&;:()[]!`*#\n ajscriptonerhf"), max_size=60
    )
)
def test_any_text_is_harmless(text):
    check_harmless(markdown.render(text))


def test_what_is_meant_is_shown():
    html = markdown.render(
        "**Bold** and *quiet*\n\n- one\n- two\n\n[us](https://example.org)"
    )

    assert "<strong>Bold</strong> and <em>quiet</em>" in html
    assert "<li>one</li>" in html
    assert '<a href="https://example.org" rel="noopener nofollow ugc">us</a>' in html


def test_raw_html_is_shown_as_text():
    assert "&lt;b&gt;" in markdown.render("<b>bold</b>")


def test_line_ends_are_kept():
    assert "<br" in markdown.render("one\ntwo")
