"""Files that people hand in: what is kept, what is refused, how it is given back."""

import io
import zlib
from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from core import files, uploads
from core.forms import CleanCharField, UploadField
from core.models import Upload, UploadContent
from core.upload_handlers import Capped
from tests.factories import PlanFileFactory, UploadFactory

PDF_BODY = b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog %b >>\nendobj\n%b\n%%%%EOF\n"
SCRIPT = b"<script>alert(1)</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(catalog: bytes = b"", more: bytes = b"") -> bytes:
    return PDF_BODY % (catalog, more)


def packed(names: bytes, about: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    return b"2 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj" % (
        about,
        zlib.compress(names),
    )


def picture(format: str = "PNG", size=(4, 3), mode="RGB", **how) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, format, **how)
    return out.getvalue()


def gps() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (47.0, 55.0, 0.0)}
    exif[0x010F] = "Maker of the camera"
    return exif


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def huge_header() -> bytes:
    """30,000 × 30,000 points as a PNG promises them: the first chunk is all there is."""
    body = (30_000).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    crc = zlib.crc32(b"IHDR" + body).to_bytes(4, "big")
    rest = b"\x00\x00\x00\x00IDAT" + zlib.crc32(b"IDAT").to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + body + crc + rest


GOOD = {
    "a letter": ("letter.pdf", pdf(), "letter.pdf"),
    "a form with a form in it": ("f.pdf", pdf(b"/AcroForm 3 0 R"), "f.pdf"),
    "opens on a page": ("f.pdf", pdf(b"/OpenAction [3 0 R /Fit]"), "f.pdf"),
    "packed objects": ("f.pdf", pdf(more=packed(b"/Type /Page")), "f.pdf"),
    "big ending": ("LETTER.PDF", pdf(), "LETTER.pdf"),
    "png": ("seal.png", picture(), "seal.png"),
    "palette": ("seal.png", picture(mode="P"), "seal.png"),
    "grey": ("seal.png", picture(mode="L"), "seal.png"),
    "bits": ("seal.png", picture(mode="1"), "seal.png"),
    "deep grey": ("seal.png", picture(mode="I;16"), "seal.png"),
    "see-through": ("seal.png", picture(mode="RGBA"), "seal.png"),
    "jpeg": ("scan.jpeg", picture("JPEG"), "scan.jpg"),
    "four inks": ("scan.jpg", picture("JPEG", mode="CMYK"), "scan.jpg"),
    "one point": ("../../x.png", picture(size=(1, 1)), "x.png"),
    "windows folders": ("C:\\Users\\kim\\letter.pdf", pdf(), "letter.pdf"),
    "reserved": ("con.png", picture(), "file_con.png"),
    "only an ending": ("..pdf", pdf(), "file.pdf"),
    "right to left": ("let\u202efdp.ter.pdf", pdf(), "letfdp.ter.pdf"),
    "invisible": ("let\u200bter.pdf", pdf(), "letter.pdf"),
    "six scripts": (
        "Письмо 書簡 서한 レター бичиг.pdf",
        pdf(),
        "Письмо 書簡 서한 レター бичиг.pdf",
    ),
    "quotes": ('a"b;c.pdf', pdf(), "a_b;c.pdf"),
    "line end": ("a\r\nX-Evil: 1.pdf", pdf(), "a X-Evil_ 1.pdf"),
}
BAD = {
    "nothing": ("a.pdf", b"", "empty"),
    "virus under pdf": ("a.pdf", EICAR, "content"),
    "virus under png": ("a.png", EICAR, "content"),
    "html under pdf": ("a.pdf", b"<html>" + SCRIPT, "content"),
    "html before pdf": ("a.pdf", SCRIPT + pdf(), "content"),
    "html under png": ("a.png", b"<html>" + SCRIPT, "content"),
    "svg under png": ("a.png", b"<svg xmlns='x'>" + SCRIPT + b"</svg>", "content"),
    "xml under jpg": ("a.jpg", b"<?xml version='1.0'?><a/>", "content"),
    "script under png": ("a.png", b"alert(1)", "content"),
    "gif under png": ("a.png", b"GIF89a/*" + bytes(20) + b"*/", "content"),
    "gif": ("a.gif", picture("GIF"), "kind"),
    "svg": ("a.svg", b"<svg/>", "kind"),
    "html": ("a.html", SCRIPT, "kind"),
    "word": ("a.docx", b"PK\x03\x04", "kind"),
    "archive": ("a.zip", b"PK\x03\x04", "kind"),
    "no ending": ("letter", pdf(), "kind"),
    "nul before html": ("a.png\0.html", picture(), "kind"),
    "semicolon": ("a.png;.html", picture(), "kind"),
    "jpeg under png": ("a.png", picture("JPEG"), "content"),
    "png under jpg": ("a.jpg", picture(), "content"),
    "pdf under png": ("a.png", pdf(), "content"),
    "half a png": ("a.png", picture(size=(99, 99))[:70], "content"),
    "half a jpeg": ("a.jpg", picture("JPEG", size=(99, 99))[:400], "content"),
    "30,000 squared": ("a.png", huge_header(), "pixels"),
    "half a pdf": ("a.pdf", pdf()[:40], "damaged"),
    "locked": ("a.pdf", pdf(more=b"trailer << /Encrypt 5 0 R >>"), "locked"),
    "script": ("a.pdf", pdf(b"/OpenAction << /S /JavaScript >>"), "active"),
    "script in disguise": ("a.pdf", pdf(b"/S /J#61vaScr#69pt"), "active"),
    "program": ("a.pdf", pdf(b"/S /Launch /F (cmd.exe)"), "active"),
    "file inside": ("a.pdf", pdf(b"/Names << /EmbeddedFiles 4 0 R >>"), "active"),
    "form of another kind": ("a.pdf", pdf(b"/XFA [1 0 R]"), "active"),
    "script in a stream": ("a.pdf", pdf(more=packed(b"/S /JavaScript")), "active"),
    "stream in disguise": (
        "a.pdf",
        pdf(more=packed(b"/S /JavaScript", b"/Type /Obj#53tm /Filter /FlateDecode")),
        "active",
    ),
    "streams without number": (
        "a.pdf",
        pdf(more=b"/ObjStm stream\n" * 10_001),
        "active",
    ),
    "stream without an end": ("a.pdf", pdf(more=packed(bytes(33_000_000))), "active"),
}


