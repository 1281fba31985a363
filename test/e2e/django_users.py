"""
A real Django with a database of its own, for test/e2e/import-users.test.ts.

  django_users.py dump FILE             makes users and dumps them as `dumpdata auth.user` does
  django_users.py check FILE NAME PASS  loads FILE as `loaddata` does; exit code 0 when the password fits
"""

import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

HASHERS = ["PBKDF2PasswordHasher", "Argon2PasswordHasher", "PBKDF2SHA1PasswordHasher"]
PASSWORD = "correct horse battery staple"


def start(folder):
    settings.configure(
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db"}},
        PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}" for name in HASHERS],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SECRET_KEY="unused",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)


def dump(path):
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group, User

    for number, hasher in enumerate(["pbkdf2_sha256", "argon2", "pbkdf2_sha1"]):
        User.objects.create(
            username=f"Django{number}",
            email=f"django{number}@example.com",
            first_name="Django",
            last_name=f"User {number}",
            password=make_password(PASSWORD, hasher=hasher),
        )
    User.objects.create_superuser("root", "root@example.com", PASSWORD)
    User.objects.get(username="root").groups.add(Group.objects.create(name="editors"))
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    User.objects.create_user("without")
    call_command("dumpdata", "auth.user", output=path, verbosity=0)


def check(path, username, password):
    from django.contrib.auth.models import User

    call_command("loaddata", path, verbosity=0)
    user = User.objects.get(username=username)
    return user.check_password(password) and not user.check_password(password + "x")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        start(scratch)
        command, file, *words = sys.argv[1:]
        if command == "dump":
            dump(str(Path(file)))
        elif not check(str(Path(file)), *words):
            sys.exit(1)
