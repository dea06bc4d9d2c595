# SPDX-License-Identifier: Apache-2.0
"""One story of the simulated account that every client tells: `call(operation, request, service)` gives the
answer or raises Refused."""

import datetime
import json
import time

from clients import Refused
from local import INSTANCE, PATIENCE_SECONDS

ACCOUNT = "123456789012"
STOPPED = "i-0abcdef1234567890"
NOWHERE = "i-00000000000000000"
ODD_TEXT = "a&b <c> \"d\" 'e' + é € %41\ttab\nline "


class AccountStory:
    def __init__(self, call):
        self.call = call

    def tell(self, *left_out):
        """`left_out`: parts that clients tell whose every call takes a second."""
        for part in (self.identity, self.look, self.filters, self.change, self.tags, self.attributes,
                     self.launch, self.pages, self.refusals, self.topics, self.parameters,
                     self.tagged_resources, self.buckets, self.roles, self.queues, self.runbook):
            if part.__name__ not in left_out:
                part()

    def ask(self, service, operation, **request):
        return self.call(operation, request, service)

    def refused(self, code, service, operation, **request):
        try:
            answer = self.ask(service, operation, **request)
        except Refused as error:
            assert error.code == code, f"{operation} {request}: {error}, not {code}"
            return error.message
        raise AssertionError(f"{operation} {request}: {answer} instead of {code}")

    def instances(self, *ids, **request):
        given = {"InstanceIds": list(ids)} if ids else {}
        found = self.ask("ec2", "DescribeInstances", **given, **request)
        return [i for reservation in found["Reservations"] for i in reservation["Instances"]]

    def await_state(self, instance, state):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            (found,) = self.instances(instance)
            if found["State"]["Name"] == state:
                return found
        raise AssertionError(f"{instance} is {found['State']['Name']}, not {state}")

    def identity(self):
        found = self.ask("sts", "GetCallerIdentity")
        assert found["Account"] == ACCOUNT and found["Arn"].endswith("user/local"), found

    def look(self):
        (found,) = self.instances(INSTANCE)
        assert found["State"] == {"Code": 16, "Name": "running"}, found
        assert found["Placement"]["Tenancy"] == "default" and found["EbsOptimized"] is False, found
        assert found["SecurityGroups"] is not None and found["NetworkInterfaces"] == [], found
        assert {"Key": "Name", "Value": "web-1"} in found["Tags"], found
        launched = datetime.datetime.fromisoformat(found["LaunchTime"].replace("Z", "+00:00"))
        assert launched.tzinfo is not None, found
        (status,) = self.ask("ec2", "DescribeInstanceStatus",
                             InstanceIds=[INSTANCE])["InstanceStatuses"]
        assert status["SystemStatus"]["Details"] == [{"Name": "reachability", "Status": "passed"}]

    def filters(self):
        def names(**filters):
            given = [{"Name": name, "Values": values} for name, values in filters.items()]
            return sorted(i["InstanceId"] for i in self.instances(Filters=given))
        assert names(**{"tag:Name": ["web-*", "batch-1"]}) == sorted([INSTANCE, STOPPED])
        assert names(**{"instance-state-name": ["stopped"]}) == [STOPPED]
        assert names(**{"tag:Name": ["web-?"], "instance-state-name": ["stopped"]}) == []

    def change(self):
        (change,) = self.ask("ec2", "StopInstances", InstanceIds=[INSTANCE])["StoppingInstances"]
        assert change["PreviousState"]["Name"] == "running", change
        assert "User initiated" in self.await_state(INSTANCE, "stopped")["StateTransitionReason"]
        self.ask("ec2", "StartInstances", InstanceIds=[INSTANCE])
        self.await_state(INSTANCE, "running")
        assert not self.ask("ec2", "RebootInstances", InstanceIds=[INSTANCE])

    def tags(self):
        self.ask("ec2", "CreateTags", Resources=[INSTANCE, STOPPED],
                 Tags=[{"Key": "Odd", "Value": ODD_TEXT}, {"Key": "Empty", "Value": ""}])
        found = self.ask("ec2", "DescribeTags", Filters=[{"Name": "key", "Values": ["Odd"]}])["Tags"]
        assert [(tag["ResourceId"], tag["Value"]) for tag in found] == [
            (INSTANCE, ODD_TEXT), (STOPPED, ODD_TEXT)], found
        self.ask("ec2", "DeleteTags", Resources=[INSTANCE, STOPPED],
                 Tags=[{"Key": "Odd"}, {"Key": "Empty"}])
        assert not self.ask("ec2", "DescribeTags",
                            Filters=[{"Name": "key", "Values": ["Odd", "Empty"]}])["Tags"]

    def attributes(self):
        def value(name):
            found = self.ask("ec2", "DescribeInstanceAttribute", InstanceId=STOPPED, Attribute=name)
            return found[name[0].upper() + name[1:]]["Value"]
        assert value("disableApiTermination") is False
        self.ask("ec2", "ModifyInstanceAttribute", InstanceId=STOPPED,
                 DisableApiTermination={"Value": True})
        self.ask("ec2", "ModifyInstanceAttribute", InstanceId=STOPPED,
                 InstanceType={"Value": "m5.large"})
        assert value("disableApiTermination") is True and value("instanceType") == "m5.large"
        self.refused("OperationNotPermitted", "ec2", "TerminateInstances", InstanceIds=[STOPPED])

    def launch(self):
        launched = self.ask(
            "ec2", "RunInstances", ImageId="ami-12345678", MinCount=1, MaxCount=2,
            InstanceType="t3.nano", ClientToken="once", Placement={"AvailabilityZone": "us-east-1c"},
            BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8}}],
            TagSpecifications=[{"ResourceType": "instance",
                                "Tags": [{"Key": "Team", "Value": "blue"}]}])["Instances"]
        ids = [instance["InstanceId"] for instance in launched]
        assert [i["AmiLaunchIndex"] for i in launched] == [0, 1], launched
        (found,) = self.instances(ids[1])
        assert found["Tags"] == [{"Key": "Team", "Value": "blue"}], found
        assert found["Placement"]["AvailabilityZone"] == "us-east-1c", found
        ended = self.ask("ec2", "TerminateInstances", InstanceIds=ids)["TerminatingInstances"]
        assert sorted(change["InstanceId"] for change in ended) == sorted(ids), ended

    def pages(self):
        tags = [{"Key": f"Page{i}", "Value": str(i)} for i in range(12)]
        self.ask("ec2", "CreateTags", Resources=[INSTANCE], Tags=tags)
        given = {"Filters": [{"Name": "key", "Values": ["Page*"]}], "MaxResults": 5}
        sizes, more = [], {}
        while more is not None:
            found = self.ask("ec2", "DescribeTags", **given, **more)
            sizes.append(len(found["Tags"]))
            more = {"NextToken": found["NextToken"]} if found.get("NextToken") else None
        assert sizes == [5, 5, 2], sizes
        self.ask("ec2", "DeleteTags", Resources=[INSTANCE], Tags=tags)

    def refusals(self):
        message = self.refused("InvalidInstanceID.NotFound", "ec2", "DescribeInstances",
                               InstanceIds=[NOWHERE])
        assert message.strip() == f"The instance ID '{NOWHERE}' does not exist", message
        self.refused("InvalidInstanceID.Malformed", "ec2", "StopInstances", InstanceIds=["i-x"])
        self.refused("DryRunOperation", "ec2", "StopInstances", InstanceIds=[INSTANCE], DryRun=True)
        self.refused("InvalidParameterValue", "ec2", "DescribeTags",
                     Filters=[{"Name": "no-such", "Values": ["x"]}])
        self.refused("NotFound", "sns", "Publish", Message="x",
                     TopicArn=f"arn:aws:sns:us-east-1:{ACCOUNT}:Nothing")

    def topics(self):
        (topic,) = self.ask("sns", "ListTopics")["Topics"]
        published = self.ask("sns", "Publish", TopicArn=topic["TopicArn"], Message=ODD_TEXT,
                             Subject="s", MessageAttributes={
                                 "kind": {"DataType": "String", "StringValue": "test"}})
        assert len(published["MessageId"]) == 36, published

    def parameters(self):
        written = self.ask("ssm", "PutParameter", Name="/story/a", Value=ODD_TEXT.strip(),
                           Type="String", Tags=[{"Key": "k", "Value": "v"}])
        assert written["Version"] == 1, written
        self.refused("ParameterAlreadyExists", "ssm", "PutParameter", Name="/story/a", Value="b",
                     Type="String")
        self.ask("ssm", "PutParameter", Name="/story/a", Value="2024-01-02T03:04:05Z", Type="String",
                 Overwrite=True)
        found = self.ask("ssm", "GetParameter", Name="/story/a")["Parameter"]
        assert (found["Value"], found["Version"]) == ("2024-01-02T03:04:05Z", 2), found
        modified = found["LastModifiedDate"]
        assert isinstance(modified, (int, float)) or modified.startswith("20"), found
        found = self.ask("ssm", "GetParameter", Name="/story/a:1")["Parameter"]
        assert found["Value"] == ODD_TEXT.strip(), found
        found = self.ask("ssm", "GetParametersByPath", Path="/story")
        assert [parameter["Name"] for parameter in found["Parameters"]] == ["/story/a"], found
        found = self.ask("ssm", "GetParameters", Names=["/story/a", "/story/b"])
        assert found["InvalidParameters"] == ["/story/b"], found
        self.refused("ParameterNotFound", "ssm", "GetParameter", Name="/story/b")

    def tagged_resources(self):
        """The account tags parameters, the SSM API documents: one operation for both."""
        parameter = {"ResourceType": "Parameter", "ResourceId": "/story/a"}
        self.ask("ssm", "AddTagsToResource", **parameter, Tags=[{"Key": "l", "Value": "w"}])
        found = self.ask("ssm", "ListTagsForResource", **parameter)["TagList"]
        assert {"Key": "l", "Value": "w"} in found, found
        self.ask("ssm", "CreateDocument", Name="Tagged", DocumentType="Automation", Content=json.dumps(
            {"schemaVersion": "0.3", "parameters": {"Id": {"type": "String",
                                                            "default": "{{ssm:/story/instance}}"}},
             "mainSteps": [{"name": "stop", "action": "aws:changeInstanceState", "inputs": {
                 "InstanceIds": ["{{Id}}"], "DesiredState": "stopped"}}]}))
        document = {"ResourceType": "Document", "ResourceId": "Tagged"}
        self.ask("ssm", "AddTagsToResource", **document, Tags=[{"Key": "m", "Value": "x"}])
        assert self.ask("ssm", "ListTagsForResource", **document)["TagList"] == [
            {"Key": "m", "Value": "x"}]
        self.refused("InvalidResourceId", "ssm", "ListTagsForResource", ResourceType="Parameter",
                     ResourceId="/story/b")

    def buckets(self):
        def refused(code, operation, **request):
            self.refused(code, "s3", operation, Bucket="story-logs", **request)

        def answer(operation, **request):
            return self.ask("s3", operation, Bucket="story-logs", **request)
        refused("NoSuchBucket", "GetBucketLocation")
        assert answer("CreateBucket")["Location"] == "/story-logs"
        (found,) = self.ask("s3", "ListBuckets")["Buckets"]
        assert found["Name"] == "story-logs" and found["CreationDate"].startswith("20"), found
        answer("HeadBucket")
        rule = {"ID": "old", "Status": "Enabled", "Expiration": {"Days": 3},
                "Filter": {"And": {"Prefix": "a/", "Tags": [{"Key": "k", "Value": ODD_TEXT.strip()},
                                                            {"Key": "l", "Value": ""}]}},
                "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]}
        filters = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "a"}]}}
        for name, key, value in (
                ("PublicAccessBlock", "PublicAccessBlockConfiguration",
                 {"BlockPublicAcls": True, "RestrictPublicBuckets": False}),
                ("BucketEncryption", "ServerSideEncryptionConfiguration",
                 {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                             "BucketKeyEnabled": True}]}),
                ("BucketOwnershipControls", "OwnershipControls",
                 {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
                ("BucketPolicy", "Policy", '{"Version": "2012-10-17", "Statement": []}')):
            answer(f"Put{name}", **{key: value})
            assert answer(f"Get{name}")[key] == value, (name, answer(f"Get{name}"))
        for name, key, value in (
                ("BucketVersioning", "VersioningConfiguration", {"Status": "Enabled"}),
                ("BucketTagging", "Tagging", {"TagSet": [{"Key": "a", "Value": ODD_TEXT.strip()}]}),
                ("BucketLogging", "BucketLoggingStatus",
                 {"LoggingEnabled": {"TargetBucket": "b", "TargetPrefix": "p/"}}),
                ("BucketLifecycleConfiguration", "LifecycleConfiguration", {"Rules": [rule]}),
                ("BucketNotificationConfiguration", "NotificationConfiguration",
                 {"TopicConfigurations": [{"TopicArn": "arn:aws:sns:us-east-1:1:t", "Filter": filters,
                                           "Events": ["s3:ObjectCreated:*", "s3:TestEvent"]}]})):
            answer(f"Put{name}", **{key: value})
            found = answer(f"Get{name}")
            assert {member: found[member] for member in value} == value, (name, found)
        answer("PutBucketAcl", ACL="public-read")
        found = answer("GetBucketAcl")["Grants"]
        assert [grant["Grantee"]["Type"] for grant in found] == ["CanonicalUser", "Group"], found
        assert not answer("GetBucketLocation").get("LocationConstraint")
        answer("DeleteBucketPolicy")
        refused("NoSuchBucketPolicy", "GetBucketPolicy")
        refused("MalformedPolicy", "PutBucketPolicy", Policy="{")
        answer("DeleteBucket")
        assert not self.ask("s3", "ListBuckets")["Buckets"]

    def roles(self):
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Condition": {
            "StringLike": {"aws:PrincipalTag/a": [ODD_TEXT, "100%"]}, "Bool": {"aws:SecureTransport": True}}}]}
        policy = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
            "DateLessThan": {"aws:CurrentTime": "2024-01-02T03:04:05+00:00"}}}}
        made = self.ask("iam", "CreateRole", RoleName="story", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        found = self.ask("iam", "GetRole", RoleName="story")["Role"]
        (listed,) = [role for role in self.ask("iam", "ListRoles")["Roles"] if role["RoleName"] == "story"]
        for role in (made, found, listed):
            assert role["AssumeRolePolicyDocument"] == trust, role
        self.ask("iam", "PutRolePolicy", RoleName="story", PolicyName="p", PolicyDocument=json.dumps(policy))
        found = self.ask("iam", "GetRolePolicy", RoleName="story", PolicyName="p")["PolicyDocument"]
        assert found == policy, found

    def queues(self):
        self.ask("sqs", "CreateQueue", QueueName="story")
        self.refused("AWS.SimpleQueueService.NonExistentQueue", "sqs", "GetQueueUrl", QueueName="none")
        self.refused("QueueAlreadyExists", "sqs", "CreateQueue", QueueName="story", Attributes={"DelaySeconds": "9"})

    def runbook(self):
        """What a client does to the account is what executions find, and the other way round."""
        self.ask("ssm", "PutParameter", Name="/story/instance", Value=INSTANCE, Type="String")
        execution = self.ask("ssm", "StartAutomationExecution",
                             DocumentName="Tagged")["AutomationExecutionId"]
        self.await_state(INSTANCE, "stopped")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self.ask("ssm", "GetAutomationExecution",
                             AutomationExecutionId=execution)["AutomationExecution"]
            if found["AutomationExecutionStatus"] == "Success":
                break
        assert found["AutomationExecutionStatus"] == "Success", found
        self.ask("ec2", "StartInstances", InstanceIds=[INSTANCE])
        self.ask("ssm", "DeleteParameters", Names=["/story/a", "/story/instance"])
        self.ask("ssm", "DeleteDocument", Name="Tagged")
