"""The first stage: ask, check every answer, then write the file of the environment. Needs no settings."""

import os
import stat
import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.first_run import answers, environment_file
from config.first_run.answers import Found, Wrong
from config.first_run.asking import Question, Refused, ask_all, one_line
from config.terminal import gettext as _

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "config.settings.production"
LOCAL_MAIL = "localhost:25"  # the machine's own, as most servers have one
PLAIN_PORT = "25"
FLAGS = {
    "--name": "the network's name", "--host": "the hub's host: network.example.org",
    "--email": "the sender of all mail", "--administrator": "mail address of the first platform administrator",
    "--env": "the file of the environment (WASL_ENV_FILE, else wasl.env beside manage.py)",
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """The flags, for both stages."""
    for (flag, meaning), metavar in zip(FLAGS.items(), ("NAME", "HOST", "FROM", "EMAIL", "FILE"), strict=True):
        parser.add_argument(flag, default="", metavar=metavar, help=meaning)


def prepare(arguments: list[str]) -> list[str]:
    """Write the file and take it into the environment; the arguments of the second stage. Ends the process, with one
    line for each, where an answer is wrong: nothing is written then."""
    parser = ArgumentParser(prog="manage.py first_run", description=(
        "Write the file of the environment, set the database up, make the hub at its host and invite the first "
        "platform administrator. What no flag says is asked on a terminal. Again: changes nothing that is set."
    ))  # fmt: skip
    add_arguments(parser)
    options, others = parser.parse_known_args(arguments)
    try:
        return [*_Preparation(options).run(), *others]
    except (Refused, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except (KeyboardInterrupt, EOFError):
        sys.exit("\n" + _("Stopped; nothing was written."))


class _Preparation:
    """One run: `known` is what environment and file say, `found` what the database holds."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.path = Path(options.env or os.environ.get(environment.FILE) or ROOT / environment.DEFAULT_FILE).absolute()
        self.found = Found()
        self.terminal = sys.stdin.isatty()
        self.known = environment.read_file(self._writable_path()) if self.path.exists() else {}
        self.known |= {name: os.environ[name] for name in environment_file.explained() if os.environ.get(name)}

    def run(self) -> list[str]:
        self._writable_path()
        said = self._answers()
        self._write(self._values(said))
        os.environ[environment.FILE] = str(self.path)
        environment.load()
        return [
            part for flag in ("--name", "--host", "--administrator") if said.get(flag) for part in (flag, said[flag])
        ]

    def _answers(self) -> dict[str, str]:
        """Of the database first, since what stands in it is not asked. Raises Refused with every wrong one."""
        said: dict[str, str] = {}
        wrong = self._unusable()
        for questions in (self._about_database, self._questions):
            try:
                said |= self._ask(questions())
            except Refused as error:
                wrong.append(str(error))
                if self.terminal:
                    break
        if wrong:
            raise Refused(wrong)
        return said

    def _unusable(self) -> list[str]:
        """What is set and no file could hold, and keys that would stop the start."""
        wrong = []
        for name, value in self.known.items():
            try:
                one_line(value)
            except Wrong as error:
                wrong.append(f"{name}: {error}")
        for name, length in environment_file.KEYS.items():
            try:
                environment.strong(name, self.known[name], length) if name in self.known else ""
            except ImproperlyConfigured as error:
                wrong.append(str(error))
        return wrong

    def _about_database(self) -> list[Question]:
        text = _("Database (postgresql://user:password@host:5432/name)")
        return [Question("DATABASE_URL", text, self._check_database)]

    def _ask(self, questions: list[Question]) -> dict[str, str]:
        flags = {f"--{name}": value for name, value in vars(self.options).items()}
        base_url, sender = self.known.get("WASL_BASE_URL", ""), self.known.get("DEFAULT_FROM_EMAIL", "")
        try:
            flags["--host"] = flags["--host"] or (answers.host_of(base_url) if base_url else "")
        except Wrong as error:
            raise Refused([f"WASL_BASE_URL: {error}"]) from error
        flags["--email"] = flags["--email"] or sender
        return ask_all(questions, self.known | flags, terminal=self.terminal)

    def _questions(self) -> list[Question]:
        """What is neither known nor found; and what a flag says all the same."""
        questions = [
            Question("--name", _("Name of the network"), answers.check_name),
            Question("--host", _("Host of the hub (network.example.org)"), self._check_host, self._own_host()),
            Question("--email", _("Sender of all mail (Name <address>)"), self._check_sender),
            Question("--administrator", _("Mail address of the first platform administrator"), answers.check_address),
        ]
        found = {"--name": self.found.name, "--administrator": self.found.has_administrator}
        questions = [one for one in questions if not found.get(one.label) or vars(self.options)[one.label[2:]]]
        if not environment_file.is_set("EMAIL_HOST", self.known):
            questions += [
                Question("EMAIL_HOST", _("Mail server (host:port)"), answers.check_mail_server, LOCAL_MAIL),
                Question("EMAIL_HOST_USER", _("Account there, if it asks for one"), answers.anything, ""),
                Question("EMAIL_HOST_PASSWORD", _("Its password"), answers.anything, "", is_secret=True),
            ]
        return questions

    def _own_host(self) -> str | None:
        """The hub's, where it stands somewhere already."""
        hosts = self.found.hosts
        return hosts[0] if hosts and hosts[0] != answers.LAPTOP else None

    def _check_database(self, url: str) -> str:
        self.found = answers.check_database(url)
        return url

    def _check_host(self, value: str) -> str:
        host = answers.check_host(value)
        base_url = self.known.get("WASL_BASE_URL", "")
        if base_url and answers.host_of(base_url) != host:
            raise Wrong(
                _("WASL_BASE_URL is set to %(address)s, which stays. For another host run `set_host hub %(host)s`, "
                  "then change that line of the environment.") % {"address": base_url, "host": host}
            )  # fmt: skip
        if (own := self._own_host()) and host not in self.found.hosts:
            raise Wrong(
                _("The hub stands at %(known)s, which stays. `set_host hub %(host)s` gives it another host.")
                % {"known": own, "host": host}
            )
        return host

    def _check_sender(self, value: str) -> str:
        known = self.known.get("DEFAULT_FROM_EMAIL", "")
        if known and known != value:
            raise Wrong(_("DEFAULT_FROM_EMAIL is set to %(known)s, which stays. Change it there.") % {"known": known})
        return answers.check_sender(value)

    def _values(self, said: dict[str, str]) -> dict[str, str]:
        """Every variable of the file that is to be: what is known, what was answered, new keys."""
        server, _colon, port = said.get("EMAIL_HOST", "").partition(":")
        port = port or PLAIN_PORT
        made = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": said["DATABASE_URL"],
            "WASL_BASE_URL": f"https://{said['--host']}",
            "WASL_VAR": str(ROOT / "var"),
            "DEFAULT_FROM_EMAIL": said["--email"],
            "EMAIL_HOST": server,
            "EMAIL_PORT": port,
            "EMAIL_USE_TLS": "0" if port == PLAIN_PORT else "1",
            "EMAIL_HOST_USER": said.get("EMAIL_HOST_USER", ""),
            "EMAIL_HOST_PASSWORD": said.get("EMAIL_HOST_PASSWORD", ""),
            "SECOND_FACTOR_REQUIRED": "1",
            "SECURE_SSL_REDIRECT": "1",
            "TRUSTED_PROXIES": "1",
        }
        if environment_file.is_set("EMAIL_HOST", self.known):  # what goes with a known server is known too, or as usual
            made = {name: value for name, value in made.items() if not name.startswith("EMAIL_")}
        keys = [*environment_file.KEYS, *environment_file.GENERATED]
        made |= {name: environment_file.new_key() for name in keys}
        made["VAPID_PRIVATE_KEY"] = environment_file.new_vapid_key()
        if administrator := said.get("--administrator"):
            made["OPERATOR_EMAIL"] = administrator
        return made | {name: value for name, value in self.known.items() if name in environment_file.explained()}

    def _writable_path(self) -> Path:
        """The file's path. Raises Refused where nothing can be written there."""
        folder = self.path.parent
        if self.path.is_dir() or not folder.is_dir():
            raise Refused(["--env: " + _("“%(path)s” is no file in a folder that exists.") % {"path": self.path}])
        if not os.access(self.path if self.path.exists() else folder, os.W_OK):
            raise Refused(["--env: " + _("Nothing can be written in “%(path)s” by this user.") % {"path": folder}])
        return self.path

    def _write(self, values: dict[str, str]) -> None:
        try:
            written = environment_file.write(self.path, values)
        except OSError as error:
            raise Refused([f"--env: {self.path}: {error.strerror}"]) from error
        say = partial(print, flush=True)
        if written:
            say(_("%(path)s: written %(names)s.") % {"path": self.path, "names": ", ".join(written)})
        else:
            say(_("%(path)s: all is set, nothing changed.") % {"path": self.path})
        if "BACKUP_KEY" in written:
            say(_("Without BACKUP_KEY no backup opens: keep a copy of %(path)s away from this machine.")
                % {"path": self.path})  # fmt: skip
        if stat.S_IMODE(self.path.stat().st_mode) & 0o077:
            say(_("%(path)s can be read by others: `chmod 600` it.") % {"path": self.path})
