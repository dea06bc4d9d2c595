# SPDX-License-Identifier: Apache-2.0
"""Requests that botocore signs, as `serve --require-signature` sees them."""

import importlib.util
import sys
import unittest

from served import Served

KEY = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "a/secret+key="}
TOKEN = {"AWS_SESSION_TOKEN": "token//of+a+session=="}
BODIES = ["{}", '{"MaxResults": 1}', '{"Filters": [{"Key": "Name", "Values": ["\u00e9\u4e16 \u20ac"]}]}',
          '{"Filters":\r\n  [ ]}', '{"NextToken": "' + "x" * 20000 + '"}']


def signed(served, body, key, region="eu-north-1", late=0, headers=()):
    """The headers that botocore gives a request."""
    import datetime
    import unittest.mock
    from botocore import auth, awsrequest, credentials
    request = awsrequest.AWSRequest("POST", served.endpoint + "/", data=body.encode(), headers={
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AmazonSSM.ListDocuments", **dict(headers)})
    who = credentials.Credentials(key["AWS_ACCESS_KEY_ID"], key["AWS_SECRET_ACCESS_KEY"],
                                  key.get("AWS_SESSION_TOKEN"))
    signer = auth.SigV4Auth(who, "ssm", region)
    if late:
        moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=late)
        names = [name for name in ("get_current_datetime", "datetime") if hasattr(auth, name)]
        with unittest.mock.patch.object(auth, names[0]) as clock:
            (clock if names[0] == "get_current_datetime" else clock.datetime.utcnow).return_value = \
                moment.replace(tzinfo=None)
            signer.add_auth(request)
    else:
        signer.add_auth(request)
    return dict(request.headers.items())


class SignatureTest(unittest.TestCase):
    def outcome(self, served, body, headers):
        status, _, answer = served.post("ListDocuments", body.encode(), **headers)
        return status, answer.get("__type", "").split("#")[-1]

    def test_what_botocore_signs_is_accepted(self):
        for key in (KEY, {**KEY, **TOKEN}):
            with Served("--require-signature", **key) as served:
                for body in BODIES:
                    for extra in ((), [("X-Amz-Meta-Odd", "  two   blanks  ")]):
                        with self.subTest(body=body[:40], key=list(key), extra=extra):
                            headers = signed(served, body, key, headers=extra)
                            status, code = self.outcome(served, body, headers)
                            # A token that is none is an error of the call, not of its signature.
                            self.assertIn((status, code), [(200, ""), (400, "InvalidNextToken")])

    def test_what_was_changed_is_refused(self):
        with Served("--require-signature", **KEY) as served:
            body = BODIES[1]
            good = signed(served, body, KEY)
            wrong = {**KEY, "AWS_SECRET_ACCESS_KEY": "other"}
            unknown = {**KEY, "AWS_ACCESS_KEY_ID": "AKIDUNKNOWN"}
            without = {k: v for k, v in good.items() if k != "Authorization"}
            for name, given, sent, code in (
                    ("body", good, body + " ", "InvalidSignatureException"),
                    ("secret", signed(served, body, wrong), body, "InvalidSignatureException"),
                    ("key", signed(served, body, unknown), body, "UnrecognizedClientException"),
                    ("stale", signed(served, body, KEY, late=3600), body,
                     "InvalidSignatureException"),
                    ("none", without, body, "MissingAuthenticationTokenException")):
                with self.subTest(changed=name):
                    status, refused = self.outcome(served, sent, given)
                    self.assertGreaterEqual(status, 400)
                    self.assertEqual(refused, code)


if __name__ == "__main__":
    if importlib.util.find_spec("botocore") is None:
        print("skipped: botocore is not installed; 25 signatures not compared")
        sys.exit(77)
    unittest.main()
