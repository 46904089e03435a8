"""Migrates and fills the database that the tests' databases are cloned from."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from vocabulary import loading

    call_command("migrate", verbosity=0)
    loading.load()
