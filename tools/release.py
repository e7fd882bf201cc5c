"""`python -m tools.release 0.4.0`: makes a release of what stands under “Unreleased”; `--next 0.5.0` begins the next.

Writes the version's section of CHANGELOG.md, what an operator does first, and `platform/core/version.py`; prints what
is to be done by git. The whole way is in docs/releasing.md.
"""

import datetime
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGELOG, VERSION = Path("CHANGELOG.md"), Path("platform/core/version.py")
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
LINE = re.compile(r"^- .*(?:\n(?:  .*|(?=\n  )))*", re.MULTILINE)
FOR_OPERATORS = "- **Operators:** "
AS_USUAL = "Nothing beside the usual upgrade (docs/upgrading.md)."
CLOSED = "No page is shown from `setup_database` on until the new version runs and `maintenance off` was said: {}."


class ReleaseError(Exception):
    """What hinders the release, and what to do."""


def main() -> None:
    given = sys.argv[1:]
    try:
        if given[:1] == ["--next"] and len(given) == 2:
            set_version(ROOT, f"{checked(given[1])}.dev0")
            print(f"The code is on its way to {given[1]}. Commit.")
        elif len(given) == 1:
            make(ROOT, given[0], day=datetime.date.today(), closing=closing_migrations(ROOT))
            print(f'git commit -am "Release {given[0]}" && git tag -a v{given[0]} -m "Wasl {given[0]}"')
        else:
            raise ReleaseError("Say which version: python -m tools.release 0.4.0, or --next 0.5.0")
    except ReleaseError as error:
        sys.exit(str(error))


def make(root: Path, version: str, *, day: datetime.date, closing: list[str]) -> None:
    """Write section and version. Raises ReleaseError before anything is written."""
    text = (root / CHANGELOG).read_text()
    head, _unreleased, rest = text.partition("## Unreleased\n")
    body, heading, former = _parted(rest)
    if not body.strip():
        raise ReleaseError("Nothing stands under “Unreleased” in CHANGELOG.md: there is nothing to release.")
    before = NUMBER.search(heading)
    if before and _key(version) <= _key(before.group()):
        raise ReleaseError(f"{version} is not newer than {before.group()}, which CHANGELOG.md has.")
    section = f"## Unreleased\n\n## {checked(version)} · {day:%Y-%m-%d}\n\n{notes(body, closing)}\n"
    (root / CHANGELOG).write_text(f"{head}{section}{heading}{former}".rstrip() + "\n")
    set_version(root, version)


def notes(body: str, closing: list[str]) -> str:
    """The lines of a release: what an operator does, then what changed."""
    lines = [line.rstrip() for line in LINE.findall(body)]
    asked = [f"- {line.removeprefix(FOR_OPERATORS)}" for line in lines if line.startswith(FOR_OPERATORS)]
    if closing:
        asked.insert(0, f"- {CLOSED.format(', '.join(closing))}")
    changed = [line for line in lines if not line.startswith(FOR_OPERATORS)]
    parts = ["### What an operator does", "", *(asked or [AS_USUAL]), "", "### What changed", "", *changed, ""]
    return "\n".join(parts)


def set_version(root: Path, version: str) -> None:
    """Write it where it stands alone."""
    path = root / VERSION
    path.write_text(re.sub(r'^VERSION = ".*"$', f'VERSION = "{version}"', path.read_text(), flags=re.MULTILINE))


def closing_migrations(root: Path) -> list[str]:
    """`app.name` of the migrations since the last tag before which readers have to wait."""
    git = shutil.which("git") or "git"
    tags = subprocess.run([git, "tag", "--list", "v*", "--sort=-creatordate"], cwd=root, capture_output=True, text=True,
                          check=False).stdout.split()  # fmt: skip
    asked = [git, "diff", "--name-only", tags[0]] if tags else [git, "ls-files"]
    names = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
    found = [root / name for name in names if re.search(r"/migrations/\d\w+\.py$", name)]
    return [
        f"{path.parent.parent.name}.{path.stem}"
        for path in found
        if path.exists() and re.search(r"^    stops_old_code\b", path.read_text(), re.MULTILINE)
    ]


def checked(version: str) -> str:
    """The version, if it is one. Raises ReleaseError."""
    if not NUMBER.fullmatch(version):
        raise ReleaseError(f"{version!r} is no version. Write three numbers: 0.4.0")
    return version


def _parted(rest: str) -> tuple[str, str, str]:
    """What stands under “Unreleased”, the next heading, and all that follows it."""
    found = SECTION.search(rest)
    if not found:
        return rest, "", ""
    return rest[: found.start()], found.group(), rest[found.end() :]


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, checked(version).split(".")))


if __name__ == "__main__":
    main()
