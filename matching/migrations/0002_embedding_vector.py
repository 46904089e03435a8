from django.db import migrations


class Migration(migrations.Migration):
    """What is compared is more than centred now; the index follows with its width."""

    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.RemoveIndex("Embedding", "embedding_offers_nearest"),
        migrations.RenameField("Embedding", "centred", "vector"),
    ]
