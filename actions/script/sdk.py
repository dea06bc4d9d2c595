# SPDX-License-Identifier: Apache-2.0
"""boto3 and botocore as scripts of runbooks use them. Every call is one of the step, answered by what answers
aws:executeAwsApi, and nothing goes over the network.

The SDK has models of all services; here rules stand in for them, and the tables below: how operations are spelled, which
members of an answer are times or bytes, how an answer is paged. actions/cloud/README.md tells them.

`own_module` is python_host.py's: it finds the other modules of this folder."""

import base64
import datetime
import io
import json
import re
import sys
import types

VERSION = "1.43.11"  # whose behaviour this is

# Words that the API writes in capitals, by service; from Python's names they cannot be told.
CAPITALS = {
    service: frozenset(words.split())
    for services, words in {
        "rds docdb neptune": "db", "iam": "id mfa saml ssh", "sts": "saml", "elb elbv2": "lb ssl", "sns": "sms",
        "route53": "dns dnssec vpc", "wafv2 waf waf-regional guardduty": "acl api ip", "ds": "ad ca ldaps",
        "storagegateway": "nfs smb vtl", "glue": "ml", "organizations service-quotas servicecatalog": "aws",
        "directconnect": "bgp", "elasticbeanstalk": "dns",
    }.items() for service in services.split()}
IRREGULAR = {"list_web_ac_ls": "ListWebACLs", "swap_environment_cnam_es": "SwapEnvironmentCNAMEs",
             "enable_volume_io": "EnableVolumeIO"}

TIME_NAME = re.compile(
    r"(Time|Date|Timestamp|timestamp|At|Expiration|LastModified|LastUsed|StatusChange|NotAfter|NotBefore)$")
TIME_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
# Members with such a name that are texts in the API all the same; None: all of the service.
TEXT_TIMES = {"ec2": {"CreationDate", "DeprecationTime", "LastLaunchedTime"}, "lambda": None, "securityhub": None,
              "guardduty": None, "apigateway": {"startDate", "endDate"}}
BYTES = {("kms", "CiphertextBlob"), ("kms", "Plaintext"), ("kms", "Signature"), ("kms", "PublicKey"),
         ("secretsmanager", "SecretBinary"), ("kinesis", "Data"), ("ecr", "layerBlob")}
STREAMS = {("lambda", "Invoke", "Payload"), ("s3", "GetObject", "Body"), ("apigateway", "GetExport", "body")}

# An exception is named as its code where that ends so; in some services its name alone does, and some name it without.
EXCEPTION_ENDINGS = ("Exception", "Fault")
EXCEPTION_NAMES = {"rds": "Fault", "docdb": "Fault", "neptune": "Fault", "elasticache": "Fault", "iam": "Exception"}
NAMED_CODES = {"ssm": {"ParameterNotFound", "ParameterAlreadyExists", "InvalidDocument", "InvalidInstanceId",
                       "InvocationDoesNotExist"},
               "s3": {"NoSuchKey", "NoSuchBucket", "BucketAlreadyExists", "BucketAlreadyOwnedByYou"},
               "sqs": {"QueueDoesNotExist", "QueueNameExists"}}
COMMON_CODES = {"AccessDenied", "Throttling", "ValidationError", "RequestLimitExceeded", "InternalFailure",
                "InvalidParameterValue", "InvalidParameterCombination", "MissingParameter", "ServiceUnavailable"}

# Where an answer says how it goes on, and what asks for that, tried in this order.
TOKENS = (
    (("NextContinuationToken",), ("ContinuationToken",)),
    (("NextKeyMarker", "NextVersionIdMarker"), ("KeyMarker", "VersionIdMarker")),
    (("NextRecordName", "NextRecordType", "NextRecordIdentifier"),
     ("StartRecordName", "StartRecordType", "StartRecordIdentifier")),
    (("NextToken",), ("NextToken",)), (("nextToken",), ("nextToken",)), (("NextPageToken",), ("NextPageToken",)),
    (("NextMarker",), ("Marker",)), (("nextMarker",), ("marker",)), (("Marker",), ("Marker",)),
    (("LastEvaluatedKey",), ("ExclusiveStartKey",)), (("PaginationToken",), ("PaginationToken",)),
    (("position",), ("position",)), (("marker",), ("marker",)))


