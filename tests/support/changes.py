# SPDX-License-Identifier: Apache-2.0
"""Waits until something is written below a directory (Linux's inotify). Standard library only."""

import ctypes
import os
import select

MODIFY = 0x2  # IN_MODIFY; reading, opening and closing say nothing
LIBRARY = ctypes.CDLL(None, use_errno=True)


class Changes:
    """What is written into files directly in `folder` since this was made."""

    def __init__(self, folder):
        self.descriptor = LIBRARY.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.descriptor < 0 or LIBRARY.inotify_add_watch(
                self.descriptor, os.fsencode(folder), MODIFY) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def wait(self, seconds):
        """Returns at the next change, or after so many seconds."""
        if select.select([self.descriptor], [], [], seconds)[0]:
            os.read(self.descriptor, 65536)
