# SPDX-License-Identifier: Apache-2.0
"""The simulated account for the clients that people have: through `serve`, and in scripts under `exec`.

Clients that are not installed are left out, and counted."""

import http.client
import json
import re
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree

from account_story import ODD_TEXT, AccountStory
from clients import (CREDENTIALS, JAVASCRIPT_CLIENT, PYTHON_CLIENT, Aws, CommandLine, KeptAws, Library, Refused,
                     find_aws, find_boto3, find_node)
from local import BINARY, INSTANCE, PATIENCE_SECONDS, Local
from served import Served

# Lines of scripts. What they print here and what `aws` prints that asks our server is the same.
LINES = [
    "aws sts get-caller-identity",
    "aws sts get-caller-identity --query Account --output text",
    f"aws ec2 describe-instances --instance-ids {INSTANCE}",
    "aws ec2 describe-instances --filters Name=tag:Name,Values=web-1,batch-1 "
    "Name=instance-state-name,Values=running,stopped",
    "aws ec2 describe-instances --query 'Reservations[].Instances[].[InstanceId,State.Name]' "
    "--output text",
    "aws ec2 describe-instances --query 'Reservations[].Instances[].{Id:InstanceId,Tags:Tags}' "
    "--output table",
    "aws ec2 describe-instances --output text",
    "aws ec2 describe-instances --max-items 1",
    f"aws ec2 describe-instance-status --instance-ids {INSTANCE} --output table",
    "aws ec2 describe-instance-status --include-all-instances --page-size 5 "
    "--query 'InstanceStatuses[].InstanceStatus.Status'",
    f"aws ec2 describe-instance-attribute --instance-id {INSTANCE} --attribute sourceDestCheck",
    f"aws ec2 create-tags --resources {INSTANCE} --tags Key=a,Value=b 'Key=c d,Value=\"e,f\"'",
    "aws ec2 describe-tags --filters Name=key,Values=a,'c*' --output text",
    f"aws ec2 modify-instance-attribute --instance-id {INSTANCE} --disable-api-termination",
    f"aws ec2 modify-instance-attribute --instance-id {INSTANCE} --no-source-dest-check",
    f"aws ec2 modify-instance-attribute --instance-id {INSTANCE} "
    "--instance-initiated-shutdown-behavior terminate",
    f"aws ec2 describe-instance-attribute --instance-id {INSTANCE} --attribute disableApiTermination",
    "id=$(aws ec2 run-instances --image-id ami-12345678 --count 1 --user-data 'hello world' --query "
    "'Instances[0].InstanceId' --output text); aws ec2 describe-instance-attribute --instance-id $id "
    "--attribute userData --query UserData.Value; aws ec2 terminate-instances --instance-ids $id "
    "--query 'length(TerminatingInstances)'",
    "aws sns list-topics",
    "aws ssm get-parameters-by-path --path / --recursive",
    "aws ssm put-parameter --name /line/a --value '{\"x\": 1}' --type String --overwrite "
    "--query Tier",
    "aws ssm get-parameter --name /line/a --query Parameter.Value --output text",
    "aws ssm get-parameters --names /line/a /line/b --query InvalidParameters",
    "aws ssm list-tags-for-resource --resource-type Parameter --resource-id /line/a",
    "aws s3api create-bucket --bucket line-logs",
    "aws s3api list-buckets --query 'Buckets[].Name'",
    "aws s3 ls | cut -c20-",
    "aws s3api put-public-access-block --bucket line-logs --public-access-block-configuration "
    "BlockPublicAcls=true,IgnorePublicAcls=false; aws s3api get-public-access-block --bucket line-logs",
    "aws s3api put-bucket-tagging --bucket line-logs --tagging 'TagSet=[{Key=a,Value=b}]'; "
    "aws s3api get-bucket-tagging --bucket line-logs --output text",
    "aws cloudformation create-stack --stack-name line-json --template-body "
    "'{\"Resources\": {\"T\":  {\"Type\": \"AWS::Logs::LogGroup\"}}}' >/dev/null 2>&1; "
    "aws cloudformation get-template --stack-name line-json",
    "aws cloudformation create-stack --stack-name line-yaml --template-body "
    "'Resources: {T: {Type: AWS::Logs::LogGroup}}' >/dev/null 2>&1; "
    "aws cloudformation get-template --stack-name line-yaml",
    "aws cloudwatch describe-alarms --alarm-names none",
    "aws iam create-role --role-name line --assume-role-policy-document '{\"Statement\": [{\"Sid\": \"a <b> & 100%\"}]}' "
    ">/dev/null 2>&1; aws iam get-role --role-name line --query Role.AssumeRolePolicyDocument",
    # Refused by the account
    "aws s3api get-bucket-policy --bucket line-logs",
    "aws s3api head-bucket --bucket line-none",
    "aws ec2 describe-instances --instance-ids i-00000000000000000",
    f"aws ec2 stop-instances --instance-ids {INSTANCE} --dry-run",
    f"aws ec2 terminate-instances --instance-ids {INSTANCE}",
    "aws ssm get-parameter --name /line/b",
    "aws sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:Nothing --message x",
    # Refused before anything is asked
    "aws ssm put-parameter --name /line/c --value v --type String --tags Key=a",
    "aws s3api put-bucket-encryption --bucket line-logs --server-side-encryption-configuration '{}'",
    "aws ec2 stop-instances",
    "aws ec2 describe-instances --filters Name=x,Nonsense=y",
    "aws ec2 run-instances --image-id ami-12345678 --count x",
    "aws ssm get-parameter --name x --nonsense",
]
ERROR = re.compile(r"(An error occurred \([\w.]+\) when calling .*|Parameter validation failed:.*|"
                   r"the following arguments are required: [^\n]*|count parameter should be .*|Unknown options: .*)",
                   re.DOTALL)


