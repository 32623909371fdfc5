"""Selectors: which profiles of a store are meant, in the words of StackSift's command line.

SELECTOR = TERM {"," TERM}; TERM = LABEL ("=" | "!=" | "~") VALUE | "@latest" ["~" N] | "#" ID. A backslash takes the next
character as it is. Terms on different labels must all hold; of several `LABEL=VALUE` with one label, and of several ids,
one must. `~` is a regular expression. `@latest` is the last of what the other terms leave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Set, Tuple

from .errors import SelectorError

# A character, and whether a backslash made it stand for itself.
_Character = Tuple[str, bool]


@dataclass
class Facts:
    """What a selector may ask of a profile."""

    id: int
    labels: Dict[str, str]
    recorded_ns: Optional[int] = None


@dataclass
class Selector:
    """A selector that was read."""

    ids: Set[int] = field(default_factory=set)
    equal: Dict[str, Set[str]] = field(default_factory=dict)
    differs: List[Tuple[str, str]] = field(default_factory=list)
    patterns: List[Tuple[str, "re.Pattern[str]"]] = field(default_factory=list)
    steps_back: Optional[int] = None

    @staticmethod
    def parse(text: str) -> "Selector":
        """Reads a selector; raises SelectorError with what is wrong with it."""
        selector = Selector()
        for term in _terms(text):
            selector._take(term, text)
        return selector

    def choose(self, profiles: List[Facts]) -> List[int]:
        """The numbers of the profiles that it chooses, smallest first."""
        chosen = [profile for profile in profiles if self._holds(profile)]
        if self.steps_back is None:
            return sorted(profile.id for profile in chosen)
        # Without a date a profile counts as older than all with one.
        chosen.sort(key=lambda profile: (profile.recorded_ns is not None, profile.recorded_ns or 0, profile.id))
        place = len(chosen) - 1 - self.steps_back
        return [chosen[place].id] if place >= 0 else []

    def _take(self, term: List[_Character], text: str) -> None:
        word = _string(term)
        if term and term[0] == ("#", False):
            if not re.fullmatch(r"#[1-9][0-9]*", word):
                raise _unreadable(text, "a profile's number after #", word)
            self.ids.add(int(word[1:]))
        elif term and term[0] == ("@", False):
            match = re.fullmatch(r"@latest(?:~([0-9]+))?", word)
            if not match or self.steps_back is not None:
                raise _unreadable(text, "one @latest or @latest~N", word)
            self.steps_back = int(match[1] or 0)
        else:
            self._take_condition(term, text)

    def _take_condition(self, term: List[_Character], text: str) -> None:
        for index in range(1, len(term)):
            label = _string(term[:index])
            if term[index : index + 2] == [("!", False), ("=", False)]:
                self.differs.append((label, _string(term[index + 2 :])))
                return
            if term[index] == ("=", False):
                self.equal.setdefault(label, set()).add(_string(term[index + 1 :]))
                return
            if term[index] == ("~", False):
                self.patterns.append((label, _pattern(_string(term[index + 1 :]), text)))
                return
        raise _unreadable(text, "LABEL=VALUE, LABEL!=VALUE, LABEL~PATTERN, @latest or #ID", _string(term) or "nothing")

    def _holds(self, profile: Facts) -> bool:
        if self.ids and profile.id not in self.ids:
            return False
        if not self.ids and not self._asks_status() and profile.labels.get("status") != "ok":
            return False
        return (
            all(profile.labels.get(label) in values for label, values in self.equal.items())
            and all(profile.labels.get(label) != value for label, value in self.differs)
            and all(
                label in profile.labels and pattern.search(profile.labels[label]) for label, pattern in self.patterns
            )
        )

    def _asks_status(self) -> bool:
        labels = [*self.equal, *(label for label, _ in self.differs), *(label for label, _ in self.patterns)]
        return "status" in labels


def _terms(text: str) -> List[List[_Character]]:
    terms: List[List[_Character]] = [[]]
    characters = iter(text)
    for character in characters:
        if character == "\\":
            terms[-1].append((next(characters, "\\"), True))
        elif character == ",":
            terms.append([])
        else:
            terms[-1].append((character, False))
    return terms


def _string(characters: List[_Character]) -> str:
    return "".join(character for character, _ in characters)


def _pattern(pattern: str, text: str) -> "re.Pattern[str]":
    try:
        return re.compile(pattern)
    except re.error as error:
        raise _unreadable(text, f"a regular expression ({error})", pattern) from None


def _unreadable(text: str, expected: str, found: str) -> SelectorError:
    return SelectorError(f'expected {expected} in the selector "{text}", found "{found}"')