# --- Exceptions: botocore.exceptions, boto3.exceptions ----------------------------------------------------------------


class BotoCoreError(Exception):
    fmt = "An unspecified error occurred"

    def __init__(self, **kwargs):
        try:
            text = self.fmt.format(**kwargs)
        except (KeyError, IndexError):
            text = self.fmt
        super().__init__(text)
        self.kwargs = kwargs


class ClientError(Exception):
    def __init__(self, error_response, operation_name):
        error = error_response.get("Error", {})
        super().__init__(f"An error occurred ({error.get('Code', 'Unknown')}) when calling the {operation_name} "
                         f"operation: {error.get('Message', 'Unknown')}")
        self.response = error_response
        self.operation_name = operation_name


class WaiterError(BotoCoreError):
    fmt = "Waiter {name} failed: {reason}"

    def __init__(self, name, reason, last_response):
        super().__init__(name=name, reason=reason)
        self.last_response = last_response


class NotAnswered(BaseException):
    """Nothing answers the call. No `except Exception` of the script may hide that: at AWS it would be answered."""


class NotHere(NotImplementedError):
    """A part of boto3 that is not here."""


FORMATS = {
    "ParamValidationError": "Parameter validation failed:\n{report}",
    "ProfileNotFound": "The config profile ({profile}) could not be found",
    "UnknownServiceError": "Unknown service: '{service_name}'.",
    "InvalidRegionError": "Provided region_name '{region_name}' doesn't match a supported format.",
    "PaginationError": "Error during pagination: {message}",
    "OperationNotPageableError": "Operation cannot be paginated: {operation_name}",
}


def make_exceptions_module():
    """Whatever is asked for is there: the network cannot fail here, but scripts prepare for it."""
    module = types.ModuleType("botocore.exceptions")
    known = {"BotoCoreError": BotoCoreError, "ClientError": ClientError, "WaiterError": WaiterError}

    def find(name):
        if name.startswith("_") or not name[:1].isupper():
            raise AttributeError(f"module 'botocore.exceptions' has no attribute '{name}'")
        if name not in known:
            known[name] = type(name, (BotoCoreError,), {"fmt": FORMATS.get(name, BotoCoreError.fmt),
                                                        "__module__": module.__name__})
        return known[name]

    module.__getattr__ = find
    for one in known.values():
        one.__module__ = module.__name__
    return module


exceptions = make_exceptions_module()


def bare_code(name):
    for ending in EXCEPTION_ENDINGS:
        if name.endswith(ending):
            return name[:-len(ending)]
    return name


class ClientExceptions:
    """client.exceptions: a class for each code of the service, which has its name as soon as a script says that."""

    CLASSES = {}  # by service and code

    def __init__(self, service):
        self._service = service
        self.ClientError = ClientError

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self.of_name(name)

    def of_name(self, name):
        found = self.of_code(name)
        found.__name__ = found.__qualname__ = name
        return found

    def of_error(self, code, name):
        """`name`: what the service's model calls it, where that is not the code; else None."""
        return self.of_name(name) if name else self.of_code(code)

    def of_code(self, code):
        key = self._service, bare_code(code)
        if key not in self.CLASSES:
            name = "ClientError"
            if key[1] != code or code in NAMED_CODES.get(self._service, ()):
                name = code
            elif self._service in EXCEPTION_NAMES and code.isalnum() and code not in COMMON_CODES:
                name = code + EXCEPTION_NAMES[self._service]
            self.CLASSES[key] = type(name, (ClientError,), {"__module__": "botocore.errorfactory"})
        return self.CLASSES[key]


# --- Calls ------------------------------------------------------------------------------------------------------------


