"""What is said of a password that is too short: in all six languages."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from neascn.account_forms import NEW_PASSWORD


class LongEnough(MinimumLengthValidator):
    """Django's own sentence is missing in Chinese and Mongolian."""

    def get_error_message(self) -> str:
        return str(NEW_PASSWORD[1])
