"""Makes django-dump.json: what `manage.py dumpdata auth.user` of a real Django writes.

    python3 test/vectors/make-django-dump.py > test/vectors/django-dump.json

Needs python3-django. The hashes are Django's defaults of that release; the password of everybody is
in PASSWORD. Nobody but `nologin` has an unusable one.
"""

import django
from django.conf import settings

PASSWORD = 'correct horse battery staple'

settings.configure(
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},
    INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes'],
    DEFAULT_AUTO_FIELD='django.db.models.AutoField',
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command('migrate', verbosity=0)
User.objects.create_user('hannah', 'hannah@example.com', PASSWORD, first_name='Hannah', last_name='Arendt')
User.objects.create_superuser('simone', 'simone@example.com', PASSWORD)
User.objects.create_user('nologin', 'nologin@example.com')
call_command('dumpdata', 'auth.user', indent=2)
