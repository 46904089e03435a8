import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# Limits on sign-in must hold even when the cache is gone: for these keys a
# dead cache is an error, which `core.middleware.Outage` answers with 503.
STRICT_PREFIX = "allauth"


class ForgivingRedisCache(RedisCache):
    """A cache whose death is a miss, so that pages go on without it."""

    def _forgive(self, key, call, default):
        try:
            return call()
        except (RedisError, OSError):
            if str(key).startswith(STRICT_PREFIX):
                raise
            log.warning("The cache did not answer; going on without it.")
            return default

    def get(self, key, default=None, version=None):
        call = super().get
        return self._forgive(key, lambda: call(key, default, version), default)

    def set(self, key, value, *args, **kwargs):
        call = super().set
        return self._forgive(key, lambda: call(key, value, *args, **kwargs), None)

    def add(self, key, value, *args, **kwargs):
        call = super().add
        return self._forgive(key, lambda: call(key, value, *args, **kwargs), True)

    def delete(self, key, version=None):
        call = super().delete
        return self._forgive(key, lambda: call(key, version), False)

    def incr(self, key, delta=1, version=None):
        """The new number; none when the cache is dead or the key has just gone."""
        call = super().incr
        try:
            return self._forgive(key, lambda: call(key, delta, version), None)
        except ValueError:
            return None

    def get_many(self, keys, version=None):
        call = super().get_many
        return self._forgive("", lambda: call(keys, version), {})

    def set_many(self, data, *args, **kwargs):
        call = super().set_many
        return self._forgive("", lambda: call(data, *args, **kwargs), list(data))
