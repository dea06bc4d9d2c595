# SPDX-License-Identifier: Apache-2.0
"""boto3.resource(): instances, volumes, snapshots and images of EC2, stacks of CloudFormation, buckets of S3."""

import functools
import types

sdk = own_module("sdk")  # noqa: F821
waiters = own_module("sdk_waiters")  # noqa: F821

# By service and name: the member that identifies it; the call that describes it, its parameter, and where its answer has
# them; the methods that are calls, the parameter that names it, and the kind of what they make; waiters.
KINDS = {
    ("ec2", "Instance"): {
        "id": "InstanceId", "describe": ("describe_instances", "InstanceIds", "Reservations[].Instances[]"),
        "calls": {"start": ("start_instances", "InstanceIds"), "stop": ("stop_instances", "InstanceIds"),
                  "reboot": ("reboot_instances", "InstanceIds"), "terminate": ("terminate_instances", "InstanceIds"),
                  "create_tags": ("create_tags", "Resources"), "delete_tags": ("delete_tags", "Resources"),
                  "modify_attribute": ("modify_instance_attribute", "InstanceId"),
                  "describe_attribute": ("describe_instance_attribute", "InstanceId"),
                  "create_image": ("create_image", "InstanceId", "Image"), "attach_volume": ("attach_volume", "InstanceId"),
                  "detach_volume": ("detach_volume", "InstanceId")},
        "waits": {"wait_until_running": "instance_running", "wait_until_stopped": "instance_stopped",
                  "wait_until_terminated": "instance_terminated", "wait_until_exists": "instance_exists"}},
    ("ec2", "Volume"): {
        "id": "VolumeId", "describe": ("describe_volumes", "VolumeIds", "Volumes[]"),
        "calls": {"delete": ("delete_volume", "VolumeId"), "create_snapshot": ("create_snapshot", "VolumeId", "Snapshot"),
                  "attach_to_instance": ("attach_volume", "VolumeId"),
                  "detach_from_instance": ("detach_volume", "VolumeId"),
                  "create_tags": ("create_tags", "Resources")}, "waits": {}},
    ("ec2", "Snapshot"): {
        "id": "SnapshotId", "describe": ("describe_snapshots", "SnapshotIds", "Snapshots[]"),
        "calls": {"delete": ("delete_snapshot", "SnapshotId"), "create_tags": ("create_tags", "Resources"),
                  "modify_attribute": ("modify_snapshot_attribute", "SnapshotId")},
        "waits": {"wait_until_completed": "snapshot_completed"}},
    ("ec2", "Image"): {
        "id": "ImageId", "describe": ("describe_images", "ImageIds", "Images[]"),
        "calls": {"deregister": ("deregister_image", "ImageId"), "create_tags": ("create_tags", "Resources"),
                  "modify_attribute": ("modify_image_attribute", "ImageId")},
        "waits": {"wait_until_exists": "image_exists"}},
    ("cloudformation", "Stack"): {
        "id": "StackName", "describe": ("describe_stacks", "StackName", "Stacks[]"),
        "calls": {"update": ("update_stack", "StackName"), "delete": ("delete_stack", "StackName"),
                  "cancel_update": ("cancel_update_stack", "StackName")}, "waits": {}},
    ("s3", "Bucket"): {
        "id": "Bucket", "describe": None,
        "calls": {"create": ("create_bucket", "Bucket"), "delete": ("delete_bucket", "Bucket"),
                  "put_object": ("put_object", "Bucket"), "delete_objects": ("delete_objects", "Bucket")},
        "waits": {"wait_until_exists": "bucket_exists"}},
}
COLLECTIONS = {("ec2", "instances"): "Instance", ("ec2", "volumes"): "Volume", ("ec2", "snapshots"): "Snapshot",
               ("ec2", "images"): "Image", ("cloudformation", "stacks"): "Stack", ("s3", "buckets"): "Bucket"}
ABSENT = ("tags", "state_reason", "public_ip_address", "private_ip_address", "outputs", "parameters")  # when they are


class Resource:
    """One thing by its id. Its members are those of its description, which is looked up when one is asked for."""

    def __init__(self, client, kind, identifier, description=None):
        self._kind, self._id, self._description = KINDS[client.meta.service_model.service_name, kind], identifier, description
        self._name = f"{client.meta.service_model.service_name}.{kind}"
        self.meta = types.SimpleNamespace(client=client)
        self.id = identifier
        setattr(self, sdk.method_name(self._kind["id"]), identifier)
        if self._kind["id"] in ("StackName", "Bucket"):
            self.name = identifier

    def _parameter(self, name):
        return {name: [self._id] if name.endswith("s") else self._id}

    def _call(self, method, parameter, made=None, **more):
        client = self.meta.client
        answer = getattr(client, method)(**self._parameter(parameter), **more)
        if made is None:
            return answer
        return make_one(client, made, answer[KINDS[client.meta.service_model.service_name, made]["id"]])

    def load(self):
        method, parameter, path = self._kind["describe"]
        found = waiters.values_at(getattr(self.meta.client, method)(**self._parameter(parameter)), path)
        self._description = found[0] if found else {}

    reload = load

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._kind["calls"]:
            return functools.partial(self._call, *self._kind["calls"][name])
        if name in self._kind["waits"]:
            waiter = self.meta.client.get_waiter(self._kind["waits"][name])
            described_by = self._kind["describe"][1] if self._kind["describe"] else self._kind["id"]
            return lambda **more: waiter.wait(**self._parameter(described_by), **more)
        if self._kind["describe"]:
            if self._description is None:
                self.load()
            for member, value in self._description.items():
                if sdk.method_name(member) == name:
                    return value
            if name in ABSENT:
                return None
        raise AttributeError(f"'{self._name}' object has no attribute '{name}'")

    def __eq__(self, other):
        return isinstance(other, Resource) and (self._name, self._id) == (other._name, other._id)

    def __hash__(self):
        return hash((self._name, self._id))

    def __repr__(self):
        return f"{self._name}({sdk.method_name(self._kind['id'])}={self._id!r})"


