"""The grammar: forms of sentences over classes of tokens, each with what it says."""

from yusuan.narrative.forms.book import FORMS
from yusuan.narrative.forms.form import Effect, Form

__all__ = ["FORMS", "Effect", "Form"]
