"""Java's regular expressions, translated for the ``regex`` library or refused."""

from components.demo.java_regex.errors import InvalidPattern
from components.demo.java_regex.translation import translated

__all__ = ["InvalidPattern", "translated"]
