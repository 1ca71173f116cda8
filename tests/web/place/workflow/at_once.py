"""A place of its own in which several people take a step at the same moment; prints what each was told.

`python -m tests.web.place.workflow.at_once STEP USER…` with `YUSUAN_HOME` naming an empty folder.
"""

from __future__ import annotations

import sys
import threading


def main(step: str, usernames: list[str]) -> None:
    """Bring the first department's book to the step, and let everybody take it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    from tests.web.place.small import actor, make_place, submitted_units
    from yusuan.core.errors import NotAllowed, NotReady
    from yusuan.web.budgets.models import Book
    from yusuan.web.workflow.models import Step
    from yusuan.web.workflow.taking import take

    pk = make_place()[0].pk
    submitted_units(Book.objects.get(pk=pk))
    said: list[str] = []
    together = threading.Barrier(len(usernames))

    def one(username: str) -> None:
        book, asked = Book.objects.get(pk=pk), actor(username)
        together.wait()
        try:
            take(asked, step, book)
        except (NotAllowed, NotReady) as error:
            said.append(f"refused {error}")
        else:
            said.append("taken")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(username,)) for username in usernames]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    versions = Book.objects.get(pk=pk).versions.count()
    said.append(f"steps {Step.objects.count()} versions {versions}")
    sys.stdout.write("\n".join([*said, ""]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
