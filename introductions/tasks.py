"""Jobs about introductions. One call."""

from celery import shared_task

from introductions import step_reminders


@shared_task(name="introductions.remind_of_steps")
def remind_of_steps() -> None:
    """Daily, in the morning of Northeast Asia."""
    step_reminders.remind()
