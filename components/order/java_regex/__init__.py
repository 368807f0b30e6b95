"""Java's regular expressions for file names: what ``name.matches(pattern)`` answers, or why Java refuses."""

from components.order.java_regex.matcher import Matcher, PatternError, UnsupportedPattern, check, matches

__all__ = ["Matcher", "PatternError", "UnsupportedPattern", "check", "matches"]
