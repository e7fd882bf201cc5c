"""YAML that remembers its lines: a finding can then say where."""

from typing import Any

import yaml

from courses.starter.texts import Finding, Place


class Refused(Exception):  # noqa: N818 - it says what happened to the file
    """A file that cannot be read at all."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class Lined(dict[str, Any]):
    """A mapping with the line it begins on and those of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Where a key stands, or the mapping where it is missing."""
        return self.lines.get(key, self.line)


class _Loader(yaml.SafeLoader):
    first_line = 1

    def mapping(self, node: yaml.MappingNode) -> Lined:
        made = Lined(node.start_mark.line + self.first_line)
        for key_node, value_node in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in made:
                raise yaml.MarkedYAMLError(problem=f"“{key}” stands twice", problem_mark=key_node.start_mark)
            made[key] = self.construct_object(value_node, deep=True)
            made.lines[key] = key_node.start_mark.line + self.first_line
        return made


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _Loader.mapping)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Lined:
    """The mapping that `text` holds. `first_line`: where it begins in the file. Raises Refused."""
    loader = _Loader(text)
    loader.first_line = first_line
    try:
        read = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise Refused(Finding(Place(file, line), "file", f"YAML: {error.problem}.")) from error
    except yaml.YAMLError as error:
        raise Refused(Finding(Place(file, first_line), "file", f"YAML: {error}.")) from error
    finally:
        loader.dispose()
    if not isinstance(read, Lined):
        raise Refused(Finding(Place(file, first_line), "file", "YAML: a mapping is expected."))
    return read
