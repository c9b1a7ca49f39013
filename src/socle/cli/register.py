"""`socle register`: the register itself: made, brought up to date, verified, backed up, and who may use it."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socle.cli.desk import minute, opened, place, register_options, user
from socle.cli.shared import Translate, actions, progress
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.register.members import Member
    from socle.register.store import Register

ACTIONS = {
    "init": N_("Make a register; who makes it administers it."),
    "upgrade": N_("Bring its tables to this version of Socle; back it up first."),
    "verify": N_("Prove that nothing in it was changed behind its back."),
    "backup": N_("Write a copy of all of it into a file, while others work."),
    "restore": N_("Make a register of a backup, where there is none."),
    "log": N_("Who changed what, when and why, the latest first."),
    "user": N_("Accounts, their roles and passwords: list, add, change, password."),
}
USER_ACTIONS = ("list", "add", "change", "password")
SHOWN = 20  # entries of the log


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    made = actions(parser, _, ACTIONS)
    for one in made.values():
        register_options(one, _)
        one.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))
    made["init"].add_argument(
        "--title", default="", metavar="TEXT", help=_(N_("The person or office behind the account."))
    )
    made["verify"].add_argument(
        "--head",
        default="",
        metavar="HASH",
        help=_(N_("A hash of the log that was kept elsewhere: is it still there?")),
    )
    made["backup"].add_argument("file", help=_(N_("The file to write.")))
    made["restore"].add_argument("file", help=_(N_("The backup.")))
    made["log"].add_argument(
        "--last", type=int, default=SHOWN, metavar="N", help=_(N_("How many entries (20); 0 for all."))
    )
    _user_options(made["user"], _)


def _user_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "what", nargs="?", default="list", metavar="list|add|change|password", help=_(N_("What to do."))
    )
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_(N_("The account.")))
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE",
        help=_(
            N_(
                "A role to give: reader, analyst, respondent:SEN, reviewer, publisher, administrator (repeatable)."
            )
        ),
    )
    parser.add_argument(
        "--remove",
        action="append",
        default=[],
        metavar="ROLE",
        help=_(N_("A role to take away (repeatable).")),
    )
    parser.add_argument("--close", action="store_true", help=_(N_("Take all roles away.")))
    parser.add_argument("--title", metavar="TEXT", help=_(N_("The person or office behind the account.")))
    parser.add_argument(
        "--identity", metavar="ID", help=_(N_("Subject or e-mail with which a provider opens the account."))
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_(N_("Why; kept in the log.")))


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    from socle.report.text import translator

    done = {
        "init": _init,
        "upgrade": _upgrade,
        "verify": _verify,
        "backup": _backup,
        "restore": _restore,
        "log": _log,
        "user": _user,
    }
    return done[args.action](args, translator(args.lang))


def _init(args: argparse.Namespace, _: Translate) -> int:
    from socle.register.store import Register

    register = Register.create(place(args), user(args), args.title)
    said = _(N_("The register is made; `{user}` administers it."))
    lines = [said.format(user=register.user), register.where, _(NEXT)]
    return _told(args, {"register": register.where, "user": register.user}, lines)


NEXT = N_("Give roles to others: `socle register user add NAME --role respondent:SEN`.")


def _upgrade(args: argparse.Namespace, _: Translate) -> int:
    from socle.register.store import Register
    from socle.register.tables import REVISIONS

    Register.at(place(args), user(args)).upgrade()
    said = _(N_("The tables of the register are at revision {revision}.")).format(revision=REVISIONS[-1])
    return _told(args, {"revision": REVISIONS[-1]}, [said])


def _verify(args: argparse.Namespace, _: Translate) -> int:
    from socle.report.listing import folded, told

    register = opened(args)
    with progress(_(N_("Reading the log and every row"))) as step:
        found = register.verify(lambda rows: step(_(ROWS_READ).format(count=rows)), args.head)
    told_as = {"sound": found.sound, "changes": found.entries, "rows": found.rows, "head": found.head}
    faults = [fault.said.worded(_) for fault in found.faults]
    if found.sound:
        lines = told(_(WHOLE).format(changes=found.entries, rows=found.rows), _(LAST).format(hash=found.head))
    else:
        lines = told(
            _(N_("The register is not as it was written. Places: {count}.")).format(count=len(faults))
        )
        lines += [line for text in faults for line in folded(text, "* ", "  ")]
    _told(args, {**told_as, "faults": faults}, lines)
    return 0 if found.sound else 1


ROWS_READ = N_("Reading the log and every row: {count}")
WHOLE = N_("The register is whole: {changes} changes and {rows} rows are what they were when written.")
LAST = N_("Its last hash, to be kept elsewhere for `--head`: {hash}")


def _backup(args: argparse.Namespace, _: Translate) -> int:
    register = opened(args)
    with progress(_(N_("Writing the backup"))) as step:
        found = register.backup(Path(args.file), lambda rows: step(_(ROWS_READ).format(count=rows)))
    said = _(N_("The register is copied, and the copy is proven: {changes} changes, {rows} rows."))
    lines = [said.format(changes=found.entries, rows=found.rows), args.file]
    return _told(args, {"file": args.file, "changes": found.entries, "rows": found.rows}, lines)


def _restore(args: argparse.Namespace, _: Translate) -> int:
    from socle.register.store import Register

    with progress(_(N_("Restoring the register"))) as step:
        found = Register.restore(
            Path(args.file),
            place(args),
            user(args),
            progress=lambda rows: step(_(ROWS_READ).format(count=rows)),
        )
    said = _(N_("The register is restored, and proven: {changes} changes, {rows} rows."))
    lines = [said.format(changes=found.entries, rows=found.rows), place(args)]
    return _told(args, {"register": place(args), "changes": found.entries, "rows": found.rows}, lines)


def _log(args: argparse.Namespace, _: Translate) -> int:
    from socle.register.journal import entries
    from socle.report.listing import columns, told

    found = entries(opened(args), args.last)
    said = _(N_("Changes: {count}, the latest first.")).format(count=len(found))
    head = ("#", _(N_("when (UTC)")), _(N_("who")), _(N_("what")), _(N_("why")))
    lines = [
        (str(one.id), minute(one.at), one.author, f"{one.action} {one.subject}", one.reason) for one in found
    ]
    return _told(args, [vars(one) for one in found], [*told(said), "", *columns(head, lines)])


def _user(args: argparse.Namespace, _: Translate) -> int:
    from socle.register.members import Correction, Opening, add_member, change_member, members
    from socle.report.listing import columns, told

    register = opened(args)
    if args.what not in USER_ACTIONS:
        raise Refusal(
            "`{program}` does {valid}, not `{word}`.",
            program="socle register user",
            word=args.what,
            valid=", ".join(USER_ACTIONS),
            nearest=nearest(args.what, USER_ACTIONS),
        )
    if args.what == "list":
        held = members(register)
        said = _(N_("Accounts: {count}.")).format(count=len(held))
        lines = [(one.name, one.title, ", ".join(one.roles) or _(CLOSED)) for one in held]
        head = (_(N_("account")), _(N_("person or office")), _(N_("roles")))
        return _told(args, [_plain(one) for one in held], [*told(said), "", *columns(head, lines)])
    if not args.name:
        raise Refusal("Say which account: `socle register user {action} NAME`.", action=args.what)
    if args.what == "password":
        return _password(args, register, _)
    if args.what == "add":
        opening = Opening(identity=args.identity or "")
        made = add_member(register, args.name, args.role, args.title or "", args.reason, opening)
    else:
        wanted = Correction(tuple(args.role), tuple(args.remove), args.close, args.title, args.identity)
        made = change_member(register, args.name, wanted, args.reason)
    said = _(N_("`{name}` is now {roles}.")).format(name=made.name, roles=", ".join(made.roles) or _(CLOSED))
    return _told(args, _plain(made), [said])


def _password(args: argparse.Namespace, register: Register, _: Translate) -> int:
    """Asked for where somebody sits at a terminal, else read from what comes in; never an argument."""
    from socle.register.people import set_password

    if sys.stdin.isatty():
        said = getpass.getpass(_(N_("New password: ")))
        if said != getpass.getpass(_(N_("The same again: "))):
            raise Refusal("The two passwords differ.")
    else:
        said = sys.stdin.readline().rstrip("\r\n")
    set_password(register, args.name, said, args.reason)
    told = _(N_("`{name}` has a new password; whoever was signed in with the old one is out."))
    return _told(args, {"name": args.name}, [told.format(name=args.name)])


CLOSED = N_("closed")


def _plain(member: Member) -> dict[str, Any]:
    return {"name": member.name, "title": member.title, "roles": list(member.roles)}


def _told(args: argparse.Namespace, content: Any, lines: list[str]) -> int:
    """The answer as JSON or in words."""
    from socle.report.listing import as_json

    print(as_json(content) if args.json else "\n".join(lines))
    return 0
