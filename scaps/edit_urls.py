"""Addresses of the editor, under /scaps/."""

from django.urls import path

from scaps.sections import PROJECT, SCAP
from scaps.views.editor import (
    begin,
    check,
    documents,
    overview,
    section,
    stage,
    translate,
)

PLAN = "<slug:slug>/edit/"
ONE = "projects/<slug:slug>/edit/"


def _sections(begins: str, kind: str) -> list:
    """The same three addresses for the sections of a plan and of a project."""
    return [
        path(
            f"{begins}translate/<slug:lang>/",
            translate.translate,
            {"kind": kind},
            name=f"{kind}-translate",
        ),
        path(
            f"{begins}translate/<slug:lang>/draft/",
            translate.autosave,
            {"kind": kind},
            name=f"{kind}-translate-draft",
        ),
        path(
            f"{begins}<slug:name>/",
            section.section,
            {"kind": kind},
            name=f"{kind}-section",
        ),
        path(
            f"{begins}<slug:name>/draft/",
            section.autosave,
            {"kind": kind},
            name=f"{kind}-draft",
        ),
        path(
            f"{begins}<slug:name>/discard/",
            section.discard,
            {"kind": kind},
            name=f"{kind}-discard",
        ),
    ]


urlpatterns = [
    path("new/", begin.new, name="new"),
    path(ONE, overview.project, name="project-edit"),
    path(f"{ONE}stage/enter/", stage.enter, name="project-enter-stage"),
    path(f"{ONE}stage/step/<slug:name>/", stage.step, name="project-step"),
    path(f"{ONE}needs/attach/", stage.attach, name="project-attach"),
    path(f"{ONE}needs/<int:pk>/detach/", stage.detach, name="project-detach"),
    *_sections(ONE, PROJECT),
    path(PLAN, overview.plan, name="edit"),
    path(f"{PLAN}check/", check.check, name="check"),
    path(f"{PLAN}projects/add/", begin.add_project, name="project-add"),
    path(
        f"{PLAN}projects/<slug:project>/up/",
        begin.place_project,
        {"move": "up"},
        name="project-up",
    ),
    path(
        f"{PLAN}projects/<slug:project>/down/",
        begin.place_project,
        {"move": "down"},
        name="project-down",
    ),
    path(
        f"{PLAN}projects/<slug:project>/out/",
        begin.place_project,
        {"move": "out"},
        name="project-out",
    ),
    path(
        f"{PLAN}projects/<slug:project>/in/",
        begin.place_project,
        {"move": "in"},
        name="project-in",
    ),
    path(f"{PLAN}documents/add/", documents.add, name="document-add"),
    path(f"{PLAN}documents/<int:pk>/remove/", documents.remove, name="document-remove"),
    *_sections(PLAN, SCAP),
]
