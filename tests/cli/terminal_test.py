# SPDX-License-Identifier: Apache-2.0
"""Answers on a terminal: the pager, colour and the width of tables."""

import unittest

from local import BINARY, Local
from terminal import on_terminal

NAME = ["ssm", "get-document", "--name", "AWS-StopEC2Instance"]
TEXT = [*NAME, "--query", "Name", "--output", "text"]
TABLE = [*NAME, "--query", "{Name: Name, Format: DocumentFormat}", "--output", "table"]
PREFIX = "sed 's/^/paged: /'"


def ask(local, arguments, columns=80, **variables):
    return on_terminal([BINARY, *arguments], columns, env={**local.environment, **variables})


class Terminal(unittest.TestCase):
    def setUp(self):
        self.local = Local()
        self.addCleanup(self.local.__exit__)

    def shown(self, arguments, columns=80, **variables):
        written, problems, code = ask(self.local, arguments, columns, **variables)
        self.assertEqual((problems, code), ("", 0))
        return written

    def test_which_pager(self):
        config = self.local.folder / "config"
        config.write_text(f"[default]\ncli_pager = {PREFIX}\n")
        paged, plain = "paged: AWS-StopEC2Instance\n", "AWS-StopEC2Instance\n"
        quiet = {"PAGER": "cat"}
        self.assertEqual(self.shown(TEXT, AWS_PAGER=PREFIX), paged)
        self.assertEqual(self.shown(TEXT, PAGER=PREFIX), paged)
        self.assertEqual(self.shown(TEXT, AWS_CONFIG_FILE=str(config), **quiet), paged)
        self.assertEqual(self.shown(TEXT, AWS_CONFIG_FILE=str(config), AWS_PAGER=""), plain)
        self.assertEqual(self.shown([*TEXT, "--no-cli-pager"], AWS_PAGER=PREFIX), plain)
        self.assertEqual(self.shown(TEXT, AWS_PAGER="cat"), plain)

    def test_the_words_of_the_command_are_no_shell(self):
        written, problems, code = ask(self.local, TEXT, AWS_PAGER="echo $HOME ; '`x`' | y")
        self.assertEqual((written, problems, code), ("$HOME ; `x` | y\n", "", 0))

    def test_less_gets_its_flags(self):
        command = "sh -c 'printf %s \"$LESS\"; cat > /dev/null'"
        self.assertEqual(self.shown(TEXT, AWS_PAGER=command), "FRX")
        self.assertEqual(self.shown(TEXT, AWS_PAGER=command, LESS="R"), "R")

    def test_a_pager_that_is_left_early(self):
        self.assertEqual(self.shown([*NAME, "--query", "Content"], AWS_PAGER="true"), "")

    def test_a_pager_that_is_not_there(self):
        written, problems, code = ask(self.local, TEXT, AWS_PAGER="no-such-pager -x")
        self.assertEqual((written, code), ("", 253))
        self.assertIn("An error occurred (Pager): Unable to redirect output to pager.", problems)
        self.assertIn("[Errno 2] No such file or directory: 'no-such-pager'\n", problems)

    def test_no_less(self):
        nowhere = {"PATH": "/nonexistent"}
        self.assertEqual(self.shown(TEXT, **nowhere), "AWS-StopEC2Instance\n")
        self.assertIn("COMMANDS OF SSM-LOCAL", self.shown(["help"], **nowhere))

    def test_nothing_starts_for_nothing(self):
        self.assertEqual(self.shown([*NAME, "--output", "off"], AWS_PAGER="no-such-pager"), "")

    def test_no_pager_without_a_terminal(self):
        self.local.environment["AWS_PAGER"] = PREFIX
        self.assertEqual(self.local.run(*TEXT).stdout, "AWS-StopEC2Instance\n")

    def test_colour(self):
        blue = "\x1b[1m\x1b[34mAWS-StopEC2Instance\x1b[0m"
        self.assertIn(blue, self.shown(TABLE, AWS_PAGER="cat"))
        self.assertNotIn("\x1b", self.shown(TABLE, AWS_PAGER="cat", NO_COLOR="1"))
        self.assertNotIn("\x1b", self.shown([*TABLE, "--color", "off"], AWS_PAGER=""))
        self.assertIn(blue, self.shown([*TABLE, "--color", "on"], AWS_PAGER="", NO_COLOR="1"))

    def test_the_width_of_the_terminal(self):
        wide = self.shown([*TABLE, "--color", "off"], AWS_PAGER="")
        narrow = self.shown([*TABLE, "--color", "off"], columns=30, AWS_PAGER="")
        self.assertEqual(len(wide.splitlines()), 7)
        self.assertEqual(len(narrow.splitlines()), 6)
        self.assertIn("|  Name   |  AWS-", narrow)


if __name__ == "__main__":
    unittest.main()
