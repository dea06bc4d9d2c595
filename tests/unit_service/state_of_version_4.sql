-- state.db of commit 173e744 (user_version 4), as the sqlite3 module of Python dumps it.
PRAGMA foreign_keys = OFF;
PRAGMA user_version = 4;
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
INSERT INTO "document_shares" VALUES('123456789012','eu-north-1','Hold','111111111111','$DEFAULT');
CREATE TABLE document_texts (
  hash TEXT PRIMARY KEY,
  format INTEGER NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "document_texts" VALUES('103e8d8cf6c92d036c61db72bc065f9869884215446b3ccfcc9c8cc972822c8b',0,'{"schemaVersion":"0.3","description":"Stops EC2 instances; those that do not stop in an orderly way are forced to.","assumeRole":"{{ AutomationAssumeRole }}","parameters":{"InstanceId":{"type":"StringList","description":"(Required) Ids of the EC2 instances to stop."},"AutomationAssumeRole":{"type":"String","description":"(Optional) ARN of the role the runbook works as. Left empty, it works with the permissions of whoever starts it.","default":""}},"mainSteps":[{"name":"stopInstances","action":"aws:changeInstanceState","onFailure":"Continue","inputs":{"InstanceIds":"{{ InstanceId }}","DesiredState":"stopped"}},{"name":"forceStopInstances","action":"aws:changeInstanceState","inputs":{"InstanceIds":"{{ InstanceId }}","CheckStateOnly":false,"DesiredState":"stopped","Force":true}}]}');
INSERT INTO "document_texts" VALUES('fd0f37d49529fd8852165918566469da2582340661ae13a2a9422fb4fb9299e4',0,'{"schemaVersion":"0.3","parameters":{"Text":{"type":"String","default":"none"}},"mainSteps":[{"name":"first","action":"aws:sleep","inputs":{"Duration":"PT0.1S"}},{"name":"hold","action":"aws:pause","inputs":{}}],"outputs":["first.Nothing"]}');
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
INSERT INTO "document_versions" VALUES('123456789012','eu-north-1','Hold',1,'','YAML','aceb1c549441c67604ca5f9011d9d9008b45ba36bb297e505730203d829016a7',1795900375729,'{}','{"PlatformTypes":["Windows","Linux","MacOS"],"SchemaVersion":"0.3","Parameters":[{"Name":"Text","Type":"String","DefaultValue":"none"}]}','schemaVersion: ''0.3''
parameters: {Text: {type: String, default: none}}
mainSteps:
  - {name: first, action: ''aws:sleep'', inputs: {Duration: PT0.1S}}
  - {name: hold, action: ''aws:pause'', inputs: {}}
outputs: [first.Nothing]
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
INSERT INTO "documents" VALUES('123456789012','eu-north-1','Hold','123456789012','Automation',1,1,'[{"Key":"team","Value":"red"}]');
CREATE TABLE events (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, sequence)
) WITHOUT ROWID;
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',1,'{"event":"ExecutionBegan","at":1795900375770}');
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',2,'{"event":"StepStarted","at":1795900375783,"step":"first","inputs":{"Duration":"PT0.1S"}}');
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',3,'{"event":"StepSuspended","at":1795900375783,"step":"first","memo":{"end":1795900375883},"wakeAt":1795900375883,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',4,'{"event":"StepSucceeded","at":1795900375883,"step":"first","outputs":{}}');
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',5,'{"event":"StepStarted","at":1795900375883,"step":"hold","inputs":{},"timeout":604800000}');
INSERT INTO "events" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',6,'{"event":"StepSuspended","at":1795900375883,"step":"hold","memo":{"phase":"paused"},"awaits":2,"signalsSeen":0}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',1,'{"event":"ExecutionBegan","at":1795900375814}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',2,'{"event":"StepStarted","at":1795900375851,"step":"first","inputs":{"Duration":"PT0.1S"}}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',3,'{"event":"StepSuspended","at":1795900375851,"step":"first","memo":{"end":1795900375951},"wakeAt":1795900375951,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',4,'{"event":"StepSucceeded","at":1795900375952,"step":"first","outputs":{}}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',5,'{"event":"StepStarted","at":1795900375952,"step":"hold","inputs":{},"timeout":604800000}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',6,'{"event":"StepSucceeded","at":1795900375952,"step":"hold","outputs":{}}');
INSERT INTO "events" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',7,'{"event":"ExecutionEnded","at":1795900375952,"status":"Success"}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',1,'{"event":"ExecutionBegan","at":1795900375785}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',2,'{"event":"StepStarted","at":1795900375810,"step":"stopInstances","inputs":{"InstanceIds":["i-1234567890abcdef0"],"DesiredState":"stopped"},"timeout":3600000}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',3,'{"event":"StepSuspended","at":1795900375811,"step":"stopInstances","memo":{"phase":"verify","polls":1},"wakeAt":1795900376060,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',4,'{"event":"StepSuspended","at":1795900376064,"step":"stopInstances","memo":{"phase":"verify","polls":2},"wakeAt":1795900376564,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',5,'{"event":"StepSuspended","at":1795900376565,"step":"stopInstances","memo":{"phase":"verify","polls":3},"wakeAt":1795900377564,"awaits":0,"signalsSeen":0}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',6,'{"event":"StepSucceeded","at":1795900377565,"step":"stopInstances","outputs":{"InstanceStates":["stopped"]}}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',7,'{"event":"StepStarted","at":1795900377565,"step":"forceStopInstances","inputs":{"InstanceIds":["i-1234567890abcdef0"],"CheckStateOnly":false,"DesiredState":"stopped","Force":true},"timeout":3600000}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',8,'{"event":"StepSucceeded","at":1795900377565,"step":"forceStopInstances","outputs":{"InstanceStates":["stopped"]}}');
INSERT INTO "events" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',9,'{"event":"ExecutionEnded","at":1795900377565,"status":"Success"}');
CREATE TABLE execution_tags (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  tag_key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (execution_id, tag_key)
);
INSERT INTO "execution_tags" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db','a','1');
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
INSERT INTO "executions" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db','123456789012','eu-north-1','Hold','fd0f37d49529fd8852165918566469da2582340661ae13a2a9422fb4fb9299e4','Waiting','',NULL,'aws:pause',1795900375770,1796505175883,1,6,'{"id":"0441905c-ecb4-49a2-b6fc-7df3ddc1c1db","documentName":"Hold","documentVersion":"1","interactive":false,"account":"123456789012","region":"eu-north-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Hold","Parameters":{"Text":["given"]},"Tags":[{"Key":"a","Value":"1"}]},"parameters":{"Text":"given"},"variables":{},"status":"Waiting","created":1795900375770,"currentStep":"hold","lastStep":"first","stepsStarted":2,"sequence":6}');
INSERT INTO "executions" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e','123456789012','eu-north-1','AWS-StopEC2Instance','103e8d8cf6c92d036c61db72bc065f9869884215446b3ccfcc9c8cc972822c8b','Success','',NULL,'',1795900375785,NULL,0,9,'{"id":"9675f2fc-7fd3-42ef-85bd-4daba579956e","documentName":"AWS-StopEC2Instance","documentVersion":"1","interactive":false,"account":"123456789012","region":"eu-north-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"AWS-StopEC2Instance","Parameters":{"InstanceId":["i-1234567890abcdef0"]}},"parameters":{"InstanceId":["i-1234567890abcdef0"],"AutomationAssumeRole":""},"variables":{},"status":"Success","created":1795900375785,"ended":1795900377565,"lastStep":"forceStopInstances","flowEnded":true,"stepsStarted":2,"sequence":9}');
INSERT INTO "executions" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0','123456789012','eu-north-1','Hold','fd0f37d49529fd8852165918566469da2582340661ae13a2a9422fb4fb9299e4','Success','',NULL,'',1795900375814,NULL,0,7,'{"id":"827ac487-9590-4f0e-a479-055d7abca7a0","documentName":"Hold","documentVersion":"1","interactive":false,"account":"123456789012","region":"eu-north-1","executedBy":"arn:aws:iam::123456789012:user/local","request":{"DocumentName":"Hold"},"parameters":{"Text":"none"},"variables":{},"status":"Success","created":1795900375814,"ended":1795900375952,"lastStep":"hold","flowEnded":true,"stepsStarted":2,"sequence":7}');
CREATE TABLE mock_uses (
  execution_id TEXT NOT NULL REFERENCES mocks(execution_id) ON DELETE CASCADE,
  mock INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (execution_id, mock)
) WITHOUT ROWID;
INSERT INTO "mock_uses" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',0,1);
CREATE TABLE mocks (
  execution_id TEXT PRIMARY KEY REFERENCES executions(id) ON DELETE CASCADE,
  content TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "mocks" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0','{"strict":false,"mocks":[{"step":"hold","0-":{"Return":{"Answer":"yes"}}}]}');
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
INSERT INTO "resources" VALUES(1,'123456789012','eu-north-1','account:timing','timing','{"start":1,"statusChecks":1,"stop":1,"terminate":1}');
INSERT INTO "resources" VALUES(2,'123456789012','eu-north-1','ec2:instance','i-1234567890abcdef0','{"InstanceId":"i-1234567890abcdef0","State":"running","InstanceType":"t3.micro","Tags":{"Name":"web-1"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T21:12:55.810Z","AvailabilityZone":"eu-north-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.142.62","ReservationId":"r-e9dc31cedca5af905","change":{"to":"stopped","at":"2026-11-28T21:12:55.810Z"}}');
INSERT INTO "resources" VALUES(3,'123456789012','eu-north-1','ec2:instance','i-0abcdef1234567890','{"InstanceId":"i-0abcdef1234567890","State":"stopped","InstanceType":"t3.small","Tags":{"Name":"batch-1"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T21:12:55.810Z","AvailabilityZone":"eu-north-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.214.104","ReservationId":"r-e3910cf78e19e1fc6"}');
INSERT INTO "resources" VALUES(4,'123456789012','eu-north-1','ec2:instance','i-0fedcba0987654321','{"InstanceId":"i-0fedcba0987654321","State":"running","InstanceType":"t3.micro","Tags":{"Name":"test-1","Environment":"Test"},"ImageId":"ami-0123456789abcdef0","LaunchTime":"2026-11-28T21:12:55.810Z","AvailabilityZone":"eu-north-1a","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0123456789abcdef0","PrivateIpAddress":"10.0.209.0","ReservationId":"r-a6aa6aca82cfb6762"}');
INSERT INTO "resources" VALUES(5,'123456789012','eu-north-1','sns:topic','arn:aws:sns:eu-north-1:123456789012:AutomationApprovals','{"TopicArn":"arn:aws:sns:eu-north-1:123456789012:AutomationApprovals"}');
CREATE TABLE scopes (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  PRIMARY KEY (account, region)
) WITHOUT ROWID;
INSERT INTO "scopes" VALUES('123456789012','eu-north-1');
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;
INSERT INTO "steps" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',0,'{"id":"03bddc59-644c-43ff-b33e-fd6bf9f5755b","name":"first","action":"aws:sleep","status":"Success","runOrder":1,"started":1795900375783,"ended":1795900375883,"attempt":1,"inputs":{"Duration":"PT0.1S"},"outputs":{},"validNextSteps":["hold"]}');
INSERT INTO "steps" VALUES('0441905c-ecb4-49a2-b6fc-7df3ddc1c1db',1,'{"id":"1b8c1078-3efb-4286-afcc-6cbbe7c9fc52","name":"hold","action":"aws:pause","status":"Waiting","runOrder":2,"started":1795900375883,"attempt":1,"inputs":{},"outputs":{},"memo":{"phase":"paused"},"timeout":604800000,"deadline":1796505175883,"awaits":2}');
INSERT INTO "steps" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',0,'{"id":"3e751c7d-28e9-4d8b-917b-5bfd7796acb8","name":"first","action":"aws:sleep","status":"Success","runOrder":1,"started":1795900375851,"ended":1795900375952,"attempt":1,"inputs":{"Duration":"PT0.1S"},"outputs":{},"validNextSteps":["hold"]}');
INSERT INTO "steps" VALUES('827ac487-9590-4f0e-a479-055d7abca7a0',1,'{"id":"cc68f146-0f61-49f7-b271-62092b9aa8cf","name":"hold","action":"aws:pause","status":"Success","runOrder":2,"started":1795900375952,"ended":1795900375952,"attempt":1,"inputs":{},"outputs":{},"timeout":604800000}');
INSERT INTO "steps" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',0,'{"id":"124e0026-ef0c-42e2-80dc-baab759cdd42","name":"stopInstances","action":"aws:changeInstanceState","status":"Success","runOrder":1,"started":1795900375810,"ended":1795900377565,"attempt":1,"inputs":{"InstanceIds":["i-1234567890abcdef0"],"DesiredState":"stopped"},"outputs":{"InstanceStates":["stopped"]},"validNextSteps":["forceStopInstances"],"timeout":3600000}');
INSERT INTO "steps" VALUES('9675f2fc-7fd3-42ef-85bd-4daba579956e',1,'{"id":"7686b19e-0eff-4263-bbf7-3bafb7c9f21d","name":"forceStopInstances","action":"aws:changeInstanceState","status":"Success","runOrder":2,"started":1795900377565,"ended":1795900377565,"attempt":1,"inputs":{"InstanceIds":["i-1234567890abcdef0"],"CheckStateOnly":false,"DesiredState":"stopped","Force":true},"outputs":{"InstanceStates":["stopped"]},"timeout":3600000}');
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
INSERT INTO "sqlite_sequence" VALUES('resources',6);
COMMIT;
PRAGMA foreign_keys = ON;
