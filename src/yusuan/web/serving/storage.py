"""Static files under names that hold their digest: a browser keeps them for ever, a new version has a new name."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Digests in names, in what scripts import as well; compressed beside."""

    support_js_module_import_aggregation = True
