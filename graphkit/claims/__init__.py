"""The files of claims/: read, checked, formatted."""

from graphkit.claims.formatting import format_file, format_text
from graphkit.claims.reading import Corpus, read_claims

__all__ = ["Corpus", "format_file", "format_text", "read_claims"]
