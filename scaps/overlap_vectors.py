"""Published projects in the words of `matching.overlap`: vectors of texts, facts.

Original texts are read, and only what other cities may read: a plan of the own office
alone is nowhere in here, and needs are left out where they are shown to nobody else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from django.conf import settings
from django.db.models import Avg, Count, F

from matching import background, engines, mean_sets, overlap, store
from matching.centring import Means, cosine, shrunk_means
from matching.embedding import embed as embedded
from matching.models import Embedding, Side
from matching.overlap import PARTS, Facts, Texts
from matching.reading import matrix, with_bytes
from matching.store import Item
from matching.vectors import Floats
from matching.voices import Voices
from members.compliance import Action, open_to
from members.models import Organisation
from scaps import snapshots
from scaps.models import ProjectMeans, ProjectVersion
from scaps.states import COMPARED, ProjectStanding

PROJECT = "project"
ABOUT = ("title", "status", "outcome")
"""Texts that say what a project is; not in the search index of solutions."""

FACTS = (
    "project_id",
    "organisation_id",
    "sectors",
    "stage",
    "latitude",
    "longitude",
    "organisation__local_government__latitude",
    "organisation__local_government__longitude",
    "year_from",
    "year_to",
    "text_hash",
    "organisation__country__code",
)


@dataclass(frozen=True)
class Row:
    """A published project without its texts."""

    project: int
    facts: Facts
    text_hash: str
    country: str


@dataclass(frozen=True)
class Loaded:
    """Some projects; a row of `texts` each."""

    rows: list[Row]
    texts: Texts


def comparable():
    """Versions in force that are compared: readable by others, and open to joint work."""
    cities = open_to(Action.KNOWLEDGE, Organisation.objects.all())
    return ProjectVersion.objects.filter(
        is_current=True,
        project__current=F("pk"),
        is_open=True,
        visibility__in=COMPARED,
        organisation__in=cities,
    ).exclude(standing=ProjectStanding.CANCELLED)


def embed(versions: Iterable[ProjectVersion]) -> None:
    """Bring the vectors of these projects up to date."""
    _engine, by = engines.answering()
    store.embed(PROJECT, Side.PLAN, map(item, versions), by=by)


def forget(project_ids: Sequence[int]) -> None:
    store.forget(PROJECT, project_ids)


def item(version: ProjectVersion) -> Item:
    data = version.data
    about = "\n\n".join(filter(None, (snapshots.original(data[x]) for x in ABOUT)))
    needs = ""
    if version.needs_visibility in COMPARED:
        needs = snapshots.original(data["needs"]["needs_text"])
    offers = snapshots.original(data["offers"])
    return Item(version.project_id, data["lang"], (about, needs, offers))


def means_of(by: Voices) -> tuple[Means, str]:
    """The language means in force, and their version; at first those that are shipped."""
    newest = ProjectMeans.objects.filter(engine=by.engine).first()
    if newest is None:
        return background.means(by, "need", cache=settings.MODEL_DIR), "shipped"
    return mean_sets.thawed(newest.means), newest.version


def refresh_means() -> None:
    """Means from all projects, shrunk toward the shipped sentences, where they moved.

    Plans are written in a manner of their own: by the means of needs, all of them would
    be alike. While there are few plans, each one moves the means; later, hardly one.
    """
    engine, by = engines.answering()
    rows = Embedding.objects.of(PROJECT, engine.name).order_by().values("lang")
    found = list(rows.annotate(mean=Avg("raw"), count=Count("pk")))
    own = {row["lang"]: np.array(row["mean"], dtype=np.float32) for row in found}
    counts = {row["lang"]: row["count"] for row in found}
    shipped = background.means(by, "need", cache=settings.MODEL_DIR)
    fresh = shrunk_means(own, counts, shipped)
    if fresh.drift(means_of(by)[0]) > mean_sets.DRIFT:
        ProjectMeans.objects.create(
            engine=by.engine,
            version=fresh.version,
            means=mean_sets.frozen_means(fresh),
        )
        ProjectMeans.objects.exclude(
            pk__in=ProjectMeans.objects.filter(engine=by.engine)[:1].values("pk")
        ).filter(engine=by.engine).delete()


def load(project_ids: Sequence[int]) -> Loaded:
    """Those of the projects that are compared and have vectors, in order of their ids."""
    found = comparable().filter(project__in=project_ids).order_by("project")
    rows = {row[0]: _row(row) for row in found.values_list(*FACTS)}
    engine, by = engines.answering()
    space = engines.space(by)
    means, _version = means_of(by)
    kept = Embedding.objects.of(PROJECT, engine.name).filter(subject_id__in=rows)
    places: dict[int, int] = {}
    owner, languages, binary = [], [], []
    for project, part, language, raw in (
        with_bytes(kept, "raw")
        .order_by("subject_id", "passage")
        .values_list("subject_id", "part", "lang", "binary")
    ):
        place = places.setdefault(project, len(places))
        owner.append(len(PARTS) * place + part)
        languages.append(language)
        binary.append(raw)
    raw = matrix(binary, engine.dimensions)
    vectors = overlap.vectors(raw, languages, means, space)
    size = len(PARTS) * len(places)
    whole = overlap.gathered(vectors, np.array(owner, dtype=np.int64), size, space.mix)
    parts = [whole[number :: len(PARTS)] for number in range(len(PARTS))]
    texts = overlap.texts(parts, space.mix, _sample(by))
    return Loaded([rows[project] for project in places], texts)


@cache
def _sample(by: Voices) -> Floats:
    """The shipped sentences: what is near to all of them is near to everything."""
    raw, languages = background.vectors(by, "need", cache=settings.MODEL_DIR)
    means = background.means(by, "need", cache=settings.MODEL_DIR)
    return overlap.vectors(raw, languages, means, engines.space(by))


def similarity(old: ProjectVersion, new: ProjectVersion) -> float:
    """How alike what two versions of one project say is; 1 for the same text."""
    _engine, by = engines.answering()
    space = engines.space(by)
    means, _version = means_of(by)
    items = [item(old), item(new)]
    found = embedded(
        ["\n\n".join(filter(None, one.parts)) for one in items],
        [one.lang for one in items],
        "need",
        by,
    )
    vectors = overlap.vectors(found.raw, found.languages, means, space)
    both = overlap.gathered(vectors, found.owner, len(items), space.mix)
    first = both[:, : space.mix.first]
    return cosine(first[0], first[1]) if first.any(axis=1).all() else 0.0


def recipe(weights_version: str) -> str:
    """What a comparison rests on; with another one, all projects are compared anew."""
    _engine, by = engines.answering()
    return f"{weights_version}/{by.engine}/{means_of(by)[1]}"


def _row(values: tuple) -> Row:
    project, city, sectors, stage, lat, lon, city_lat, city_lon, *rest = values
    first, last, text_hash, country = rest
    has_place = lat is not None and lon is not None
    latitude, longitude = (lat, lon) if has_place else (city_lat, city_lon)
    facts = Facts(
        city=city,
        sectors=frozenset(sectors),
        stage=stage,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        year_from=first,
        year_to=last,
    )
    return Row(project, facts, text_hash, country)
