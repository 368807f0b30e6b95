"""Java's regular expressions for file names: the result of ``name.matches(pattern)``, or why Java refuses it."""

from components.order.java_regex.matcher import Matcher, PatternError, UnsupportedPattern, check, matches

__all__ = ["Matcher", "PatternError", "UnsupportedPattern", "check", "matches"]
