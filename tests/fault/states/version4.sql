BEGIN TRANSACTION;
CREATE TABLE client_tokens (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  operation TEXT NOT NULL,
  token TEXT NOT NULL,
  parameters TEXT NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (account, region, operation, token)
) WITHOUT ROWID;
CREATE TABLE document_shares (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  shared_with TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (account, region, name, shared_with),
  FOREIGN KEY (account, region, name) REFERENCES documents ON DELETE CASCADE
);
CREATE TABLE document_texts (
  hash TEXT PRIMARY KEY,
  format INTEGER NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "document_texts" VALUES('6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539',0,'{"schemaVersion":"0.3","parameters":{"Wait":{"type":"String","default":"PT30S"}},"mainSteps":[{"name":"rest","action":"aws:sleep","maxAttempts":2,"inputs":{"Duration":"{{ Wait }}"}},{"name":"look","action":"aws:executeAwsApi","inputs":{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["i-1234567890abcdef0"]},"outputs":[{"Name":"State","Selector":"$.Reservations[0].Instances[0].State.Name","Type":"String"}]},{"name":"ask","action":"aws:approve","onFailure":"step:last","inputs":{"Approvers":["operator"]}},{"name":"last","action":"aws:pause","inputs":{}}],"outputs":["look.State"]}');
CREATE TABLE document_versions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  version_name TEXT NOT NULL,
  format TEXT NOT NULL,
  hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  description TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (account, region, name, version),
  FOREIGN KEY (account, region, name) REFERENCES documents ON DELETE CASCADE
);
INSERT INTO "document_versions" VALUES('123456789012','us-east-1','Doc',1,'','YAML','0437100d6ee2fa41d120630e49a98e844c280c7ce529671df42cd3208a09a33a',1795903231788,'{}','{"PlatformTypes":["Windows","Linux","MacOS"],"SchemaVersion":"0.3","Parameters":[{"Name":"Wait","Type":"String","DefaultValue":"PT30S"}]}','schemaVersion: "0.3"
parameters:
  Wait: {type: String, default: PT30S}
mainSteps:
- {name: rest, action: "aws:sleep", maxAttempts: 2, inputs: {Duration: "{{ Wait }}"}}
- name: look
  action: aws:executeAwsApi
  inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: ["i-1234567890abcdef0"]}
  outputs: [{Name: State, Selector: "$.Reservations[0].Instances[0].State.Name", Type: String}]
