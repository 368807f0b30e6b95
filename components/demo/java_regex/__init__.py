"""Java's regular expressions as the archive needs them: in the words of the ``regex`` library, or refused."""

from components.demo.java_regex.patterns import translated
from components.demo.java_regex.source import InvalidPattern

__all__ = ["InvalidPattern", "translated"]
