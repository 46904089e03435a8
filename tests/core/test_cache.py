"""A dead cache is a miss for pages, and an error for limits."""

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from core.cache import ForgivingRedisCache


@pytest.fixture
def dead(closed_port):
    cache = ForgivingRedisCache(f"redis://127.0.0.1:{closed_port}/0", {})
    yield cache
    cache.close()


def test_a_dead_cache_forgives(dead):
    assert dead.get("page") is None
    assert dead.get("page", "default") == "default"
    assert dead.add("page", 1)
    dead.set("page", 1)
    assert dead.delete("page") is False
    assert dead.get_many(["page"]) == {}
    assert dead.set_many({"page": 1}) == ["page"]
    assert dead.get_or_set("page", lambda: "made") == "made"


@pytest.mark.parametrize("call", ["get", "delete", "incr", "touch", "has_key"])
def test_a_dead_cache_does_not_forgive_limits(dead, call):
    with pytest.raises((RedisError, OSError)):
        getattr(dead, call)("allauth:limit")


def test_limits_are_not_set_in_a_dead_cache(dead):
    with pytest.raises((RedisError, OSError)):
        dead.set("allauth:limit", 1)
    with pytest.raises((RedisError, OSError)):
        dead.add("allauth:limit", 1)


def test_a_living_cache_keeps(servers):
    cache = caches["default"]

    cache.set("page", "html", timeout=60)

    assert cache.get("page") == "html"
    assert cache.get_many(["page", "other"]) == {"page": "html"}
    assert cache.delete("page")