def operation_name(service, method):
    """describe_db_instances of rds: DescribeDBInstances."""
    if method in IRREGULAR:
        return IRREGULAR[method]
    capitals = CAPITALS.get(service, ())
    name = ""
    for word in method.split("_"):
        singular = word[:-1] if word.endswith("s") else word
        if word in capitals:
            name += word.upper()
        elif singular in capitals:
            name += singular.upper() + "s"
        else:
            name += word[:1].upper() + word[1:]
    return name


def method_name(name):
    """InstanceType: instance_type."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def text_of_bytes(value):
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")


def as_json(value, path=""):
    """A parameter as the call takes it: times in ISO 8601, bytes as text, else as base64."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, dict):
        return {str(name): as_json(member, f"{path}.{name}" if path else str(name)) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item, f"{path}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, datetime.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return text_of_bytes(value)
    if callable(getattr(value, "read", None)):
        read = value.read()
        return read if isinstance(read, str) else text_of_bytes(read)
    if type(value).__name__ == "Decimal":
        return int(value) if value == value.to_integral_value() else float(value)
    raise exceptions.ParamValidationError(
        report=f"Invalid type for parameter {path}, value: {value}, type: {type(value)}")


def is_time(service, name):
    if not TIME_NAME.search(name):
        return False
    texts = TEXT_TIMES.get(service, ())
    return texts is not None and name not in texts


def to_time(text):
    text = text[:-1] + "+00:00" if text.endswith("Z") else text
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    fraction = re.search(r"\.(\d+)", text)
    if fraction:  # older versions of Python read three or six digits
        text = text.replace(fraction.group(), "." + (fraction.group(1) + "000000")[:6])
    time = datetime.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)


class StreamingBody(io.BytesIO):
    """botocore.response.StreamingBody, all of which has come."""

    def read(self, amt=None):
        return super().read(-1 if amt is None else amt)

    def iter_lines(self, chunk_size=1024, keepends=False):
        yield from super().read().splitlines(keepends)

    def iter_chunks(self, chunk_size=1024):
        while True:
            chunk = super().read(chunk_size)
            if not chunk:
                return
            yield chunk


