"""Sample data for the gallery of components: plain, invented, no database."""

from datetime import UTC, datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator

from core.forms import UploadField
from core.models import Upload
from core.money import Money
from core.uploads import ONLY_PDF, PICTURES
from core.workflow import Move
from translations.services import Text


class SampleForm(forms.Form):
    """One field of each kind that the field template tells apart."""

    name = forms.CharField(label="Name of the solution")
    summary = forms.CharField(
        label="Summary",
        help_text="What it does and for whom, in plain words.",
        max_length=80,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sectors = forms.MultipleChoiceField(
        label="Sectors it serves",
        help_text="Choose all that apply.",
        choices=[
            ("transportation", "Transportation"),
            ("water", "Water management"),
            ("environment", "Environment"),
            ("disaster", "Disaster prevention"),
        ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options-two"}),
    )
    urgency = forms.ChoiceField(
        label="How soon is it needed?",
        choices=[("urgent", "At once"), ("soon", "This year"), ("planned", "Later")],
        widget=forms.RadioSelect,
    )
    maturity = forms.ChoiceField(
        label="How far along is it?",
        choices=[("piloted", "Piloted"), ("deployed_one", "In use in one city")],
    )
    page = forms.URLField(label="Web page", required=False, assume_scheme="https")
    agreed = forms.BooleanField(label="I may speak for this organisation")


class SampleFileForm(forms.Form):
    letter = UploadField(label="Letter of appointment", kinds=ONLY_PDF)
    seal = UploadField(label="Seal", kinds=PICTURES, required=False)


FILES = {
    "letter": Upload(pk=0, name="appointment-2026.pdf", size=184_320),
    "seal": Upload(pk=0, name="seal.png", size=20_480),
}


def samples() -> dict:
    """Everything the gallery page shows, by the name its template uses."""
    return {
        "form": SampleForm(),
        "bad_form": SampleForm(BAD_ANSWERS, auto_id="bad_%s"),
        "file_form": SampleFileForm(auto_id="file_%s", initial=FILES),
        "page": Paginator(range(240), 20).page(6),
        "moment": datetime(2026, 11, 22, 6, 32, tzinfo=UTC),
        "money": Money(Decimal(1_240_000), "USD"),
        "open_move": sample_move("submit", "Submit for review"),
        "reason_move": sample_move("return", "Return with remarks", reason=True),
        **LISTS,
        **TEXTS,
    }


def sample_move(name: str, label: str, *, reason: bool = False) -> Move:
    return Move(
        name=name,
        label=label,
        sources=frozenset({"draft"}),
        target="submitted",
        permission="scaps.submit_scap",
        reason=reason,
        tone="quiet" if reason else "",
    )


BAD_ANSWERS = {
    "name": "Smart Heat Grid",
    "summary": "Models a heat network from existing meter readings. " * 3,
    "page": "no address",
}

TEXTS = {
    "own_text": Text("Two hundred sensors on schools and clinics.", "en", "original"),
    "korean_text": Text(
        "학교와 보건소에 센서 200개를 설치하고 한 시간마다 측정값을 공개합니다.",
        "ko",
        "original",
    ),
    "mongolian_text": Text(
        "Өвлийн утааг бууруулахын тулд халаалтын сүлжээг өргөтгөнө.", "mn", "original"
    ),
    "russian_text": Text(
        "Недорогие датчики на сорока котельных вдоль реки.", "ru", "confirmed"
    ),
    "draft_text": Text("Sensors that work at forty below.", "en", "draft"),
}

LISTS = {
    "crumbs": [
        {"label": "Home", "url": "#home"},
        {"label": "Solutions", "url": "#solutions"},
        {"label": "Solution Finder"},
    ],
    "tabs": [
        {"label": "Overview", "url": "#overview", "current": True},
        {"label": "Action plan", "url": "#plan"},
        {"label": "Projects (4)", "url": "#projects"},
    ],
    "sections": [
        {"label": "Vision", "url": "#vision", "current": True},
        {"label": "Focus areas", "url": "#areas", "note": "3"},
        {"label": "Strategic targets", "url": "#targets", "note": "9"},
    ],
    "facts": [
        {"label": "City", "value": "Ulaanbaatar"},
        {"label": "Name", "value": "Улаанбаатар", "lang": "mn"},
        {"label": "Budget", "value": "up to 700,000 USD"},
    ],
    "answers": [
        {
            "label": "Need",
            "value": "Lower coal use at winter peak\nwithout new boilers",
            "url": "#need",
        },
        {"label": "Budget", "value": "", "url": "#budget"},
    ],
    "tasks": [
        {"label": "Vision", "url": "#vision", "tone": "done", "state": "Ready"},
        {
            "label": "Strategic targets",
            "url": "#targets",
            "tone": "run",
            "state": "Begun",
            "hint": "Two targets have no baseline.",
        },
        {"label": "Send for review", "tone": "plan", "state": "Cannot start yet"},
    ],
    "bars": [
        {
            "label": "Transportation",
            "url": "#transportation",
            "value": 16,
            "text": "16 cities",
        },
        {"label": "Waste", "note": "new", "value": 9, "text": "9 cities"},
        {"label": "Sewage", "value": 2, "text": "2 cities", "tone": "warn"},
    ],
    "shares": [
        {
            "label": "reached",
            "text": "6",
            "tone": "done",
            "url": "#reached",
            "x": "0%",
            "width": "30%",
        },
        {
            "label": "behind",
            "text": "10",
            "tone": "hold",
            "url": "",
            "x": "30%",
            "width": "50%",
        },
        {
            "label": "not reported",
            "text": "4",
            "tone": "",
            "url": "",
            "x": "80%",
            "width": "20%",
        },
    ],
    "options": [
        {"value": "environment", "label": "Environment", "count": 9, "checked": True},
        {"value": "water", "label": "Water", "count": 3, "checked": False},
        {"value": "sewage", "label": "Sewage", "count": 0, "checked": False},
    ],
    "chips": [
        {"label": "Environment", "url": "#without-environment"},
        {"label": "Transportation", "url": "#without-transportation"},
    ],
    "steps": [
        {
            "title": "You choose up to three.",
            "text": "Your name is not sent.",
            "done": True,
        },
        {"title": "Providers answer in ten working days."},
        {"title": "You meet.", "text": "On line, or at the annual meeting."},
    ],
    "progress": ["done", "done", "now", "", "", "", ""],
    "parts": ["full", "full", "half", "empty"],
    "fit": [
        {
            "label": "Your need",
            "points": 34,
            "max": 45,
            "reason": "Same problem: heat lost at winter peak",
        },
        {"label": "City conditions", "points": 18, "max": 20},
        {"label": "Budget", "points": 12, "max": 12},
        {
            "label": "Languages",
            "points": 5,
            "max": 13,
            "reason": "Russian and English; no Mongolian",
            "weak": True,
        },
        {"label": "Record", "points": 8, "max": 10},
    ],
    "fit_meta": ["Baikal Sensor Cooperative", "In use in three member cities"],
    "fit_gaps": ["It needs meter readings of each substation."],
    "fit_missing": ["references", "the stage"],
    "fit_gain": {
        "sentence": "A verified reference would raise the score most.",
        "points": 8.3,
    },
    "compared": [
        {"label": "Smart Heat Grid", "url": "#one"},
        {"label": "스마트 열망", "url": "#two", "lang": "ko"},
    ],
    "comparison": [
        {
            "label": "Your need",
            "cells": [
                {
                    "lines": [{"text": "Same sector."}],
                    "points": 34,
                    "most": 45,
                    "is_best": True,
                },
                {"lines": [], "points": 12.5, "most": 45, "is_weak": True},
            ],
        },
        {
            "label": "Price",
            "differs": True,
            "cells": [
                {"lines": [{"text": "9,000 USD"}], "note": "licence"},
                {"lines": []},
            ],
        },
        {
            "label": "Languages of support",
            "cells": [
                {"lines": [{"text": "한국어", "lang": "ko"}, {"text": "English"}]},
                {"lines": [{"text": "한국어", "lang": "ko"}, {"text": "English"}]},
            ],
        },
    ],
    "inbox": [
        {
            "title": "Seoul answered your question on sensors",
            "url": "#seoul",
            "text": "We can show the calibration record.",
            "at": datetime(2026, 11, 22, 6, 32, tzinfo=UTC),
            "new": True,
            "read_url": "#read",
        },
        {
            "title": "Your plan was published",
            "url": "#plan",
            "at": datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
        },
    ],
    "codes": ["9f3k-22ma", "7qpl-0c8d", "zz41-pp9r", "b6ty-h3wx"],
    "qr": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'%3E%3Cpath d='M0 0h2v2H0zM2 2h2v2H2z'/%3E%3C/svg%3E",
    "arcs": ["M546 343.6Q608 370 653.7 442.8", "M546 343.6Q674 353 772.5 445.8"],
    "points": [
        {
            "x": 546,
            "y": 343.6,
            "name": "Улаанбаатар",
            "lang": "mn",
            "host": True,
            "r": 9,
            "anchor": "end",
            "dx": -24,
            "dy": -16,
        },
        {
            "x": 653.7,
            "y": 442.8,
            "name": "北京",
            "lang": "zh-Hans",
            "anchor": "end",
            "dx": -14,
            "dy": 18,
        },
        {
            "x": 772.5,
            "y": 445.8,
            "name": "서울",
            "lang": "ko",
            "minor": True,
            "anchor": "start",
            "dx": 16,
            "dy": 8,
        },
    ],
    "counted": [
        {
            "x": 546,
            "y": 343.6,
            "name": "Ulaanbaatar",
            "title": "Ulaanbaatar: 3 projects",
            "url": "#ulaanbaatar",
            "count": 3,
            "r": 27,
            "anchor": "end",
            "dx": -34,
            "dy": 8,
        },
        {
            "x": 881.7,
            "y": 312.3,
            "name": "Sapporo",
            "title": "Sapporo: 1 project",
            "url": "#sapporo",
            "count": 1,
            "r": 19,
            "anchor": "start",
            "dx": 26,
            "dy": 8,
        },
    ],
}
