#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# botocore 1.43: its model of CloudWatch names CBOR first among its protocols, and `protocol` is CBOR, too; the client
# asks in JSON all the same. And of S3's GetBucketLocation its parser reads nothing.
#
# Why it surprises: a server that was tried with botocore and the AWS CLI alone has never heard CBOR, which the SDKs for
# Go and Java speak from the same model. botocore has an order of protocols of its own, with JSON first. The root
# element of GetBucketLocation is the answer itself; a handler beside the parser reads the body once more.
# Source: https://github.com/boto/botocore, utils.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS and
# handlers.parse_get_bucket_location.
set -euo pipefail
python3 - <<'PYTHON'
import botocore
import botocore.parsers
import botocore.session

session = botocore.session.Session()
cloudwatch = session.get_service_model("cloudwatch")
print(f"botocore {botocore.__version__}: {cloudwatch.protocols}; "
      f"protocol {cloudwatch.protocol}, spoken {cloudwatch.resolved_protocol}")
assert cloudwatch.protocols[0] == "smithy-rpc-v2-cbor", "the model has changed"
assert cloudwatch.resolved_protocol == "json", "the behaviour has changed"

shape = session.get_service_model("s3").operation_model("GetBucketLocation").output_shape
body = b'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>'
parsed = botocore.parsers.create_parser("rest-xml").parse(
    {"status_code": 200, "headers": {}, "body": body}, shape)
print(f"{body.decode()}: {parsed}")
assert "LocationConstraint" not in parsed, "the behaviour has changed"
PYTHON
