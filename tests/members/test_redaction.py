"""Forgetting a person: nothing of them is left in any table, and their deeds stay."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from psycopg import sql

from core import search
from core.errors import DomainError
from core.models import Draft
from members.models import Application, User
from members.services import offices, people
from scaps.models import Need
from tests.factories import (
    ApplicationFactory,
    CscoTermFactory,
    DemoLetterFactory,
    DraftFactory,
    HeadTermFactory,
    NeedFactory,
    OutboxFactory,
    UploadFactory,
)
from tests.people import seated, sign_in

NAME = {
    "family_latin": "Quillfeather",
    "given_latin": "Saranzul",
    "patronymic": "Zorigtyn",
    "display_order": "patronymic_given",
    "name_native": "Зоригтын Саранзул",
    "name_lang": "mn",
    "salutation": "Эрхэм Саранзул танаа",
}
ADDRESS = "saranzul.q@example.org"


@pytest.fixture
def person(city, secretariat):
    """Somebody who has been everywhere: seat, term, letters, drafts, texts."""
    person = seated("somebody", city, "editor")
    for field, value in NAME.items():
        setattr(person, field, value)
    person.email = ADDRESS
    person.save()
    person.emailaddress_set.update(email=ADDRESS)
    CscoTermFactory(
        organisation=city,
        person=person,
        letter=UploadFactory(name="Quillfeather.pdf", content=b"%PDF Quillfeather"),
        appointed_by=f"Order about {NAME['name_native']}",
    )
    NeedFactory(
        organisation=city,
        entered_by=person,
        published=True,
        text=f"Write to Zorigtyn Saranzul, {ADDRESS}.",
    )
    DraftFactory(data={"text": "Saranzul Quillfeather said so"}, saved_by=person)
    OutboxFactory(kwargs={"to": [ADDRESS], "body": "Эрхэм Саранзул танаа,"})
    DemoLetterFactory(to=ADDRESS, body="Dear Zorigtyn Saranzul,")
    offices.invite(
        city, email=f"x.{ADDRESS}", role="reader", by=secretariat, language="en"
    )
    sign_in(person)
    person.given_latin = "Saranzul-Erdene"
    person.save()
    person.given_latin = NAME["given_latin"]
    person.save()
    return person


def tables_with(word: str) -> list[str]:
    """Every table of the database with a row in which the word stands."""
    found = []
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for name in names:
            query = sql.SQL(
                "SELECT count(*) FROM {table} AS t WHERE t::text ILIKE %s"
            ).format(table=sql.Identifier(name))
            cursor.execute(query, [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(name)
    return found


SPELLINGS = ["Quillfeather", "Saranzul", "Саранзул"]


def test_the_scene_is_full_of_traces(person):
    """Else the next test would find nothing for want of anything to find."""
    for word in ("Саранзул", ADDRESS, "Quillfeather"):
        assert "members_userevent" in tables_with(word) or word == "Quillfeather"
    assert {"scaps_need", "scaps_needevent", "core_outbox"} <= set(tables_with(ADDRESS))
    assert len(people.traces(people.words_of(person))) >= 6


def test_nothing_is_left_in_any_table(person, secretariat):
    people.redact(
        person, by=secretariat, reason="Asked by Saranzul herself", more=SPELLINGS
    )

    for word in (*SPELLINGS, "Zorigtyn Saranzul", ADDRESS):
        assert tables_with(word) == [], word


def test_deeds_stay_and_rights_go(person, secretariat, city):
    """Letters lose their bytes, texts keep the rest and are found by it."""
    people.redact(person, by=secretariat, reason="Asked for", more=SPELLINGS)

    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert person.sits_at == set()
    assert str(person) == people.BLACKED_OUT
    term = person.csco_terms.get()
    assert term.organisation == city
    assert (bytes(term.letter.content.data), term.letter.size) == (b"", 0)
    need = Need.objects.get()
    assert need.entered_by == person
    assert need.text_en.startswith(f"Write to {people.BLACKED_OUT}")
    assert not Need.objects.filter(search=search.query("saranzul")).exists()
    assert Need.objects.filter(search=search.query("write")).exists()
    draft = Draft.objects.get(target_type=ContentType.objects.get_for_model(Need))
    assert draft.data == {"text": f"{people.BLACKED_OUT} said so"}


def test_parts_of_the_name_go_where_they_stand_apart(person, secretariat, city):
    parts = {"family": "Quillfeather", "given": "Saranzul", "patronymic": "Zorigtyn"}
    other = {f"head_{part}": value for part, value in parts.items()}
    ApplicationFactory(
        answers={f"csco_{part}": value for part, value in parts.items()}
        | {"csco_email": ADDRESS.upper(), "head_family": "Quillfeather"}
    )
    ApplicationFactory(answers=other | {"name_en": "Busan"})
    HeadTermFactory(
        organisation=city, family_latin="Quillfeather", given_latin="Saranzul"
    )
    apart = ("members_application", "members_applicationevent", "members_headterm")

    letter = UploadFactory(content=b"%PDF about her")
    Application.objects.filter(answers__has_key="csco_email").update(
        appointment_letter=letter
    )

    people.redact(person, by=secretariat, reason="Asked for")

    letter.content.refresh_from_db()
    assert bytes(letter.content.data) == b""
    for word in ("Saranzul", "Zorigtyn"):
        assert not set(apart) & set(tables_with(word)), word
    # The family name of somebody else is theirs.
    assert "members_application" in tables_with("Quillfeather")
    assert "members_application" in tables_with("Busan")


def test_a_family_name_that_many_have_is_looked_for_only_when_asked(person):
    words = people.words_of(person)

    assert "Quillfeather" not in words
    assert "Quillfeather" in people.words_of(person, ["Quillfeather"])


def test_a_name_with_marks_is_no_pattern():
    assert people.blacked_out("All about baths", ["A.*(b)"]) == "All about baths"
    assert people.blacked_out("Of a.*(b).", ["A.*(b)"]) == "Of ██."


def test_nobody_redacts_themselves_or_staff(secretariat, people_of_staff):
    with pytest.raises(DomainError):
        people.redact(secretariat, by=secretariat, reason="Asked for")
    with pytest.raises(DomainError):
        people.redact(people_of_staff, by=secretariat, reason="Asked for")


@pytest.fixture
def people_of_staff(world):
    return world.people["translator"]


def test_staff_see_the_traces_and_confirm(client_of, person):
    client = client_of("secretariat")
    path = reverse("admin:members_user_redact", args=[person.pk])
    page = client.get(path).content.decode()
    assert NAME["name_native"] in page

    assert client.post(path, {"reason": "Asked for"}).status_code == 422
    assert User.objects.get(pk=person.pk).email == ADDRESS

    client.post(path, {"reason": "Asked for", "spellings": "", "is_sure": "on"})
    assert User.objects.get(pk=person.pk).email != ADDRESS


def test_other_spellings_can_be_looked_for_first(client_of, person):
    path = reverse("admin:members_user_redact", args=[person.pk])

    page = client_of("secretariat").post(
        path, {"look": "1", "spellings": "Quillfeather"}
    )

    assert "<li>Quillfeather</li>" in page.content.decode()
    assert User.objects.get(pk=person.pk).email == ADDRESS
