"""The example county: a finance bureau, twelve departments with forty units, three years, everybody who works there.

Nothing in it is real but the codes of the classification. It is made through the same acts as anything else.
"""

from yusuan.web.county.make import Login, make_county

__all__ = ["Login", "make_county"]
