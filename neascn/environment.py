"""What differs between machines, read from the environment and checked once."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    value = text(name).lower()
    if value in {"", "0", "false", "no", "off"}:
        return False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise ImproperlyConfigured(f"{name} is “{value}”; say 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number.")
    return int(value)


def site(url: str) -> tuple[str, bool]:
    """Host name of SITE_URL, and whether it is served over https.

    Plain http is for this machine only: on any other host passwords and
    cookies would travel in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"SITE_URL is “{url}”; it must look like https://portal.example.org"
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            f"SITE_URL is “{url}”; http is allowed for localhost only, use https."
        )
    return parts.hostname, parts.scheme == "https"


def secret_key(data_dir: Path, *, required: bool) -> str:
    """SECRET_KEY, or for a portal on this machine one kept in its data folder."""
    if key := text("SECRET_KEY"):
        return key
    if required:
        raise ImproperlyConfigured("SECRET_KEY must be set when SITE_URL is https.")
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database(url: str) -> dict:
    """Django's DATABASES entry for a postgresql:// address.

    A socket folder is given as `?host=/folder`, as libpq does.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    # Requests must not hang on one statement; commands and jobs may take longer
    # and say so in their environment (`manage.py`, the process runner, compose).
    statement = number("STATEMENT_TIMEOUT_MS", 15_000)
    options = {
        "connect_timeout": 3,
        "options": f"-c statement_timeout={statement} -c lock_timeout=3000"
        " -c idle_in_transaction_session_timeout=30000"
        # Pages and vectors fit into memory or lie on flash: an index is not far.
        " -c random_page_cost=1.1",
    }
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "portal",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache(broker_url: str) -> str:
    """The cache's address: CACHE_URL, or another database of the broker's server."""
    if given := text("CACHE_URL"):
        return given
    parts = urlsplit(broker_url)
    if parts.scheme == "redis+socket":
        return f"unix://{parts.path}?db=1"
    return parts._replace(path="/1", query="").geturl()
