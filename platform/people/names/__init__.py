"""Whether two names, in whichever script, may be one person's: to propose only (definitions.md, oracle I)."""

from people.names.comparing import may_be_same
from people.names.sounds import Sound, sounds_of

__all__ = ["Sound", "may_be_same", "sounds_of"]
