"""A reference is there once at any moment: bulk loading passes over doubles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("solutions", "0013_need_subscriptions"),
        ("vocabulary", "0002_focus_areas_goals_gates"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reference",
            name="reference_once",
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(
                fields=("solution", "city", "year"), name="reference_once"
            ),
        ),
    ]
