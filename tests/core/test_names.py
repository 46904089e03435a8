import pytest

from core.names import DisplayOrder, PersonName

KIM = PersonName("Kim", "Min-jun", order=DisplayOrder.FAMILY_FIRST)
BOLD = PersonName("", "Bold", "Dorjiin", order=DisplayOrder.PATRONYMIC_GIVEN)
IVANOVA = PersonName("Ivanova", "Anna", "Petrovna", DisplayOrder.GIVEN_FIRST)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (KIM, "Kim Min-jun"),
        (BOLD, "Dorjiin Bold"),
        (IVANOVA, "Anna Petrovna Ivanova"),
        (PersonName(given="Hong"), "Hong"),
        (PersonName(), ""),
    ],
)
def test_a_name_in_its_own_order(name, written):
    assert str(name) == written


def test_mongolians_sort_by_their_given_name():
    assert sorted([KIM, BOLD, IVANOVA], key=lambda name: name.sort_key) == [
        BOLD,
        IVANOVA,
        KIM,
    ]
