from django.db import migrations


class Migration(migrations.Migration):
    """A name of its own: the default one changes with every tracked field."""

    dependencies = [("solutions", "0003_ranking_told")]

    operations = [
        migrations.RenameModel(
            "MatchNeedSolutionStateDecidedAtDecidedByDecisionReasonEvent", "MatchEvent"
        ),
    ]