class Clients(unittest.TestCase):
    def tell(self, make_client, *left_out):
        with Served() as served:
            environment = {**served.environment, **CREDENTIALS}
            with make_client(served.endpoint, environment) as client:
                AccountStory(client).tell(*left_out)
            self.assertEqual(served.end(), 0)

    def test_our_own_command_line(self):
        with Local() as local:
            AccountStory(CommandLine([BINARY], local.environment)).tell()

    def test_a_script(self):
        with Local() as local:
            AccountStory(CommandLine([BINARY, "exec", "--", "aws"], local.environment)).tell("buckets")

    def test_aws_version_1(self):
        self.aws(1)

    def test_aws_version_2(self):
        self.aws(2)

    def aws(self, version):
        if not (program := find_aws(version)):
            self.skipTest(f"aws of version {version} is not installed")
        self.tell(lambda endpoint, environment: Aws(program, endpoint, environment),
                  "buckets", "roles", "queues")

    def test_boto3(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        self.tell(lambda endpoint, environment: Library(
            [python, "-c", PYTHON_CLIENT, endpoint], environment))

    def test_javascript(self):
        if not (found := find_node("ssm", "ec2", "sts", "sns", "s3")):
            self.skipTest("node with the SDK's clients is not installed")
        node, modules = found
        self.tell(lambda endpoint, environment: Library(
            [node, "-e", JAVASCRIPT_CLIENT, endpoint], {**environment, "NODE_PATH": modules}), "roles", "queues")


class Script(unittest.TestCase):
    def run_line(self, command, environment):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False,
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        error = ERROR.search(done.stderr)
        try:
            printed = json.loads(done.stdout)
        except ValueError:
            printed = done.stdout
        return printed, " ".join(error[0].split()) if error else "", done.returncode == 0

    def test_the_same_as_aws_that_asks_our_server(self):
        if not (program := find_aws(1)):
            self.skipTest(f"aws is not installed; {len(LINES)} lines not compared")
        with Served() as served, KeptAws(program, {**served.environment, **CREDENTIALS}) as kept:
            environment = {**served.environment, **CREDENTIALS}
            theirs = {**environment, "AWS_ENDPOINT_URL": served.endpoint,
                      "PATH": f"{kept.path.parent}:{environment['PATH']}"}
            for line in LINES:
                with self.subTest(line=line):
                    self.assertEqual(
                        self.run_line([BINARY, "exec", "--", "sh", "-c", line], environment),
                        self.run_line(["sh", "-c", line], theirs))


    def test_functions(self):
        """The bytes of an invocation go as `aws` has them go."""
        with Served() as served:
            if served.run("lambda", "help").returncode != 0:
                self.skipTest("the account has no functions; 5 calls not made")
            account = served.folder / "account.json"
            account.write_text(json.dumps({"functions": [
                {"FunctionName": "f", "Payload": {"a": [1]}, "log": "told\n"}]}))
            self.assertEqual(served.run("account", "load", account).returncode, 0)
            out = served.folder / "out"
            raw = ("--cli-binary-format", "raw-in-base64-out")
            for payload, code in (((), 0), (("--payload", "eyJiIjogMn0="), 0),
                                  (("--payload", '{"b": 2}', *raw), 0), (("--payload", "{}"), 255)):
                done = served.run("lambda", "invoke", "--function-name", "f", *payload, out,
                                  "--log-type", "Tail")
                self.assertEqual(done.returncode, code, done.stderr)
                if code == 0:
                    answer = json.loads(done.stdout)
                    self.assertEqual(answer["StatusCode"], 200)
                    self.assertNotIn("Payload", answer)
                    self.assertEqual(json.loads(out.read_text()), {"a": [1]})
            self.assertIn('Invalid base64: "{}"', done.stderr)
            missing = served.run("lambda", "invoke", "--function-name", "f")
            self.assertIn("required: outfile", missing.stderr)
            invoked = json.loads(served.run("account", "show").stdout)["functions"][0]["invocations"]
            self.assertEqual([call.get("Payload") for call in invoked], [None, {"b": 2}, {"b": 2}])
            if not (python := find_boto3()):
                self.skipTest("boto3 is not installed; 1 call not made")
            with Library([python, "-c", PYTHON_CLIENT, served.endpoint],
                         {**served.environment, **CREDENTIALS}, "lambda") as call:
                answer = call("Invoke", {"FunctionName": "f", "Payload": '{"c": 3}'})
                self.assertEqual((answer["StatusCode"], json.loads(answer["Payload"])), (200, {"a": [1]}))
                with self.assertRaises(Refused):
                    call("Invoke", {"FunctionName": "g"})


class Forms(unittest.TestCase):
    """Requests written by hand: what no SDK sends, and what none shows."""

    @classmethod
    def setUpClass(cls):
        cls.served = Served()
        cls.addClassCleanup(cls.served.__exit__)

    def post(self, body, **headers):
        connection = http.client.HTTPConnection(*self.served.address, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", "/", body, {
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
                **{name.replace("_", "-"): value for name, value in headers.items()}})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def refused(self, body, code, status=400, **headers):
        got, _, text = self.post(body, **headers)
        root = xml.etree.ElementTree.fromstring(text)
        found = [node.text for node in root.iter() if node.tag.split("}")[-1] == "Code"]
        self.assertEqual((got, found), (status, [code]), text)
        return text

    def test_what_an_answer_looks_like(self):
        status, headers, text = self.post("Action=RebootInstances&Version=2016-11-15"
                                          f"&InstanceId.1={INSTANCE}")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/xml;charset=UTF-8"))
        self.assertEqual(text, '<?xml version="1.0" encoding="UTF-8"?>\n<RebootInstancesResponse '
                               'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>'
                               f"{headers['x-amzn-RequestId']}</requestId><return>true</return>"
                               "</RebootInstancesResponse>\n")
        status, headers, text = self.post("Action=ListTopics&Version=2010-03-31")
        self.assertEqual(text, '<?xml version="1.0" encoding="UTF-8"?>\n<ListTopicsResponse '
                               'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult>'
                               "<Topics><member><TopicArn>arn:aws:sns:us-east-1:123456789012:"
                               "AutomationApprovals</TopicArn></member></Topics></ListTopicsResult>"
                               "<ResponseMetadata><RequestId>"
                               f"{headers['x-amzn-RequestId']}</RequestId></ResponseMetadata>"
                               "</ListTopicsResponse>\n")

    def test_a_template_goes_as_it_is_kept(self):
        body = '{"Resources":  {"T": {"Type": "AWS::Logs::LogGroup"}}}'
        stack = "Version=2010-05-15&StackName=form"
        status, _, text = self.post(f"Action=CreateStack&{stack}&TemplateBody={urllib.parse.quote(body)}")
        self.assertEqual(status, 200, text)
        status, _, text = self.post(f"Action=GetTemplate&{stack}")
        root = xml.etree.ElementTree.fromstring(text)
        self.assertEqual([node.text for node in root.iter() if node.tag.endswith("}TemplateBody")], [body])

    def test_what_is_no_form(self):
        tags = "Action=DescribeTags&Version=2016-11-15"
        for body in (f"{tags}&a=%zz", f"{tags}&a=%C3", f"{tags}&a=%00", f"{tags}&MaxResults=1&MaxResults=2",
                     f"{tags}&{'a.' * 60}b=1", f"{tags}&" + "&".join(f"a{i}=" for i in range(10001))):
            with self.subTest(body=body[:60]):
                scope = "AKID/20240102/us-east-1/ec2/aws4_request"
                self.refused(body, "MalformedQueryString", Authorization=(
                    f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"))

    def test_parameters_that_are_wrong(self):
        for parameters, code in (
                ("Nonsense=1", "UnknownParameter"), ("Filter.1.Nonsense=1", "UnknownParameter"),
                ("Filter.Name=key", "InvalidParameterValue"), ("Filter=1", "InvalidParameterValue"),
                ("MaxResults=many", "InvalidParameterValue"), ("DryRun=maybe", "InvalidParameterValue"),
                ("MaxResults.1=5", "InvalidParameterValue"), ("NextToken=x", "InvalidParameterValue")):
            with self.subTest(parameters=parameters):
                self.refused(f"Action=DescribeTags&Version=2016-11-15&{parameters}", code)
        text = self.refused("Action=CreateTags&Version=2016-11-15", "MissingParameter")
        self.assertIn("The request must contain the parameter Resources", text)
        self.refused("Action=Publish&Version=2010-03-31", "ValidationError")

    def test_actions_that_there_are_not(self):
        text = self.refused("Action=DescribeNothing&Version=2016-11-15", "InvalidAction")
        self.assertIn("DescribeInstances", text)
        self.refused("Version=2011-06-15", "InvalidAction")
        self.refused("Action=GetUser&Version=2010-05-08", "InvalidAction")

    def test_services_that_there_are_not(self):
        """The clients of each find out why, whatever they speak."""
        target, form = "X-Amz-Target", ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        said = "The simulated account does not have {}. It has operations of: ssm, ec2, ".format
        in_json, in_xml = '"message":"{}'.format, "<Message>{}".format
        for method, path, scope, header, body, status, expected in (
                ("POST", "/", "kms", (target, "TrentService.ListKeys"), "{}", 400, in_json(said("kms ListKeys"))),
                ("POST", "/", "", (target, "Logs_20140328.DescribeLogGroups"), "{}", 400,
                 in_json(said("Logs_20140328 DescribeLogGroups"))),
                ("POST", "/", "ssm", (target, "AmazonSSM.DescribePatchBaselines"), "{}", 400,
                 in_json("The simulated account does not have ssm DescribePatchBaselines. Of ssm it has: ")),
                ("POST", "/", "", (target, ""), "{}", 400, in_json("The request names no operation. It has ")),
                ("GET", "/clusters", "eks", None, "", 400, in_json(said("this operation of eks"))),
                ("DELETE", "/clusters/a", "eks", None, "", 400, in_json(said("this operation of eks"))),
                ("GET", "/2013-04-01/hostedzone", "route53", None, "", 501, in_xml(said("this operation of route53"))),
                ("POST", "/", "ses", form, "Action=ListIdentities&Version=2010-12-01", 400, in_xml(said("ses ListIdentities"))),
                ("POST", "/service/Keys/operation/ListKeys", "", ("smithy-protocol", "rpc-v2-cbor"), "", 400,
                 said("Keys ListKeys"))):
            with self.subTest(path=path, scope=scope, header=header):
                connection = http.client.HTTPConnection(*self.served.address, timeout=PATIENCE_SECONDS)
                self.addCleanup(connection.close)
                signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential=AKID/20240102/us-east-1/{scope}/aws4_request, "
                                           "SignedHeaders=host, Signature=0"} if scope else {}
                connection.request(method, path, body, {**signed, **dict([header] if header else [])})
                answer = connection.getresponse()
                self.assertEqual(answer.status, status)
                self.assertIn(expected, answer.read().decode(errors="replace"))

    def ask_s3(self, method, target, body="", host=None):
        scope = "AKID/20240102/us-east-1/s3/aws4_request"
        connection = http.client.HTTPConnection(*self.served.address, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, target, body, {
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
                **({"Host": host} if host else {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def test_buckets_in_hosts(self):
        self.assertEqual(self.ask_s3("PUT", "/", host="a.b.s3.us-east-1.amazonaws.com")[0], 200)
        self.assertEqual(self.ask_s3("HEAD", "/", host="a.b.localhost:8330"), (200, ""))
        self.assertEqual(self.ask_s3("HEAD", "/", host="b.localhost:8330"), (404, ""))
        status, text = self.ask_s3("GET", "/", host="s3.us-east-1.amazonaws.com")
        self.assertEqual(status, 200)
        self.assertIn("<Bucket><Name>a.b</Name><CreationDate>", text)
        self.assertEqual(self.ask_s3("GET", "/a.b?location=")[1],
                         '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint '
                         'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>')
        self.assertEqual(self.ask_s3("DELETE", "/a.b"), (204, ""))

    def test_bodies_of_buckets(self):
        self.assertEqual(self.ask_s3("PUT", "/bodies")[0], 200)
        block = "PublicAccessBlockConfiguration"
        good = (f"<{block}/>", f"<?xml version='1.0'?><!-- x --><{block} xmlns='y'> </{block}>\n",
                f"<a:{block} xmlns:a='y'><a:BlockPublicAcls><![CDATA[true]]></a:BlockPublicAcls></a:{block}>",
                f"<{block}><BlockPublicAcls>t&#114;u&#x65;</BlockPublicAcls></{block}>")
        bad = ("<", "x", f"<{block}>", f"<{block}></{block}", f"<{block}/><{block}/>", "<Tagging/>",
               f"<{block}><Nonsense/></{block}>", f"<{block}><BlockPublicAcls>1</BlockPublicAcls></{block}>",
               f"<{block}>&nothing;</{block}>", f"<{block}>&#0;</{block}>", f"<{block} a></{block}>",
               f"<!DOCTYPE a [<!ENTITY b 'c'>]><{block}>&b;</{block}>",
               "<a>" * 100 + "</a>" * 100, f"<{block}>" + "<x/>" * 200000 + f"</{block}>")
        for body in good:
            with self.subTest(body=body):
                self.assertEqual(self.ask_s3("PUT", "/bodies?publicAccessBlock", body), (200, ""))
        for body in bad:
            with self.subTest(body=body[:80]):
                status, text = self.ask_s3("PUT", "/bodies?publicAccessBlock", body)
                self.assertEqual(status, 400)
                self.assertIn("<Code>MalformedXML</Code>", text)

    def test_what_buckets_have_not(self):
        for method, target in (("GET", "/logs?cors"), ("GET", "/logs?list-type=2"), ("PUT", "/logs/key"),
                               ("POST", "/logs?delete")):
            status, text = self.ask_s3(method, target)
            self.assertEqual(status, 501, text)
            self.assertIn("<Code>NotImplemented</Code>", text)
            self.assertIn("HeadBucket", text)

    def test_cbor(self):
        def ask(operation, body, service="GraniteServiceVersion20100801"):
            connection = http.client.HTTPConnection(*self.served.address, timeout=PATIENCE_SECONDS)
            try:
                connection.request("POST", f"/service/{service}/operation/{operation}", body, {
                    "smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"})
                answer = connection.getresponse()
                self.assertEqual(answer.headers["smithy-protocol"], "rpc-v2-cbor")
                return answer.status, answer.read()
            finally:
                connection.close()

        def text(value):
            return bytes([0x60 + len(value)]) + value.encode()
        self.assertEqual(ask("DescribeAlarms", b"\xa0"),
                         (200, b"\xa2" + text("CompositeAlarms") + b"\x80" + text("MetricAlarms") + b"\x80"))
        status, body = ask("DeleteAlarms", b"\xa1" + text("AlarmNames") + b"\x9f" + text("no") + b"\xff")
        self.assertEqual(status, 404, body)
        self.assertIn(text("__type") + text("ResourceNotFound"), body)
        for wrong in (b"\xff", b"\x61", b"\x7f\x01\xff", b"\x9f", b"\xbf\x01\x01\xff", b"\x81" * 1000,
                      b"\xa0\xa0", b"\x9b" + b"\xff" * 8, b"\xc1\x60", b"\x61\xff", b"\x80"):
            with self.subTest(wrong=wrong[:9]):
                status, body = ask("DescribeAlarms", wrong)
                self.assertEqual(status, 400)
                self.assertIn(b"SerializationException", body)
        for operation, service in (("Nothing", "GraniteServiceVersion20100801"), ("DescribeAlarms", "Other")):
            status, body = ask(operation, b"\xa0", service)
            self.assertEqual(status, 400)
            self.assertIn(b"UnknownOperationException", body)

    def test_a_page_in_a_browser(self):
        form = "Action=GetCallerIdentity&Version=2011-06-15"
        self.refused(form, "AccessDenied", 403, Origin="http://evil.example")
        self.assertEqual(self.post(form)[0], 200)

    def test_the_region_of_the_signature(self):
        scope = "AKID/20240102/eu-west-1/sns/aws4_request"
        _, _, text = self.post("Action=ListTopics", Authorization=(
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"))
        self.assertIn("arn:aws:sns:eu-west-1:", text)

    def test_json(self):
        def ask(target, body):
            connection = http.client.HTTPConnection(*self.served.address, timeout=PATIENCE_SECONDS)
            try:
                connection.request("POST", "/", json.dumps(body), {"X-Amz-Target": target})
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())
            finally:
                connection.close()
        status, answer = ask("AmazonSSM.PutParameter",
                             {"Name": "j", "Value": ODD_TEXT, "Type": "String", "Tier": None})
        self.assertEqual((status, answer["Version"]), (200, 1))
        status, answer = ask("AmazonSSM.GetParameter", {"Name": "j"})
        self.assertEqual(answer["Parameter"]["Value"], ODD_TEXT)
        self.assertIsInstance(answer["Parameter"]["LastModifiedDate"], (int, float))
        for body, code in (({"Name": 1}, "ValidationException"), ([], "SerializationException"),
                           ({"Name": "k"}, "ParameterNotFound"), ({}, "ValidationException")):
            self.assertEqual(ask("AmazonSSM.GetParameter", body)[1]["__type"], code)
        self.assertEqual(ask("AWSStepFunctions.Nothing", {})[1]["__type"], "UnknownOperationException")


if __name__ == "__main__":
    unittest.main()
