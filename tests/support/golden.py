# SPDX-License-Identifier: Apache-2.0
"""Tests whose expected output lies in a file. With ACCEPT set the files are written anew."""

import os
import unittest


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def check_golden(self, file, seen):
        if "ACCEPT" in os.environ:
            file.write_text(seen)
        self.assertEqual(seen, file.read_text())
