"""What a checkout needs before it can run, each step skipped when it is done.

Message catalogues are compiled in Python, since GNU gettext may be absent; the
encoder is converted once; static files are collected once per change.
"""

import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import polib
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from matching import background, engine_folder, voices
from matching.encoder import POOLING

Say = Callable[[str], None]
STAMP = "setup.json"
# Packages whose static files are served.
ASSETS = ("django", "django-htmx", "django-allauth", "django-modeltranslation", "rules")


def run(say: Say) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    compile_messages()
    prepare_encoder(say)
    collect_static(say)


def compile_messages() -> int:
    """Write the .mo file of every catalogue that is newer than its own."""
    compiled = 0
    for path in settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po"):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        polib.pofile(str(path)).save_as_mofile(str(target))
        compiled += 1
    return compiled


def prepare_encoder(say: Say) -> None:
    """Convert the packaged weights and encode the background texts, once."""
    models = settings.MODEL_DIR
    own = settings.EMBEDDING_MODEL_DIR
    name = engine_folder.engine_name(engine_folder.best_precision())
    whole = engine_folder.is_whole(models / name, engine_folder.packaged())
    known = all(
        any(models.glob(f"background-{name}.{POOLING}+*-{side}-*.npy"))
        for side in background.KEYS
    )
    if whole and known and not own:
        return
    say("Preparing the text encoder; this happens once …")
    background.space(voices.load(models, own=own), cache=models)


def collect_static(say: Say) -> None:
    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = _static_fingerprint()
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.exists())
    stamp.write_text(json.dumps(wanted))


def _static_fingerprint() -> str:
    """Changes with any static file of the project or a package that brings some."""
    digest = hashlib.sha256()
    for name in ASSETS:
        digest.update(f"{name} {version(name)}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            full = Path(storage.path(path))
            if full.is_relative_to(settings.BASE_DIR / "static"):
                digest.update(f"{path} {full.stat().st_mtime_ns}".encode())
    digest.update(Path(__file__).with_name("settings.py").read_bytes())
    return digest.hexdigest()
