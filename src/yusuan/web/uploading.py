"""What is uploaded goes to the disk at once, whatever its name is like."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

# Signs of a stem and of an ending: Django names its temporary file by the ending, and a disk takes 255 bytes.
_STEM, _ENDING = 150, 20


class ToDisk(TemporaryFileUploadHandler):
    """Django's handler, for names of any length."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's
        """Begin a file."""
        ending = PurePath(file_name).suffix
        stem = file_name.removesuffix(ending)
        super().new_file(field_name, stem[:_STEM] + ending[:_ENDING], *args, **kwargs)