@pytest.mark.parametrize("case", GOOD)
def test_good_files_are_taken_under_a_clean_name(case):
    given, data, name = GOOD[case]

    kind, kept, found = uploads.checked(sent(given, data))

    assert kept == name
    assert kind.endings[0] == name.rpartition(".")[2]
    if not kind.picture:
        assert found == data


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_refused_and_told_what_is_allowed(case):
    name, data, code = BAD[case]

    with pytest.raises(ValidationError) as refused:
        uploads.checked(sent(name, data))

    assert refused.value.code == code
    assert "PDF, PNG, JPEG, at most 10 MB." in refused.value.message


def test_the_limit_of_size_is_exact(settings):
    settings.UPLOAD_MAX_BYTES = len(pdf())

    _kind, _name, kept = uploads.checked(sent("a.pdf", pdf()))
    with pytest.raises(ValidationError) as refused:
        uploads.checked(sent("a.pdf", pdf(b" ")))

    assert kept == pdf()
    assert refused.value.code == "size"


def test_strangers_together_have_a_ceiling_for_a_day(settings, db, csco):
    settings.UPLOAD_ANONYMOUS_BYTES_A_DAY = 2 * len(pdf())
    first = uploads.check_and_store(sent("a.pdf", pdf()))
    uploads.check_and_store(sent("b.pdf", pdf()))

    with pytest.raises(ValidationError) as refused:
        uploads.check_and_store(sent("c.pdf", pdf()))

    assert refused.value.code == "full"
    assert uploads.check_and_store(sent("c.pdf", pdf()), by=csco)
    Upload.objects.filter(pk=first.pk).update(
        created_at=timezone.now() - timedelta(days=1)
    )
    assert uploads.check_and_store(sent("c.pdf", pdf()))


def test_a_name_of_300_letters_is_cut():
    _kind, name, _data = uploads.checked(sent("ү" * 300 + ".pdf", pdf()))

    assert name == "ү" * uploads.LONGEST_STEM + ".pdf"


def test_a_field_may_take_fewer_kinds():
    with pytest.raises(ValidationError) as refused:
        uploads.checked(sent("seal.png", picture()), kinds=uploads.ONLY_PDF)

    assert refused.value.message.endswith("PDF, at most 10 MB.")


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_pictures_lose_places_and_hidden_files(format):
    data = picture(format, size=(40, 30), exif=gps()) + SCRIPT
    name = f"photo.{'png' if format == 'PNG' else 'jpg'}"

    _kind, _name, kept = uploads.checked(sent(name, data))

    with Image.open(io.BytesIO(kept)) as made_anew:
        assert made_anew.size == (40, 30)
        assert not made_anew.getexif()
    assert SCRIPT not in kept
    assert b"Maker" not in kept


def test_a_picture_keeps_its_colours_and_stands_upright():
    lying = Image.new("RGB", (4, 2), (10, 200, 30))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    lying.save(out, "PNG", exif=exif)

    _kind, _name, kept = uploads.checked(sent("a.png", out.getvalue()))

    with Image.open(io.BytesIO(kept)) as upright:
        assert upright.size == (2, 4)
        assert upright.getpixel((0, 0)) == (10, 200, 30)


