"""Settings of ``join_forces`` on a machine of its own: no variable, no secret and no database."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403

# It signs nothing that is left when the command has ended.
SECRET_KEY = get_random_secret_key()
ALLOWED_HOSTS = ["localhost"]
# In memory and without tables: the command reads no database, and leaves no file of
# one.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
