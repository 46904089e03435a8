"""A kind of event of the tests' own, with words in several languages."""

from django.utils.translation import get_language

from notifications.kinds import Kind

WORDS = {
    "en": "Something happened\n\nIt happened to {target}.",
    "ko": "무슨 일이 있었습니다\n\n{target}에 관한 일입니다.",
    "mn": "Нэг зүйл болов\n\n{target}-д болсон.",
}


class SomethingHappened(Kind):
    slug = "test_something_happened"

    @classmethod
    def text(cls, event, person) -> str:
        return WORDS.get(get_language(), WORDS["en"]).format(target=event.target)


class NoLongerYours(SomethingHappened):
    """What nobody may be told of any more."""

    slug = "test_no_longer_yours"

    @classmethod
    def may_read(cls, event, person) -> bool:
        return False


class MustArrive(SomethingHappened):
    """What nobody can switch off."""

    slug = "test_must_arrive"
    must_arrive = True
