"""Episode → the same in other forms: M4B, Opus, a read-along EPUB."""

from narrator.export.forms import FORMS, digest_of, write_form
from narrator.export.original import Original
from narrator.export.transcode import Report

__all__ = ["FORMS", "Original", "Report", "digest_of", "write_form"]
