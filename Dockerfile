# One image for every process of the portal; the command says which it is.
# docker-compose.yml shows them together, docs/operations.md explains them.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    DATA_DIR=/srv/neascn/var

RUN useradd --system --uid 10001 --home-dir /srv/neascn --shell /usr/sbin/nologin portal
WORKDIR /srv/neascn

# Every package by its hash; this layer changes only with the lock.
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt

COPY . .

# Catalogues, encoder and static files are made here, once, not at each start.
# The key is for this step alone: without one, a key would be kept in the image.
RUN SECRET_KEY=only-for-the-build python manage.py setup \
    && mkdir -p "$DATA_DIR" \
    && chown -R portal "$DATA_DIR"

# The code belongs to root; only DATA_DIR can be written to.
USER portal
EXPOSE 8000

# Asked by the name the portal is known by: it answers to no other.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD python -c "import os; \
from urllib.parse import urlsplit; \
from urllib.request import Request, urlopen; \
host = urlsplit(os.environ.get('SITE_URL', 'http://localhost:8000')).netloc; \
urlopen(Request('http://127.0.0.1:8000/healthz', headers={'Host': host}), timeout=4)"

CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--workers-kill-timeout", "30", "--no-ws", "--respawn-failed-workers", \
     "neascn.wsgi:application"]