class Instance(Resource):
    @property
    def volumes(self):
        ids = [each["Ebs"]["VolumeId"] for each in self.block_device_mappings]
        return Collection(self.meta.client, "Volume", {"VolumeIds": ids})


class Bucket(Resource):
    @property
    def objects(self):
        return Objects(self.meta.client, "Object", {"Bucket": self._id})

    def Object(self, key):
        return Object(self.meta.client, self._id, key)

    def upload_file(self, Filename, Key, **_):
        self.meta.client.upload_file(Filename, self._id, Key)

    def download_file(self, Key, Filename, **_):
        self.meta.client.download_file(self._id, Key, Filename)


class Object:
    """An object of S3."""

    def __init__(self, client, bucket, key, description=None):
        self.meta, self.bucket_name, self.key = types.SimpleNamespace(client=client), bucket, key
        self.size = (description or {}).get("Size")
        self.last_modified = (description or {}).get("LastModified")

    def _call(self, method, more):
        return getattr(self.meta.client, method)(Bucket=self.bucket_name, Key=self.key, **more)

    def get(self, **more):
        return self._call("get_object", more)

    def put(self, **more):
        return self._call("put_object", more)

    def delete(self, **more):
        return self._call("delete_object", more)

    def __repr__(self):
        return f"s3.Object(bucket_name={self.bucket_name!r}, key={self.key!r})"


class Collection:
    """Of everything, or what a filter finds."""

    def __init__(self, client, kind, parameters, most=None):
        self._client, self._kind, self._parameters, self._most = client, kind, parameters, most

    def all(self):
        return self

    def filter(self, **parameters):
        return type(self)(self._client, self._kind, {**self._parameters, **parameters}, self._most)

    def limit(self, count):
        return type(self)(self._client, self._kind, self._parameters, count)

    def _found(self):
        kind = KINDS[self._client.meta.service_model.service_name, self._kind]
        if kind["describe"] is None:
            for bucket in self._client.list_buckets(**self._parameters)["Buckets"]:
                yield make_one(self._client, self._kind, bucket["Name"])
            return
        method, _, path = kind["describe"]
        for page in self._client.get_paginator(method).paginate(**self._parameters):
            for description in waiters.values_at(page, path):
                yield make_one(self._client, self._kind, description[kind["id"]], description)

    def __iter__(self):
        for number, one in enumerate(self._found()):
            if number == self._most:
                return
            yield one

    def __getattr__(self, name):
        """A call for all of them: instances.filter(...).stop()."""
        calls = KINDS[self._client.meta.service_model.service_name, self._kind]["calls"]
        if name not in calls or not calls[name][1].endswith("s"):
            raise AttributeError(f"a collection of {self._kind} has no attribute '{name}'")
        method, parameter = calls[name][:2]

        def call(**more):
            ids = [one.id for one in self]
            return [getattr(self._client, method)(**{parameter: ids}, **more)] if ids else []

        return call


class Objects(Collection):
    """Of a bucket."""

    def _found(self):
        bucket = self._parameters["Bucket"]
        for page in self._client.get_paginator("list_objects_v2").paginate(**self._parameters):
            for description in page.get("Contents", ()):
                yield Object(self._client, bucket, description["Key"], description)

    def delete(self):
        keys = [{"Key": one.key} for one in self]
        return [self._client.delete_objects(Bucket=self._parameters["Bucket"], Delete={"Objects": keys})] if keys else []


def make_one(client, kind, identifier, description=None):
    return {"Instance": Instance, "Bucket": Bucket}.get(kind, Resource)(client, kind, identifier, description)


class Service:
    """boto3.resource(NAME)."""

    def __init__(self, client):
        self.meta = types.SimpleNamespace(client=client)

    def __getattr__(self, name):
        client = self.meta.client
        service = client.meta.service_model.service_name
        if (service, name) in KINDS:
            return lambda identifier: make_one(client, name, identifier)
        if (service, name) in COLLECTIONS:
            return Collection(client, COLLECTIONS[service, name], {})
        if (service, name) == ("s3", "Object"):
            return lambda bucket_name, key: Object(client, bucket_name, key)
        raise AttributeError(f"'{service}.ServiceResource' object has no attribute '{name}'")

    def create_instances(self, **parameters):
        found = self.meta.client.run_instances(**parameters)["Instances"]
        return [make_one(self.meta.client, "Instance", each["InstanceId"], each) for each in found]

    def create_tags(self, **parameters):
        return self.meta.client.create_tags(**parameters)


def make(client):
    service = client.meta.service_model.service_name
    if not any(service == each for each, _ in KINDS):
        raise sdk.NotHere(f"ssm-local has no boto3.resource('{service}'): use boto3.client('{service}')")
    return Service(client)