def to_bytes(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode("utf-8")


def as_python(value, service, name=""):
    """An answer's member as botocore gives it."""
    if isinstance(value, dict):
        return {key: as_python(member, service, key) for key, member in value.items()}
    if isinstance(value, list):
        return [as_python(item, service, name) for item in value]
    if isinstance(value, str):
        if (service, name) in BYTES:
            return to_bytes(value)
        if is_time(service, name) and TIME_TEXT.fullmatch(value):
            try:
                return to_time(value)
            except ValueError:
                return value
    return value


def answer_of(answer, service, operation):
    found = as_python(answer, service)
    for stream_service, stream_operation, name in STREAMS:
        if (stream_service, stream_operation.lower()) == (service, operation.lower()) and name in found:
            content = answer[name]
            text = content if isinstance(content, str) else json.dumps(content)
            found[name] = StreamingBody(text.encode("utf-8"))
    return found


ask = None  # set by install(): a question's answer, both as JSON


def call(client, operation, parameters):
    service = client.meta.service_model.service_name
    found = ask({"service": service, "operation": operation, "parameters": as_json(parameters),
                 "region": client.meta.region_name, "token": client._session_token})
    if "not-answered" in found:
        raise NotAnswered(found["not-answered"])
    error = found.get("error")
    if error is None:
        return answer_of(found["answer"], service, operation)
    if error["code"] == "ParamValidation":
        raise exceptions.ParamValidationError(report=error["message"].split("\n", 1)[-1])
    response = {"Error": {"Message": error["message"], "Code": error["code"]},
                "ResponseMetadata": {"RequestId": error["request"], "HTTPStatusCode": error["status"],
                                     "HTTPHeaders": {"x-amzn-requestid": error["request"]}, "RetryAttempts": 0}}
    raise client.exceptions.of_error(error["code"], error.get("name"))(response, operation)


# --- Clients: boto3.client(), boto3.Session ---------------------------------------------------------------------------


class Config:
    """botocore.config.Config: taken, and without effect."""

    def __init__(self, *_, **options):
        self._user_provided_options = options
        self.__dict__.update(options)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return None

    def merge(self, other):
        return Config(**{**self._user_provided_options, **other._user_provided_options})


class Client:
    """botocore.client.BaseClient: each method is the operation of its name."""

    def __init__(self, service, region, config, session_token):
        self._session_token = session_token or ""
        self.meta = types.SimpleNamespace(
            region_name=region, partition=partition_of(region), config=config,
            endpoint_url=f"https://{service}.{region}.amazonaws.com",
            service_model=types.SimpleNamespace(service_name=service),
            events=types.SimpleNamespace(register=lambda *_, **__: None, unregister=lambda *_, **__: None))
        self.exceptions = ClientExceptions(service)

    def __getattr__(self, name):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        operation = operation_name(self.meta.service_model.service_name, name)

        def method(*arguments, **parameters):
            if arguments:
                raise TypeError(f"{name}() only accepts keyword arguments.")
            return call(self, operation, parameters)

        method.__name__ = name
        return method

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass

    def can_paginate(self, operation):
        return operation.startswith(("describe_", "list_", "get_", "search_", "scan", "query"))

    def get_paginator(self, operation):
        return Paginator(getattr(self, operation))

    def get_waiter(self, name):
        return waiters().get_waiter(self, name)

    @property
    def waiter_names(self):
        return waiters().names(self.meta.service_model.service_name)

    def generate_presigned_url(self, ClientMethod, Params=None, ExpiresIn=3600, HttpMethod=None):
        parts = Params or {}
        return (f"https://{parts.get('Bucket', self.meta.service_model.service_name)}.s3.amazonaws.com/"
                f"{parts.get('Key', '')}?X-Amz-Expires={ExpiresIn}&X-Amz-Signature=none")

    def upload_file(self, Filename, Bucket, Key, **_):
        with open(Filename, "rb") as file:
            self.put_object(Bucket=Bucket, Key=Key, Body=file.read())

    def upload_fileobj(self, Fileobj, Bucket, Key, **_):
        self.put_object(Bucket=Bucket, Key=Key, Body=Fileobj.read())

    def download_file(self, Bucket, Key, Filename, **_):
        with open(Filename, "wb") as file:
            self.download_fileobj(Bucket, Key, file)

    def download_fileobj(self, Bucket, Key, Fileobj, **_):
        Fileobj.write(self.get_object(Bucket=Bucket, Key=Key)["Body"].read())


def partition_of(region):
    for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")):
        if region.startswith(start):
            return partition
    return "aws"


class Pages:
    """What paginate() returns."""

    MOST = 10000  # pages: an answer of a mock may lead back to itself

    def __init__(self, method, parameters, config):
        self._method, self._parameters, self._config = method, parameters, config

    def __iter__(self):
        parameters = dict(self._parameters)
        if self._config.get("StartingToken"):
            parameters["NextToken"] = self._config["StartingToken"]
        left = self._config.get("MaxItems")
        left = None if left is None else int(left)
        for _ in range(self.MOST):
            page = self._method(**parameters)
            if left is not None:
                left -= cut(page, left)
            yield page
            further = next_page(page)
            if not further or left == 0:
                return
            if all(parameters.get(name) == value for name, value in further.items()):
                raise exceptions.PaginationError(message=f"The same next token was received twice: {further}")
            parameters.update(further)
        raise exceptions.PaginationError(message=f"More than {self.MOST} pages")

    def build_full_result(self):
        result = {}
        for page in self:
            for name, value in page.items():
                if isinstance(value, list) and isinstance(result.get(name), list):
                    result[name] = result[name] + value
                elif name not in ("ResponseMetadata", "NextToken", "nextToken", "Marker"):
                    result.setdefault(name, value)
        return result

    def search(self, expression):
        import jmespath  # where the machine has it; the SDK brings it along
        found = jmespath.compile(expression)
        for page in self:
            results = found.search(page)
            if isinstance(results, list):
                yield from results
            else:
                yield results


def cut(page, most):
    """Of the page's lists the first `most` items; how many there are."""
    counted = 0
    for name, value in page.items():
        if isinstance(value, list):
            page[name] = value[:most]
            counted = max(counted, len(page[name]))
    return counted


def next_page(page):
    """The parameters that ask for what follows; {}: nothing does."""
    for body in (page, *(member for member in page.values() if isinstance(member, dict))):
        if body.get("IsTruncated") is False or body.get("HasMoreResults") is False:
            continue
        for names, parameters in TOKENS:
            if body.get(names[0]):
                return {parameter: body[name] for name, parameter in zip(names, parameters) if body.get(name)}
    return {}


class Paginator:
    def __init__(self, method):
        self._method = method

    def paginate(self, PaginationConfig=None, **parameters):
        return Pages(self._method, parameters, PaginationConfig or {})


def waiters():
    return own_module("sdk_waiters")  # noqa: F821


REGIONS = ("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
           "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
           "us-east-2", "us-west-1", "us-west-2")  # those that every account has


class Session:
    """boto3.session.Session: credentials are taken, and open nothing: what answers has one account. A session token that
    sts gave says who calls."""

    def __init__(self, aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, region_name=None,
                 botocore_session=None, profile_name=None, **_):
        if profile_name:
            raise exceptions.ProfileNotFound(profile=profile_name)
        self._region, self._token = region_name, aws_session_token

    @property
    def region_name(self):
        return self._region or context["global:REGION"]

    profile_name = "default"
    available_profiles = ()

    def client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
               aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None, **_):
        region = region_name or getattr(config, "region_name", None) or self.region_name
        if not isinstance(service_name, str) or not re.fullmatch(r"[a-z][a-z0-9.-]{0,62}", service_name):
            raise exceptions.UnknownServiceError(service_name=service_name)
        if not re.fullmatch(r"[a-z]{2,4}(-[a-z]{2,20}){1,3}-\d{1,2}|aws-global", region):
            raise exceptions.InvalidRegionError(region_name=region)
        return Client(service_name, context["global:REGION"] if region == "aws-global" else region, config or Config(),
                      aws_session_token or self._token)

    def resource(self, service_name, *arguments, **options):
        client = self.client(service_name, *arguments, **options)
        return own_module("sdk_resources").make(client)  # noqa: F821

    def get_credentials(self):
        """There are none."""
        return None

    def get_available_regions(self, service_name, partition_name="aws", allow_non_regional=False):
        return list(REGIONS) if partition_name == "aws" else []

    def get_partition_for_region(self, region_name):
        return partition_of(region_name)


