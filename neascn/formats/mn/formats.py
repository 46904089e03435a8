"""Mongolian writes the year first and says which part is which."""

DATE_FORMAT = r"Y \о\н\ы n-р \с\а\р\ы\н j"
DATETIME_FORMAT = r"Y \о\н\ы n-р \с\а\р\ы\н j, H:i"
YEAR_MONTH_FORMAT = r"Y \о\н\ы n-р \с\а\р"
MONTH_DAY_FORMAT = r"n-р \с\а\р\ы\н j"
SHORT_DATE_FORMAT = "Y.m.d"
SHORT_DATETIME_FORMAT = "Y.m.d H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
