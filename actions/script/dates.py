# SPDX-License-Identifier: Apache-2.0
"""The part of dateutil that scripts use, where the machine lacks the package: boto3 brings it along in the service."""

import datetime

sdk = own_module("sdk")  # noqa: F821


class UTC(datetime.tzinfo):
    def utcoffset(self, dt):
        return datetime.timedelta(0)

    dst = utcoffset

    def tzname(self, dt):
        return "UTC"

    def __repr__(self):
        return "tzutc()"


def parse(text, *_, **__):
    """ISO 8601, as APIs print times. A date alone begins at midnight."""
    text = str(text).strip()
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"):
        try:
            return datetime.datetime.strptime(text, form)
        except ValueError:
            pass
    text = text.replace(" ", "T", 1)
    try:
        time = sdk.to_time(text)
    except ValueError:
        raise ValueError(f"Unknown string format: {text}. The package python3-dateutil, installed, reads more") from None
    return time if text.endswith("Z") or time.tzinfo and ("+" in text or "-" in text[11:]) else time.replace(tzinfo=None)


def install():
    package = sdk.module_of("dateutil", __path__=[])
    sdk.module_of("dateutil.parser", parse=parse, isoparse=parse, ParserError=ValueError)
    sdk.module_of("dateutil.tz", tzutc=UTC, tzlocal=UTC, UTC=UTC(), gettz=lambda name=None: UTC())
    return package