@pytest.mark.django_db
def test_a_file_comes_back_as_an_attachment_that_runs_nothing():
    upload = uploads.check_and_store(sent("Өргөдөл 申請.pdf", pdf()))

    answer = files.response(Upload.objects.get(pk=upload.pk))

    assert answer.content == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''"
        "%D3%A8%D1%80%D0%B3%D3%A9%D0%B4%D3%A9%D0%BB%20%E7%94%B3%E8%AB%8B.pdf"
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


class LetterForm(forms.Form):
    title = CleanCharField()
    letter = UploadField(kinds=uploads.ONLY_PDF, label="Letter")
    seal = UploadField(kinds=uploads.PICTURES, required=False, help_text="In colour.")


def filled(data=None, files=None, initial=None) -> LetterForm:
    return LetterForm(data or {}, files or {}, initial=initial)


@pytest.mark.django_db
class TestField:
    def test_says_before_what_is_allowed(self):
        page = LetterForm().as_p()

        assert "PDF, at most 10 MB." in page
        assert "In colour. PNG, JPEG, at most 10 MB." in page
        assert 'accept=".png,.jpg,.jpeg"' in page

    def test_stores_a_file_with_who_handed_it_in(self, people):
        form = filled({"title": "T"}, {"letter": sent("a.pdf", pdf())})
        form.fields["letter"].by = people["secretariat"]

        assert form.is_valid()

        letter = form.cleaned_data["letter"]
        assert (letter.name, letter.size) == ("a.pdf", len(pdf()))
        assert letter.uploaded_by == people["secretariat"]
        assert form.cleaned_data["seal"] is None

    def test_keeps_a_file_while_another_field_is_mended(self):
        first = filled({"title": ""}, {"letter": sent("a.pdf", pdf())})
        assert not first.is_valid()
        page = str(first["letter"])
        word = page.partition('name="letter-kept" value="')[2].partition('"')[0]

        second = filled({"title": "T", "letter-kept": word})

        assert "a.pdf" in page
        assert second.is_valid()
        assert second.cleaned_data["letter"].name == "a.pdf"
        assert Upload.objects.count() == 1

    @pytest.mark.parametrize("word", ["1", "1:x:y", "x" * 500])
    def test_takes_no_word_that_is_not_ours(self, word):
        UploadFactory()

        form = filled({"title": "T", "letter-kept": word})

        assert form.errors == {"letter": ["Choose this file again."]}

    def test_takes_no_file_of_another_kind_by_its_word(self):
        word = uploads.claim(UploadFactory(media_type="image/png"))

        form = filled({"title": "T", "letter-kept": word})

        assert not form.is_valid()

    def test_keeps_what_was_there(self):
        there = UploadFactory(name="old.pdf")
        initial = {"letter": there, "seal": there}

        kept = filled({"title": "T"}, initial=initial)
        removed = filled({"title": "T", "seal-remove": "on"}, initial=initial)

        assert "old.pdf" in str(LetterForm(initial=initial)["letter"])
        assert kept.is_valid()
        assert kept.cleaned_data["seal"] == there
        assert removed.is_valid()
        assert removed.cleaned_data["seal"] is None

    def test_names_what_is_wrong(self):
        nothing = filled({"title": "T"})
        wrong = filled({"title": "T"}, {"letter": sent("a.exe", b"MZ")})

        assert nothing.errors == {"letter": ["Choose a file."]}
        assert wrong.errors == {
            "letter": [
                "Files of this kind cannot be taken. PDF, at most 10 MB.",
            ]
        }


def test_too_long_a_body_is_read_but_not_kept(settings):
    """A form hears of a file of 90 bytes that it is too large, and holds no more."""
    settings.UPLOAD_MAX_BYTES = 50
    request = RequestFactory().post("/", {"letter": sent("a.pdf", pdf(b" " * 60))})
    request.upload_handlers = [Capped(request), *request.upload_handlers[1:]]

    assert request.FILES["letter"].size > 50
    assert Capped(request).receive_data_chunk(b"x", 51) is None


def old_upload(**facts) -> Upload:
    upload = UploadFactory(**facts)
    long_ago = timezone.now() - uploads.KEPT_UNCLAIMED - timedelta(days=1)
    Upload.objects.filter(pk=upload.pk).update(created_at=long_ago)
    return upload


@pytest.mark.django_db
def test_only_old_files_that_nobody_names_are_swept():
    forgotten, named, young = old_upload(), old_upload(), UploadFactory()
    PlanFileFactory(upload=named)

    assert uploads.sweep() == 1

    assert set(Upload.objects.all()) == {named, young}
    assert not UploadContent.objects.filter(upload_id=forgotten.pk).exists()
