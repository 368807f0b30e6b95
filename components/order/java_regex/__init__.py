"""Java's regular expressions for file names: the result of ``name.matches(pattern)``, or why Java refuses it."""

from components.order.java_regex.matcher import LONGEST, Matcher, PatternError, UnsupportedPattern, check, matches

__all__ = ["LONGEST", "Matcher", "PatternError", "UnsupportedPattern", "check", "matches"]
