# SPDX-License-Identifier: Apache-2.0
"""One story that every client tells: `call(operation, request)` gives the answer or raises Refused."""

import json
import uuid

from clients import Refused, TooOld
from local import INSTANCE, PATIENCE_SECONDS

import time

LOCAL_USER = "arn:aws:iam::123456789012:user/local"
NOWHERE = "00000000-0000-4000-8000-000000000000"


def nap(name, **more):
    return {"name": name, "action": "aws:sleep", "inputs": {"Duration": "PT0S"}, **more}


def document(*steps, **more):
    return json.dumps({"schemaVersion": "0.3", "mainSteps": list(steps), **more})


class Story:
    def __init__(self, call):
        self.call = call

    def tell(self):
        for part in (self.documents, self.document_errors, self.auto, self.interactive,
                     self.approval, self.listings, self.execution_errors, self.listing_errors,
                     self.tags, self.sharing, self.farewell):
            part()

    def refused(self, code, operation, **request):
        try:
            answer = self.call(operation, request)
        except TooOld:
            print(f"1 cases skipped: this client does not know {operation}")
            return
        except Refused as error:
            assert error.code == code, f"{operation} {request}: {error}, not {code}"
            return
        raise AssertionError(f"{operation} {request}: {answer} instead of {code}")

    def ask(self, operation, **request):
        return self.call(operation, request)

    def create(self, name, content, **more):
        return self.ask("CreateDocument", Name=name, Content=content, DocumentType="Automation",
                        **more)["DocumentDescription"]

    def start(self, name, **more):
        return self.ask("StartAutomationExecution", DocumentName=name,
                        **more)["AutomationExecutionId"]

    def execution(self, execution):
        return self.ask("GetAutomationExecution",
                        AutomationExecutionId=execution)["AutomationExecution"]

    def await_status(self, execution, status):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self.execution(execution)
            if found["AutomationExecutionStatus"] == status:
                return found
        raise AssertionError(f"{execution} is {found['AutomationExecutionStatus']}, not {status}")

    def signal(self, execution, kind, **payload):
        given = {"Payload": {name: [value] for name, value in payload.items()}} if payload else {}
        self.ask("SendAutomationSignal", AutomationExecutionId=execution, SignalType=kind, **given)

    # The parts of the story, in order

    def documents(self):
        text = document(nap("first"), nap("second"), description="Ein Schläfchen 日本 \U0001f634")
        described = self.create("Naps", text, Tags=[{"Key": "kind", "Value": "nap"}])
        assert described["DocumentVersion"] == "1" and described["Status"] == "Creating", described
        assert described["Description"] == "Ein Schläfchen 日本 \U0001f634", described
        assert self.ask("DescribeDocument", Name="Naps")["Document"]["Status"] == "Active"
        assert self.ask("GetDocument", Name="Naps")["Content"] == text
        changed = document(nap("first"), nap("second"), nap("third"))
        updated = self.ask("UpdateDocument", Name="Naps", Content=changed,
                           DocumentVersion="$LATEST", VersionName="three")["DocumentDescription"]
        assert (updated["LatestVersion"], updated["DefaultVersion"]) == ("2", "1"), updated
        self.ask("UpdateDocumentDefaultVersion", Name="Naps", DocumentVersion="2")
        assert self.ask("GetDocument", Name="Naps")["DocumentVersion"] == "2"
        assert self.ask("GetDocument", Name="Naps", DocumentVersion="1")["Content"] == text
        versions = self.ask("ListDocumentVersions", Name="Naps")["DocumentVersions"]
        assert sorted(v["DocumentVersion"] for v in versions) == ["1", "2"], versions

    def document_errors(self):
        good = document(nap("a"))
        new = {"Name": "Other", "DocumentType": "Automation"}
        self.refused("DocumentAlreadyExists", "CreateDocument", **{**new, "Name": "Naps"},
                     Content=good)
        self.refused("InvalidDocumentContent", "CreateDocument", **new, Content="{nothing")
        self.refused("InvalidDocumentSchemaVersion", "CreateDocument", **new,
                     Content='{"schemaVersion": "2.0", "mainSteps": []}')
        self.refused("MaxDocumentSizeExceeded", "CreateDocument", **new,
                     Content=document(nap("a"), description="x" * 70000))
        self.refused("ValidationException", "CreateDocument", **{**new, "Name": "No Name!"},
                     Content=good)
        self.refused("ValidationException", "CreateDocument", **{**new, "Name": "AWS-Mine"},
                     Content=good)
        self.refused("DuplicateDocumentContent", "UpdateDocument", Name="Naps",
                     Content=document(nap("first"), nap("second"), nap("third")),
                     DocumentVersion="$LATEST")
        self.refused("DuplicateDocumentVersionName", "UpdateDocument", Name="Naps", Content=good,
                     DocumentVersion="$LATEST", VersionName="three")
        self.refused("InvalidDocumentVersion", "GetDocument", Name="Naps", DocumentVersion="99")
        for operation in ("GetDocument", "DescribeDocument", "DeleteDocument",
                          "ListDocumentVersions"):
            self.refused("InvalidDocument", operation, Name="Missing")

    def auto(self):
        run = self.start("Naps", ClientToken=NOWHERE)
        assert run == self.start("Naps", ClientToken=NOWHERE)
        self.refused("IdempotentParameterMismatch", "StartAutomationExecution", DocumentName="Naps",
                     ClientToken=NOWHERE, DocumentVersion="1")
        ended = self.await_status(run, "Success")
        assert [s["StepStatus"] for s in ended["StepExecutions"]] == ["Success"] * 3, ended
        assert ended["ExecutedBy"] == LOCAL_USER, ended
        backwards = self.ask("DescribeAutomationStepExecutions", AutomationExecutionId=run,
                             ReverseOrder=True, MaxResults=2)
        assert [s["StepName"] for s in backwards["StepExecutions"]] == ["third", "second"]
        rest = self.ask("DescribeAutomationStepExecutions", AutomationExecutionId=run,
                        ReverseOrder=True, MaxResults=2, NextToken=backwards["NextToken"])
        assert [s["StepName"] for s in rest["StepExecutions"]] == ["first"], rest
        found = self.ask("DescribeAutomationStepExecutions", AutomationExecutionId=run,
                         Filters=[{"Key": "StepName", "Values": ["second"]}])
        assert [s["StepName"] for s in found["StepExecutions"]] == ["second"], found
        started = self.start("AWS-StartEC2Instance", Parameters={"InstanceId": [INSTANCE]})
        self.await_status(started, "Success")
        self.auto_run = run

    def interactive(self):
        run = self.start("Naps", Mode="Interactive")
        self.await_status(run, "Waiting")
        self.refused("InvalidAutomationSignalException", "SendAutomationSignal",
                     AutomationExecutionId=run, SignalType="StartStep",
                     Payload={"StepName": ["third"]})
        self.refused("AutomationStepNotFoundException", "SendAutomationSignal",
                     AutomationExecutionId=run, SignalType="StartStep",
                     Payload={"StepName": ["none"]})
        self.signal(run, "StartStep", StepName="first")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.execution(run)["StepExecutions"][0]["StepStatus"] != "Success":
            assert time.monotonic() < deadline
        self.ask("StopAutomationExecution", AutomationExecutionId=run, Type="Cancel")
        self.await_status(run, "Cancelled")
        self.refused("InvalidAutomationStatusUpdateException", "StopAutomationExecution",
                     AutomationExecutionId=run)

    def approval(self):
        ask = {"name": "ask", "action": "aws:approve", "inputs": {"Approvers": [LOCAL_USER]}}
        self.create("Asking", document(ask, nap("after")))
        for answer, status in (("Approve", "Success"), ("Reject", "Rejected")):
            run = self.start("Asking")
            self.await_status(run, "Waiting")
            self.signal(run, answer, Comment="seen")
            ended = self.await_status(run, status if answer == "Approve" else "Failed")
            assert ended["StepExecutions"][0]["Outputs"]["ApprovalStatus"], ended

    def listings(self):
        seen, token = [], {}
        while True:
            page = self.ask("DescribeAutomationExecutions", MaxResults=2, **token,
                            Filters=[{"Key": "DocumentNamePrefix", "Values": ["Nap", "Ask"]}])
            assert len(page["AutomationExecutionMetadataList"]) <= 2
            seen += page["AutomationExecutionMetadataList"]
            if not page.get("NextToken"):
                break
            token = {"NextToken": page["NextToken"]}
        assert len(seen) == 4 and len({each["AutomationExecutionId"] for each in seen}) == 4, seen
        found = self.ask("DescribeAutomationExecutions", Filters=[
            {"Key": "ExecutionStatus", "Values": ["Success"]},
            {"Key": "DocumentNamePrefix", "Values": ["Naps"]}])["AutomationExecutionMetadataList"]
        assert [each["AutomationExecutionId"] for each in found] == [self.auto_run], found
        found = self.ask("DescribeAutomationExecutions",
                         Filters=[{"Key": "ExecutionId", "Values": [NOWHERE]}])
        assert found["AutomationExecutionMetadataList"] == [], found
        own = self.ask("ListDocuments", Filters=[{"Key": "Owner", "Values": ["Self"]}])
        assert [each["Name"] for each in own["DocumentIdentifiers"]] == ["Asking", "Naps"], own
        old = self.ask("ListDocuments", DocumentFilterList=[{"key": "Name", "value": "Nap"}])
        assert [each["Name"] for each in old["DocumentIdentifiers"]] == ["Naps"], old

    def execution_errors(self):
        start = "StartAutomationExecution"
        self.refused("AutomationDefinitionNotFoundException", start, DocumentName="Missing")
        self.refused("AutomationDefinitionVersionNotFoundException", start, DocumentName="Naps",
                     DocumentVersion="99")
        self.refused("InvalidAutomationExecutionParametersException", start,
                     DocumentName="AWS-StartEC2Instance")
        self.refused("InvalidAutomationExecutionParametersException", start, DocumentName="Naps",
                     Parameters={"Unknown": ["x"]})
        self.refused("ValidationException", start, DocumentName="Naps", Mode="Nope")
        for operation, more in (("GetAutomationExecution", {}), ("StopAutomationExecution", {}),
                                ("DescribeAutomationStepExecutions", {}),
                                ("SendAutomationSignal", {"SignalType": "Approve"})):
            self.refused("AutomationExecutionNotFoundException", operation,
                         AutomationExecutionId=NOWHERE, **more)
        self.refused("ResourceNotFoundException", "GetExecutionPreview",
                     ExecutionPreviewId=str(uuid.uuid4()))

    def listing_errors(self):
        self.refused("ValidationException", "DescribeAutomationExecutions",
                     Filters=[{"Key": "Nope", "Values": ["x"]}])
        self.refused("InvalidFilterValue", "DescribeAutomationExecutions",
                     Filters=[{"Key": "ExecutionStatus", "Values": ["Nope"]}])
        self.refused("InvalidFilterKey", "ListDocuments", Filters=[{"Key": "No", "Values": ["x"]}])
        for operation in ("DescribeAutomationExecutions", "ListDocuments"):
            self.refused("InvalidNextToken", operation, NextToken="nonsense")

    def tags(self):
        for kind, name in (("Document", "Naps"), ("Automation", self.auto_run)):
            this = {"ResourceType": kind, "ResourceId": name}
            self.ask("AddTagsToResource", **this, Tags=[{"Key": "a", "Value": "1"},
                                                        {"Key": "b", "Value": "é"}])
            self.ask("RemoveTagsFromResource", **this, TagKeys=["a"])
            left = self.ask("ListTagsForResource", **this)["TagList"]
            assert {"Key": "b", "Value": "é"} in left and "a" not in [t["Key"] for t in left], left
        self.refused("InvalidResourceId", "ListTagsForResource", ResourceType="Document",
                     ResourceId="Missing")
        self.refused("InvalidResourceType", "ListTagsForResource", ResourceType="OpsItem",
                     ResourceId="x")
        self.refused("TooManyTagsError", "AddTagsToResource", ResourceType="Document",
                     ResourceId="Naps",
                     Tags=[{"Key": f"k{n}", "Value": ""} for n in range(51)])

    def sharing(self):
        share = {"Name": "Asking", "PermissionType": "Share"}
        self.ask("ModifyDocumentPermission", **share, AccountIdsToAdd=["111122223333"])
        shared = self.ask("DescribeDocumentPermission", **share)
        assert shared["AccountIds"] == ["111122223333"], shared
        self.refused("InvalidDocumentOperation", "DeleteDocument", Name="Asking")
        self.refused("ValidationException", "ModifyDocumentPermission", **share,
                     AccountIdsToAdd=[f"{n:012}" for n in range(1, 22)])
        self.refused("DocumentPermissionLimit", "ModifyDocumentPermission", **share,
                     AccountIdsToAdd=["all", "111122223333"])
        self.ask("ModifyDocumentPermission", **share, AccountIdsToRemove=["111122223333"])

    def farewell(self):
        for name in ("Naps", "Asking"):
            self.ask("DeleteDocument", Name=name)
            self.refused("InvalidDocument", "DescribeDocument", Name=name)