- {name: ask, action: "aws:approve", onFailure: "step:last", inputs: {Approvers: ["operator"]}}
- {name: last, action: "aws:pause", inputs: {}}
outputs: [look.State]
');
CREATE TABLE documents (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  document_type TEXT NOT NULL,
  default_version INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  tags TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;
INSERT INTO "documents" VALUES('123456789012','us-east-1','Doc','123456789012','Automation',1,1,'[]');
CREATE TABLE events (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, sequence)
) WITHOUT ROWID;
INSERT INTO "events" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',1,'{"event":"ExecutionBegan","at":1795903231828}');
INSERT INTO "events" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',2,'{"event":"StepStarted","at":1795903231886,"step":"rest","inputs":{"Duration":"PT30S"}}');
INSERT INTO "events" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',3,'{"event":"StepSuspended","at":1795903231886,"step":"rest","memo":{"end":1795903261886},"wakeAt":1795903261886,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',1,'{"event":"ExecutionBegan","at":1795903231947}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',2,'{"event":"StepStarted","at":1795903231960,"step":"rest","inputs":{"Duration":"PT0.1S"}}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',3,'{"event":"StepSuspended","at":1795903231960,"step":"rest","memo":{"end":1795903232060},"wakeAt":1795903232060,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',4,'{"event":"StepSucceeded","at":1795903232060,"step":"rest","outputs":{}}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',5,'{"event":"StepStarted","at":1795903232060,"step":"look","inputs":{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["i-1234567890abcdef0"]},"timeout":3600000}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',6,'{"event":"StepSucceeded","at":1795903232061,"step":"look","outputs":{"State":"running"}}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',7,'{"event":"StepStarted","at":1795903232061,"step":"ask","inputs":{"Approvers":["operator"]},"timeout":604800000}');
INSERT INTO "events" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',8,'{"event":"StepSuspended","at":1795903232061,"step":"ask","memo":{"phase":"notified"},"awaits":1,"outputs":{"ApprovalStatus":"Waiting"},"signalsSeen":0}');
INSERT INTO "events" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',1,'{"event":"ExecutionBegan","at":1795903231922}');
INSERT INTO "events" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',2,'{"event":"SignalAccepted","at":1795903231933,"signal":{"type":"StartStep","payload":{"StepName":["rest"]},"caller":"arn:aws:iam::123456789012:user/local","at":1795903231933}}');
INSERT INTO "events" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',3,'{"event":"StepStarted","at":1795903231960,"step":"rest","inputs":{"Duration":"PT20S"}}');
INSERT INTO "events" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',4,'{"event":"StepSuspended","at":1795903231960,"step":"rest","memo":{"end":1795903251960},"wakeAt":1795903251960,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('7060100e-7ad7-4840-9201-3485684400d6',1,'{"event":"ExecutionBegan","at":1795903231894}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',1,'{"event":"ExecutionBegan","at":1795903231862}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',2,'{"event":"StepStarted","at":1795903231886,"step":"rest","inputs":{"Duration":"PT0.1S"}}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',3,'{"event":"StepSuspended","at":1795903231886,"step":"rest","memo":{"end":1795903231986},"wakeAt":1795903231986,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',4,'{"event":"StepSucceeded","at":1795903231987,"step":"rest","outputs":{}}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',5,'{"event":"StepStarted","at":1795903231987,"step":"look","inputs":{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["i-1234567890abcdef0"]},"timeout":3600000}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',6,'{"event":"StepSucceeded","at":1795903231992,"step":"look","outputs":{"State":"running"}}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',7,'{"event":"StepStarted","at":1795903231992,"step":"ask","inputs":{"Approvers":["operator"]},"timeout":604800000}');
INSERT INTO "events" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',8,'{"event":"StepSuspended","at":1795903231992,"step":"ask","memo":{"phase":"notified"},"awaits":1,"outputs":{"ApprovalStatus":"Waiting"},"signalsSeen":0}');
CREATE TABLE execution_tags (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  tag_key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (execution_id, tag_key)
);
CREATE TABLE executions (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  document_name TEXT NOT NULL,
  document_hash TEXT NOT NULL REFERENCES document_texts(hash),
  status TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  client_token TEXT,
  current_action TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  due_ms INTEGER,
  holds_slot INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL
);
INSERT INTO "executions" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','InProgress','',NULL,'aws:sleep',1795903231828,1795903261886,1,3,'{"id":"48b27eea-25c9-47d6-aee9-f891e46dc0a5","documentName":"Doc","documentVersion":"1","interactive":false,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc"},"parameters":{"Wait":"PT30S"},"variables":{},"status":"InProgress","created":1795903231828,"currentStep":"rest","stepsStarted":1,"sequence":3}');
INSERT INTO "executions" VALUES('91256afe-f083-4ee7-9535-e60b0c532178','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','Waiting','',NULL,'aws:approve',1795903231862,1796508031992,1,8,'{"id":"91256afe-f083-4ee7-9535-e60b0c532178","documentName":"Doc","documentVersion":"1","interactive":false,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc","Parameters":{"Wait":["PT0.1S"]}},"parameters":{"Wait":"PT0.1S"},"variables":{},"status":"Waiting","created":1795903231862,"currentStep":"ask","lastStep":"look","stepsStarted":3,"sequence":8}');
INSERT INTO "executions" VALUES('7060100e-7ad7-4840-9201-3485684400d6','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','Waiting','',NULL,'',1795903231894,NULL,1,1,'{"id":"7060100e-7ad7-4840-9201-3485684400d6","documentName":"Doc","documentVersion":"1","interactive":true,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc","Mode":"Interactive"},"parameters":{"Wait":"PT30S"},"variables":{},"status":"Waiting","created":1795903231894,"stepsStarted":0,"sequence":1}');
INSERT INTO "executions" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','InProgress','',NULL,'aws:sleep',1795903231922,1795903251960,1,4,'{"id":"6885e8cb-6439-45c7-9ca4-bc5f00175e4d","documentName":"Doc","documentVersion":"1","interactive":true,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc","Parameters":{"Wait":["PT20S"]},"Mode":"Interactive"},"parameters":{"Wait":"PT20S"},"variables":{},"status":"InProgress","created":1795903231922,"currentStep":"rest","stepsStarted":1,"sequence":4}');
INSERT INTO "executions" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','Waiting','',NULL,'aws:approve',1795903231947,1796508032061,1,8,'{"id":"4c809ef5-a5d8-4335-80f7-3d27388c2d7f","documentName":"Doc","documentVersion":"1","interactive":false,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc","Parameters":{"Wait":["PT0.1S"]}},"parameters":{"Wait":"PT0.1S"},"variables":{},"status":"Waiting","created":1795903231947,"currentStep":"ask","lastStep":"look","stepsStarted":3,"sequence":8}');
INSERT INTO "executions" VALUES('dd55b9ce-8d68-4f8c-a57a-7547f74b6a66','123456789012','us-east-1','Doc','6fd5dd26d6899b7b32d7b7bfd00adef0bca36bb04b98d177cde01dba7321b539','Pending','',NULL,'',1795903232547,1795903232547,0,0,'{"id":"dd55b9ce-8d68-4f8c-a57a-7547f74b6a66","documentName":"Doc","documentVersion":"1","interactive":false,"account":"123456789012","region":"us-east-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Doc","Parameters":{"Wait":["PT0.1S"]}},"parameters":{"Wait":"PT0.1S"},"variables":{},"status":"Pending","created":1795903232547,"stepsStarted":0,"sequence":0}');
CREATE TABLE mock_uses (
  execution_id TEXT NOT NULL REFERENCES mocks(execution_id) ON DELETE CASCADE,
  mock INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (execution_id, mock)
) WITHOUT ROWID;
CREATE TABLE mocks (
  execution_id TEXT PRIMARY KEY REFERENCES executions(id) ON DELETE CASCADE,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE previews (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE resources (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, region, kind, id)
);
INSERT INTO "resources" VALUES(1,'123456789012','us-east-1','account:timing','timing','{"start":1,"statusChecks":1,"stop":1,"terminate":1}');
INSERT INTO "resources" VALUES(2,'123456789012','us-east-1','ec2:instance','i-1234567890abcdef0','{"InstanceId":"i-1234567890abcdef0","State":"running","InstanceType":"t3.micro","Tags":{"Name":"web-1"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T22:00:31.987Z","AvailabilityZone":"us-east-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.142.62","ReservationId":"r-e9dc31cedca5af905"}');
INSERT INTO "resources" VALUES(3,'123456789012','us-east-1','ec2:instance','i-0abcdef1234567890','{"InstanceId":"i-0abcdef1234567890","State":"stopped","InstanceType":"t3.small","Tags":{"Name":"batch-1"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T22:00:31.987Z","AvailabilityZone":"us-east-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.214.104","ReservationId":"r-e3910cf78e19e1fc6"}');
INSERT INTO "resources" VALUES(4,'123456789012','us-east-1','ec2:instance','i-0fedcba0987654321','{"InstanceId":"i-0fedcba0987654321","State":"running","InstanceType":"t3.micro","Tags":{"Name":"test-1","Environment":"Test"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T22:00:31.987Z","AvailabilityZone":"us-east-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.209.0","ReservationId":"r-a6aa6aca82cfb6762"}');
INSERT INTO "resources" VALUES(5,'123456789012','us-east-1','sns:topic','arn:aws:sns:us-east-1:123456789012:AutomationApprovals','{"TopicArn":"arn:aws:sns:us-east-1:123456789012:AutomationApprovals"}');
CREATE TABLE scopes (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  PRIMARY KEY (account, region)
) WITHOUT ROWID;
INSERT INTO "scopes" VALUES('123456789012','us-east-1');
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;
INSERT INTO "steps" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',0,'{"id":"c63e3e8a-cd48-4f62-82e9-09c89a0e8313","name":"rest","action":"aws:sleep","status":"InProgress","runOrder":1,"started":1795903231886,"attempt":1,"inputs":{"Duration":"PT30S"},"outputs":{},"memo":{"end":1795903261886},"wakeAt":1795903261886}');
INSERT INTO "steps" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',1,'{"id":"c86619d1-665c-42f7-bba0-18b553a3515c","name":"look","action":"aws:executeAwsApi","status":"Pending"}');
INSERT INTO "steps" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',2,'{"id":"ef10fd40-8332-4d06-9ecf-f175a3b5a8c3","name":"ask","action":"aws:approve","status":"Pending"}');
INSERT INTO "steps" VALUES('48b27eea-25c9-47d6-aee9-f891e46dc0a5',3,'{"id":"6c4edc38-7ecd-42cd-bde2-6e074465aad1","name":"last","action":"aws:pause","status":"Pending"}');
INSERT INTO "steps" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',0,'{"id":"737dd06d-cf50-4bde-846b-1bf39ab390b1","name":"rest","action":"aws:sleep","status":"Success","runOrder":1,"started":1795903231960,"ended":1795903232060,"attempt":1,"inputs":{"Duration":"PT0.1S"},"outputs":{},"validNextSteps":["look"]}');
INSERT INTO "steps" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',1,'{"id":"5eee191b-df92-480f-b58f-ab8c51e5eba6","name":"look","action":"aws:executeAwsApi","status":"Success","runOrder":2,"started":1795903232060,"ended":1795903232061,"attempt":1,"inputs":{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["i-1234567890abcdef0"]},"outputs":{"State":"running"},"validNextSteps":["ask"],"timeout":3600000}');
INSERT INTO "steps" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',2,'{"id":"d17b20ae-5ecf-4daf-9a3b-c3f02484a23b","name":"ask","action":"aws:approve","status":"Waiting","runOrder":3,"started":1795903232061,"attempt":1,"inputs":{"Approvers":["operator"]},"outputs":{"ApprovalStatus":"Waiting"},"memo":{"phase":"notified"},"timeout":604800000,"deadline":1796508032061,"awaits":1}');
INSERT INTO "steps" VALUES('4c809ef5-a5d8-4335-80f7-3d27388c2d7f',3,'{"id":"6d0a7eb2-7b1e-4067-9c6e-34a25bba4b73","name":"last","action":"aws:pause","status":"Pending"}');
INSERT INTO "steps" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',0,'{"id":"99c4b890-6e0c-4761-9f6c-83aa7136eab6","name":"rest","action":"aws:sleep","status":"InProgress","runOrder":1,"started":1795903231960,"attempt":1,"inputs":{"Duration":"PT20S"},"outputs":{},"memo":{"end":1795903251960},"wakeAt":1795903251960}');
INSERT INTO "steps" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',1,'{"id":"a0f2557f-5ba2-4274-b6b2-a667b6095ec2","name":"look","action":"aws:executeAwsApi","status":"Pending"}');
INSERT INTO "steps" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',2,'{"id":"5cb55a90-0a27-42d2-aabb-a8c8add37751","name":"ask","action":"aws:approve","status":"Pending"}');
INSERT INTO "steps" VALUES('6885e8cb-6439-45c7-9ca4-bc5f00175e4d',3,'{"id":"caced600-ef23-42fa-9e9a-5c8ff0497300","name":"last","action":"aws:pause","status":"Pending"}');
INSERT INTO "steps" VALUES('7060100e-7ad7-4840-9201-3485684400d6',0,'{"id":"f1b8c930-6bc9-4102-aa86-d29306903801","name":"rest","action":"aws:sleep","status":"Pending"}');
INSERT INTO "steps" VALUES('7060100e-7ad7-4840-9201-3485684400d6',1,'{"id":"90cf0dea-53d8-40c8-ab56-c0d5d19b76bd","name":"look","action":"aws:executeAwsApi","status":"Pending"}');
INSERT INTO "steps" VALUES('7060100e-7ad7-4840-9201-3485684400d6',2,'{"id":"2a26e694-422d-43b1-89ae-5da95c1a9739","name":"ask","action":"aws:approve","status":"Pending"}');
INSERT INTO "steps" VALUES('7060100e-7ad7-4840-9201-3485684400d6',3,'{"id":"f16f63b7-8298-41b7-86c4-a1ed29c68467","name":"last","action":"aws:pause","status":"Pending"}');
INSERT INTO "steps" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',0,'{"id":"7c3c214e-e17b-437c-b725-474b16e3fd01","name":"rest","action":"aws:sleep","status":"Success","runOrder":1,"started":1795903231886,"ended":1795903231987,"attempt":1,"inputs":{"Duration":"PT0.1S"},"outputs":{},"validNextSteps":["look"]}');
INSERT INTO "steps" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',1,'{"id":"efc0bd3f-abef-475d-9eb1-a38117c098fa","name":"look","action":"aws:executeAwsApi","status":"Success","runOrder":2,"started":1795903231987,"ended":1795903231992,"attempt":1,"inputs":{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["i-1234567890abcdef0"]},"outputs":{"State":"running"},"validNextSteps":["ask"],"timeout":3600000}');
INSERT INTO "steps" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',2,'{"id":"e91defcf-dd35-4c73-a181-95d2b3405f31","name":"ask","action":"aws:approve","status":"Waiting","runOrder":3,"started":1795903231992,"attempt":1,"inputs":{"Approvers":["operator"]},"outputs":{"ApprovalStatus":"Waiting"},"memo":{"phase":"notified"},"timeout":604800000,"deadline":1796508031992,"awaits":1}');
INSERT INTO "steps" VALUES('91256afe-f083-4ee7-9535-e60b0c532178',3,'{"id":"9d671389-b070-4fc7-81bf-73dba65d2337","name":"last","action":"aws:pause","status":"Pending"}');
INSERT INTO "steps" VALUES('dd55b9ce-8d68-4f8c-a57a-7547f74b6a66',0,'{"id":"2035f5c5-0fe9-4077-80ab-bdbe01cfaa7e","name":"rest","action":"aws:sleep","status":"Pending"}');
INSERT INTO "steps" VALUES('dd55b9ce-8d68-4f8c-a57a-7547f74b6a66',1,'{"id":"9e81a2ea-c7f2-4b12-8088-12868b25d27f","name":"look","action":"aws:executeAwsApi","status":"Pending"}');
INSERT INTO "steps" VALUES('dd55b9ce-8d68-4f8c-a57a-7547f74b6a66',2,'{"id":"202fa125-288c-447a-bd3e-d0995c9e9e56","name":"ask","action":"aws:approve","status":"Pending"}');
INSERT INTO "steps" VALUES('dd55b9ce-8d68-4f8c-a57a-7547f74b6a66',3,'{"id":"51f4d773-7742-432e-b572-6c6cca0d7152","name":"last","action":"aws:pause","status":"Pending"}');
CREATE INDEX executions_newest ON executions (account, region, created_ms DESC, id DESC);
CREATE INDEX executions_parent ON executions (parent_id) WHERE parent_id <> '';
CREATE INDEX executions_due ON executions (due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX executions_slots ON executions (holds_slot) WHERE holds_slot = 1;
CREATE INDEX executions_queue ON executions (created_ms) WHERE status = 'Pending';
CREATE UNIQUE INDEX executions_token ON executions (account, region, client_token)
  WHERE client_token IS NOT NULL;
CREATE UNIQUE INDEX document_version_names ON document_versions (account, region, name, version_name)
  WHERE version_name <> '';
CREATE INDEX document_shares_of ON document_shares (region, shared_with);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('resources',5);
COMMIT;
PRAGMA user_version = 4;
