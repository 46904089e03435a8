"""The harness keeps its promises."""

import socket

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.template import Context, Template
from django.template.base import Origin

from core import outbox
from core.models import Heartbeat
from members.models import User
from tests import strictness
from tests.factories import UserFactory
from tests.people import WHO
from vocabulary.models import Country


def test_the_database_is_migrated_and_knows_the_words(db):
    assert Country.objects.filter(code="MN").exists()


def test_people_are_who_they_are_called(people, city):
    assert tuple(people) == WHO
    assert people["csco"].speaks_for == {city.pk}
    assert people["reader"].writes_for == set()
    assert people["secretariat"].is_secretariat


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(transactional_db, turn):
    assert not User.objects.exists()
    assert Country.objects.exists()

    UserFactory()
    transaction.on_commit(lambda: UserFactory())

    assert User.objects.count() == 2


@pytest.mark.parametrize("turn", [1, 2])
def test_the_cache_forgets_between_tests(servers, turn):
    assert cache.get("turn") is None

    cache.set("turn", turn)

    assert cache.get("turn") == turn


def test_run_outbox_does_what_was_asked_for(run_outbox):
    outbox.enqueue("core.tick", key="tick")

    assert run_outbox() == ["core.tick"]
    assert Heartbeat.objects.filter(name="tick").exists()


def test_the_outside_world_is_out_of_reach():
    with pytest.raises(strictness.OutsideWorld), socket.socket() as line:
        line.connect(("192.0.2.1", 80))
    with pytest.raises(strictness.OutsideWorld):
        socket.getaddrinfo("example.org", 80)


def ours(source: str) -> Template:
    template = Template(source, origin=Origin(f"{strictness.OURS}/sample.html"))
    for node in template.nodelist.get_nodes_by_type(object):
        node.origin = template.origin
    return template


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{{ user.shoe_size }}", "{% url nobody %}"]
)
def test_an_undefined_variable_fails(source):
    with pytest.raises(strictness.UndefinedInTemplate):
        ours(source).render(Context({"user": object()}))


@pytest.mark.parametrize(
    "source",
    [
        "{% if nobody %}x{% endif %}",
        "{% for x in nobody %}{% endfor %}",
        "{{ a|default:'' }}",
    ],
)
def test_asking_whether_there_is_something_is_fine(source):
    assert ours(source).render(Context()) == ""


def test_statements_have_a_time_limit(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")

        assert cursor.fetchone() == ("15s",)
