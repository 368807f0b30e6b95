"""The forms of texts that hold identifiers: lists, tables, JSON, code, XML, and documents of people and shells."""