context = {"global:REGION": "us-east-1"}  # set by install()


def module_of(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
    return module


def boto3_module():
    default = Session()

    def client(*arguments, **options):
        return default.client(*arguments, **options)

    def resource(*arguments, **options):
        return default.resource(*arguments, **options)

    def setup_default_session(**options):
        nonlocal default
        default = Session(**options)

    def no_logger(*_, **__):
        pass

    return module_of("boto3", __version__=VERSION, __path__=[], Session=Session, client=client, resource=resource,
                     setup_default_session=setup_default_session, set_stream_logger=no_logger, DEFAULT_SESSION=None)


def install(asking, of_script):
    """Puts the SDK in the place of any that the machine has. `asking`: asks ssm-local; `of_script`: the context of the
    handler."""
    global ask, context
    ask, context = asking, of_script
    boto3_module()
    module_of("boto3.session", Session=Session)
    module_of("boto3.exceptions", Boto3Error=type("Boto3Error", (Exception,), {}),
              S3UploadFailedError=type("S3UploadFailedError", (Exception,), {}))
    module_of("botocore", __version__=VERSION, __path__=[])
    sys.modules["botocore.exceptions"] = sys.modules["botocore"].exceptions = exceptions
    module_of("botocore.config", Config=Config)
    module_of("botocore.client", Config=Config, BaseClient=Client, ClientError=ClientError)
    module_of("botocore.response", StreamingBody=StreamingBody)
    module_of("botocore.errorfactory", ClientError=ClientError)
