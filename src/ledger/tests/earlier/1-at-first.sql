-- A ledger of version 1 before its last column, as the program of commit e745950 wrote it (sqlite3 .dump).
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE cases (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    decide_by INTEGER,
    decided TEXT,
    PRIMARY KEY (shop, order_id)
) STRICT, WITHOUT ROWID;
INSERT INTO cases VALUES('gid://shopify/Shop/1','1',1795161600000,NULL,'{"verb":"cancel","row":"00000000-0000-0000-0000-000000000001","by":"Sam","at":"2026-11-20T09:00:06Z","holds_then":["hold-9"],"risk_then":"high","disputes_then":["d-1"]}');
INSERT INTO cases VALUES('gid://shopify/Shop/1','2',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','3',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','4',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','5',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','6',1795161600000,1795798800000,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','7',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','8',1795161600000,NULL,NULL);
INSERT INTO cases VALUES('gid://shopify/Shop/1','9',1795161600000,NULL,NULL);
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_name TEXT NOT NULL,
    verb TEXT NOT NULL,
    revision TEXT NOT NULL,
    state TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    staged_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    deciding INTEGER NOT NULL,
    decide_by INTEGER,
    began_by TEXT,
    last_seen TEXT
) STRICT;
INSERT INTO outbox VALUES(1,'00000000-0000-0000-0000-000000000001','gid://shopify/Shop/1','1','#101','cancel','seen-1','confirmed','Sam',1795165200000,1795165230000,1,NULL,NULL,'{"revision":"after-1","only_ours_since":"after-1","holds":["hold-9"],"risk":"high","disputes":["d-1"]}');
INSERT INTO outbox VALUES(2,'00000000-0000-0000-0000-000000000005','gid://shopify/Shop/1','2','#102','refund','seen-2','unknown','Sam',1795165207000,1795165207000,1,NULL,NULL,NULL);
INSERT INTO outbox VALUES(3,'00000000-0000-0000-0000-000000000009','gid://shopify/Shop/1','3','#103','release','seen-3','stopped','Sam',1795165210000,1795165210000,1,NULL,NULL,'{"revision":"after-3","only_ours_since":"seen-3","holds":["hold-9"],"risk":"high","disputes":["d-1"]}');
INSERT INTO outbox VALUES(4,'00000000-0000-0000-0000-00000000000e','gid://shopify/Shop/1','4','#104','tag','seen-4','staged','Sam',1795165215000,1795168815000,0,NULL,NULL,NULL);
INSERT INTO outbox VALUES(5,'00000000-0000-0000-0000-000000000012','gid://shopify/Shop/1','5','#105','refund','seen-5','dropped','Sam',1795165216000,1795165246000,1,NULL,NULL,NULL);
INSERT INTO outbox VALUES(6,'00000000-0000-0000-0000-000000000015','gid://shopify/Shop/1','6','#106','hold','seen-6','confirmed','Sam',1795165218000,1795165218000,0,1795798800000,NULL,'{"revision":"after-6","only_ours_since":"seen-6","holds":["hold-9"],"risk":"high","disputes":["d-1"]}');
INSERT INTO outbox VALUES(7,'00000000-0000-0000-0000-000000000018','gid://shopify/Shop/1','7','#107','untag','seen-7','confirmed','Sam',1795165222000,1795165222000,0,NULL,NULL,'{"revision":"seen-7","only_ours_since":"seen-7","holds":["hold-9"],"risk":"high","disputes":["d-1"]}');
CREATE TABLE steps (
    row_id TEXT NOT NULL REFERENCES outbox (id),
    place INTEGER NOT NULL,
    system TEXT NOT NULL,
    step TEXT NOT NULL,
    call TEXT NOT NULL,
    state TEXT NOT NULL,
    key TEXT NOT NULL,
    first_sent_at INTEGER,
    last_sent_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    ticket TEXT,
    receipt TEXT,
    error TEXT,
    revision_after TEXT,
    repeat_asked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (row_id, place)
) STRICT, WITHOUT ROWID;
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000001',1,'store','{"step":"cancel","reason":"fraud","refund":"original","restock":"yes","notify":"customer","staff_note":"not the card''s owner"}','call','confirmed','00000000-0000-0000-0000-000000000002',1795165201000,1795165201000,1,NULL,'{"at":"2026-11-20T09:00:02Z","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,'after-1',0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000001',2,'store','{"step":"append_note","text":"Jana Nováková called; 山田太郎 did not"}','call','confirmed','00000000-0000-0000-0000-000000000003',1795165204000,1795165204000,1,NULL,'{"at":"2026-11-20T09:00:05Z","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,'after-1',0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000005',1,'store','{"step":"refund","parts":[{"parent":"gid://shopify/OrderTransaction/3","gateway":"shopify_payments","amount":{"minor":1250,"currency":"USD"}}],"lines":[{"item":"gid://shopify/LineItem/4","quantity":2,"location":"gid://shopify/Location/1"}],"restock":"no","notify":"nobody","note":"unhold 0123456789ab","refunded_before":{"minor":300,"currency":"USD"}}','call','unknown','00000000-0000-0000-0000-000000000006',1795165208000,1795165208000,1,NULL,NULL,'it may have happened: no answer came within 30 seconds',NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000009',1,'store','{"step":"release_holds","fulfilment_order":"gid://shopify/FulfillmentOrder/5","holds":["hold-1"]}','call','confirmed','00000000-0000-0000-0000-00000000000a',1795165211000,1795165211000,1,NULL,'{"at":"2026-11-20T09:00:12Z","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,'after-3',0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000009',2,'store','{"step":"set_archived","archived":false}','call','failed','00000000-0000-0000-0000-00000000000b',NULL,NULL,0,NULL,NULL,'the order changed since it was looked at: the shipping address changed',NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-00000000000e',1,'store','{"step":"add_tags","tags":["seen","vip"]}','call','waiting','00000000-0000-0000-0000-00000000000f',NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-00000000000e',2,'store','{"step":"append_note","text":"twice"}','call','waiting','00000000-0000-0000-0000-000000000010',NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000012',1,'store','{"step":"void","transaction":"gid://shopify/OrderTransaction/8","amount":{"minor":9900,"currency":"USD"}}','call','waiting','00000000-0000-0000-0000-000000000013',NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000015',1,'store','{"step":"place_hold","fulfilment_order":"gid://shopify/FulfillmentOrder/6","reason":"fraud_risk","notes":"until Friday"}','call','confirmed','00000000-0000-0000-0000-000000000016',1795165219000,1795165219000,1,NULL,'{"at":"2026-11-20T09:00:20Z","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,'after-6',0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000018',1,'store','{"step":"remove_tags","tags":["seen"]}','call','skipped','00000000-0000-0000-0000-000000000019',NULL,NULL,0,NULL,NULL,'left out: it is gone',NULL,0);
INSERT INTO steps VALUES('00000000-0000-0000-0000-000000000018',2,'store','{"step":"append_note","text":"left out"}','call','confirmed','00000000-0000-0000-0000-00000000001a',1795165225000,1795165225000,1,NULL,'{"at":"2026-11-20T09:00:26Z","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,'seen-7',0);
CREATE TABLE own_changes (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (shop, order_id, before, after)
) STRICT, WITHOUT ROWID;
INSERT INTO own_changes VALUES('gid://shopify/Shop/1','1','seen-1','after-1');
INSERT INTO own_changes VALUES('gid://shopify/Shop/1','3','seen-3','after-3');
INSERT INTO own_changes VALUES('gid://shopify/Shop/1','6','seen-6','after-6');
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    row_id TEXT,
    facts TEXT NOT NULL,
    digest BLOB,
    before BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO journal VALUES(1,1795165200000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"staged","reviewer":"Sam","order_name":"#101","verb":"cancel"}',X'f178695846d808c3a8de02e232c760687b4cd5c5cda40fa2f3e226573512e5f0',X'',X'2c28402c6ae711c9e24de5d333b7ea2c0a098a490ebca79e6b87cb6e5d2c6ab7');
INSERT INTO journal VALUES(2,1795165201000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"moved","verb":"cancel","place":1,"kind":"cancel","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-000000000002"}',NULL,X'2c28402c6ae711c9e24de5d333b7ea2c0a098a490ebca79e6b87cb6e5d2c6ab7',X'1490b0d71e3f1d662e4d70dfcfedd7a0b8f24eb1147fc12026b257c41a2b7703');
INSERT INTO journal VALUES(3,1795165203000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"moved","verb":"cancel","place":1,"kind":"cancel","from":"running","to":"confirmed","attempts":1,"key":"00000000-0000-0000-0000-000000000002","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,X'1490b0d71e3f1d662e4d70dfcfedd7a0b8f24eb1147fc12026b257c41a2b7703',X'5e8a648c09ecf3038ec99ee6e69422a32de35ee9824b654071a4b5c588ba4505');
INSERT INTO journal VALUES(4,1795165204000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"moved","verb":"cancel","place":2,"kind":"append_note","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-000000000003"}',NULL,X'5e8a648c09ecf3038ec99ee6e69422a32de35ee9824b654071a4b5c588ba4505',X'a1719a1d4d97fb03c7f22212fb6e9c7b14d929336c21e3d36cb550a193ea40d5');
INSERT INTO journal VALUES(5,1795165206000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"moved","verb":"cancel","place":2,"kind":"append_note","from":"running","to":"confirmed","attempts":1,"key":"00000000-0000-0000-0000-000000000003","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,X'a1719a1d4d97fb03c7f22212fb6e9c7b14d929336c21e3d36cb550a193ea40d5',X'b5840a31d1c0df4199fd416a0070b83f63f49e6d07b6cfef92a0807b27a8e1d7');
INSERT INTO journal VALUES(6,1795165206000,'gid://shopify/Shop/1','1','00000000-0000-0000-0000-000000000001','{"event":"decided","reviewer":"Sam","verb":"cancel"}',NULL,X'b5840a31d1c0df4199fd416a0070b83f63f49e6d07b6cfef92a0807b27a8e1d7',X'c2eada1af1c887f0202d1748cbc4a172266d6df693dbe233d873d82e73586610');
INSERT INTO journal VALUES(7,1795165207000,'gid://shopify/Shop/1','2','00000000-0000-0000-0000-000000000005','{"event":"staged","reviewer":"Sam","order_name":"#102","verb":"refund"}',X'9e89b3c2929a3a31d2d92962c02e9e0e349ffbd9ac4bc417143d615c52d98f72',X'c2eada1af1c887f0202d1748cbc4a172266d6df693dbe233d873d82e73586610',X'730f208634eea5ca73b3b176e54a311e0c3ad7d769dd74c369b6873d0f0d6ec2');
INSERT INTO journal VALUES(8,1795165208000,'gid://shopify/Shop/1','2','00000000-0000-0000-0000-000000000005','{"event":"moved","verb":"refund","place":1,"kind":"refund","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-000000000006","amount":{"minor":1250,"currency":"USD"}}',NULL,X'730f208634eea5ca73b3b176e54a311e0c3ad7d769dd74c369b6873d0f0d6ec2',X'67d1e76d5c49865adc6afc60cb69e1ee014eda6d46f872d9f19d3ba42c5ab5db');
INSERT INTO journal VALUES(9,1795165209000,'gid://shopify/Shop/1','2','00000000-0000-0000-0000-000000000005','{"event":"moved","verb":"refund","place":1,"kind":"refund","from":"running","to":"unknown","attempts":1,"key":"00000000-0000-0000-0000-000000000006","amount":{"minor":1250,"currency":"USD"}}',X'aaa034986196623908177262ac7e169a355fcfdb87b7a991830c5d2efbb4aa9f',X'67d1e76d5c49865adc6afc60cb69e1ee014eda6d46f872d9f19d3ba42c5ab5db',X'fca3d62724fe1ee966ba06684aab9d2448d65da63deaf58f28d07420f5f37771');
INSERT INTO journal VALUES(10,1795165210000,'gid://shopify/Shop/1','3','00000000-0000-0000-0000-000000000009','{"event":"staged","reviewer":"Sam","order_name":"#103","verb":"release"}',X'4928cc315bd645a82c8bfdaa4ecb4fd403be32b43fcc3de0e3cfba0b9d0a748e',X'fca3d62724fe1ee966ba06684aab9d2448d65da63deaf58f28d07420f5f37771',X'dd40d8776c9c80c2bcbb69353545d043745b18792ac27553720ff5b4b803bdaf');
INSERT INTO journal VALUES(11,1795165211000,'gid://shopify/Shop/1','3','00000000-0000-0000-0000-000000000009','{"event":"moved","verb":"release","place":1,"kind":"release_holds","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-00000000000a"}',NULL,X'dd40d8776c9c80c2bcbb69353545d043745b18792ac27553720ff5b4b803bdaf',X'1b3885385193768dcaea092c4c80cf3c7357cb5246dd6496230ee9f7671fd958');
INSERT INTO journal VALUES(12,1795165213000,'gid://shopify/Shop/1','3','00000000-0000-0000-0000-000000000009','{"event":"moved","verb":"release","place":1,"kind":"release_holds","from":"running","to":"confirmed","attempts":1,"key":"00000000-0000-0000-0000-00000000000a","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,X'1b3885385193768dcaea092c4c80cf3c7357cb5246dd6496230ee9f7671fd958',X'1ec30618de07afc43bf58fff97d669a8acb662ede323e3f6d8ea921acd2a8efe');
INSERT INTO journal VALUES(13,1795165214000,'gid://shopify/Shop/1','3','00000000-0000-0000-0000-000000000009','{"event":"moved","verb":"release","place":2,"kind":"set_archived","from":"waiting","to":"failed","attempts":0,"key":"00000000-0000-0000-0000-00000000000b"}',X'ea3a90074234a4660e52e2a513e84d365656ce0d82f002b06a32304927170e8d',X'1ec30618de07afc43bf58fff97d669a8acb662ede323e3f6d8ea921acd2a8efe',X'4b4c160b812730c10919f2319d2d2ef7cd3c0fa8e9abf2b44e23caaba721924a');
INSERT INTO journal VALUES(14,1795165215000,'gid://shopify/Shop/1','4','00000000-0000-0000-0000-00000000000e','{"event":"staged","reviewer":"Sam","order_name":"#104","verb":"tag"}',X'410f16267bf03766321368aa72f5835cbf9c89c25bdd77b55064759eb4091e4c',X'4b4c160b812730c10919f2319d2d2ef7cd3c0fa8e9abf2b44e23caaba721924a',X'192321785ca5216eb5a024747da7d9cad1b1859892b834375e550ae502659dd5');
INSERT INTO journal VALUES(15,1795165216000,'gid://shopify/Shop/1','5','00000000-0000-0000-0000-000000000012','{"event":"staged","reviewer":"Sam","order_name":"#105","verb":"refund"}',X'a33cc6cedb9002bdebf1d99abf5e6aa2d6510e6c4e21b5e5fbe4f703b15b82f3',X'192321785ca5216eb5a024747da7d9cad1b1859892b834375e550ae502659dd5',X'd9d5b9d3fe4081c2d5a1e477ad8f76287217f8e2a7ffa77faa4339af2c13b80b');
INSERT INTO journal VALUES(16,1795165217000,'gid://shopify/Shop/1','5','00000000-0000-0000-0000-000000000012','{"event":"taken_back"}',NULL,X'd9d5b9d3fe4081c2d5a1e477ad8f76287217f8e2a7ffa77faa4339af2c13b80b',X'678e9589eb92a2e766aece12790204e8c2d8c96b8fb8b23043c3c47d3e8e6191');
INSERT INTO journal VALUES(17,1795165218000,'gid://shopify/Shop/1','6','00000000-0000-0000-0000-000000000015','{"event":"staged","reviewer":"Sam","order_name":"#106","verb":"hold"}',X'650222c8ccf05fd9758f92517535bf762e4a0214c748a5110cbd42d877273950',X'678e9589eb92a2e766aece12790204e8c2d8c96b8fb8b23043c3c47d3e8e6191',X'58125179c30067f4018127cd3eb3839051ceab458eddfd63973869ad5fac7f07');
INSERT INTO journal VALUES(18,1795165219000,'gid://shopify/Shop/1','6','00000000-0000-0000-0000-000000000015','{"event":"moved","verb":"hold","place":1,"kind":"place_hold","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-000000000016"}',NULL,X'58125179c30067f4018127cd3eb3839051ceab458eddfd63973869ad5fac7f07',X'2651965bf269833750d1c9e632d9d5df8418ef315dcbdb08838d04f69c5ac2c6');
INSERT INTO journal VALUES(19,1795165221000,'gid://shopify/Shop/1','6','00000000-0000-0000-0000-000000000015','{"event":"moved","verb":"hold","place":1,"kind":"place_hold","from":"running","to":"confirmed","attempts":1,"key":"00000000-0000-0000-0000-000000000016","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,X'2651965bf269833750d1c9e632d9d5df8418ef315dcbdb08838d04f69c5ac2c6',X'91f013a12a1a9154976308fe8f62c5746cfca2ac2677a0bf3d7325cb7719d917');
INSERT INTO journal VALUES(20,1795165222000,'gid://shopify/Shop/1','7','00000000-0000-0000-0000-000000000018','{"event":"staged","reviewer":"Sam","order_name":"#107","verb":"untag"}',X'ad6a859146088da3018c25987c9b18b9c7f2af104089bd3a37d43a49aa6b31d4',X'91f013a12a1a9154976308fe8f62c5746cfca2ac2677a0bf3d7325cb7719d917',X'6b63d09b8d8e4d4f2da5d34d9cfd9dca505a45eac097c190d178429476626a89');
INSERT INTO journal VALUES(21,1795165223000,'gid://shopify/Shop/1','7','00000000-0000-0000-0000-000000000018','{"event":"moved","verb":"untag","place":1,"kind":"remove_tags","from":"waiting","to":"failed","attempts":0,"key":"00000000-0000-0000-0000-000000000019"}',X'ee6e933661f3b60f2622da064d20cc537acc53c0ea947200b27d966205f964c1',X'6b63d09b8d8e4d4f2da5d34d9cfd9dca505a45eac097c190d178429476626a89',X'8010dbc60c2b7e8d2308d7c4f96ee4356bd2c8e650069e0562fbe308bafe7336');
INSERT INTO journal VALUES(22,1795165224000,'gid://shopify/Shop/1','7','00000000-0000-0000-0000-000000000018','{"event":"moved","verb":"untag","place":1,"kind":"remove_tags","from":"failed","to":"skipped","attempts":0,"key":"00000000-0000-0000-0000-000000000019"}',X'41a526fb1a54aae51c204fb54171f68cc5a76d6424d7d87ef9702067a0f85fd8',X'8010dbc60c2b7e8d2308d7c4f96ee4356bd2c8e650069e0562fbe308bafe7336',X'39a37bc3b4934db2e8520cc025af3fb66e0ed0df94d64edfd6d79edb8e1be3fe');
INSERT INTO journal VALUES(23,1795165225000,'gid://shopify/Shop/1','7','00000000-0000-0000-0000-000000000018','{"event":"moved","verb":"untag","place":2,"kind":"append_note","from":"waiting","to":"running","attempts":1,"key":"00000000-0000-0000-0000-00000000001a"}',NULL,X'39a37bc3b4934db2e8520cc025af3fb66e0ed0df94d64edfd6d79edb8e1be3fe',X'f99dae7386520f0278f855a0379c08d9d59b7a3d74a43a3ca20d15b410285f72');
INSERT INTO journal VALUES(24,1795165227000,'gid://shopify/Shop/1','7','00000000-0000-0000-0000-000000000018','{"event":"moved","verb":"untag","place":2,"kind":"append_note","from":"running","to":"confirmed","attempts":1,"key":"00000000-0000-0000-0000-00000000001a","reference":"gid://shopify/Refund/7","before":"paid, held","after":"paid, free"}',NULL,X'f99dae7386520f0278f855a0379c08d9d59b7a3d74a43a3ca20d15b410285f72',X'9a31a390804a84507d7575390dd856c539e4ee0099787aac4f395c1549aead1e');
INSERT INTO journal VALUES(25,1795165228000,'gid://shopify/Shop/1','8',NULL,'{"event":"ticked","reviewer":"Kim","checklist_step":"cross_check"}',NULL,X'9a31a390804a84507d7575390dd856c539e4ee0099787aac4f395c1549aead1e',X'f8ad675badcd86c4d448b69c10f2898453c2a4d74fc3ecb4bc1e48137fbd23c3');
INSERT INTO journal VALUES(26,1795165229000,'gid://shopify/Shop/1','8',NULL,'{"event":"ticked","reviewer":"Kim","checklist_step":"help_desk"}',NULL,X'f8ad675badcd86c4d448b69c10f2898453c2a4d74fc3ecb4bc1e48137fbd23c3',X'93661f9fdc9d3da2b2cb5db5b8d98d94fcd2dc9327785098eb885630323621ec');
INSERT INTO journal VALUES(27,1795165230000,'gid://shopify/Shop/1','8',NULL,'{"event":"unticked","reviewer":"Kim","checklist_step":"help_desk"}',NULL,X'93661f9fdc9d3da2b2cb5db5b8d98d94fcd2dc9327785098eb885630323621ec',X'cfb094555368da598af141bee23e2bea0edbeab2dde3619acaf2ab0800be64ad');
INSERT INTO journal VALUES(28,1795165231000,'gid://shopify/Shop/1','8',NULL,'{"event":"opened","reviewer":"Kim","checklist_step":"map_distance","look_up":"map"}',NULL,X'cfb094555368da598af141bee23e2bea0edbeab2dde3619acaf2ab0800be64ad',X'd583f1550fbe096b12473db7492684487d2ec65dfeff8597cc13c96a78de3f02');
CREATE TABLE payloads (
    number INTEGER PRIMARY KEY REFERENCES journal (number),
    salt BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT;
INSERT INTO payloads VALUES(1,X'00000000000000000000000000000004','{"steps":[{"step":"cancel","reason":"fraud","refund":"original","restock":"yes","notify":"customer","staff_note":"not the card''s owner"},{"step":"append_note","text":"Jana Nováková called; 山田太郎 did not"}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:00Z","links":[]}]}');
INSERT INTO payloads VALUES(7,X'00000000000000000000000000000007','{"steps":[{"step":"refund","parts":[{"parent":"gid://shopify/OrderTransaction/3","gateway":"shopify_payments","amount":{"minor":1250,"currency":"USD"}}],"lines":[{"item":"gid://shopify/LineItem/4","quantity":2,"location":"gid://shopify/Location/1"}],"restock":"no","notify":"nobody","note":"unhold 0123456789ab","refunded_before":{"minor":300,"currency":"USD"}}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:07Z","links":[]}]}');
INSERT INTO payloads VALUES(9,X'00000000000000000000000000000008','{"error":"it may have happened: no answer came within 30 seconds"}');
INSERT INTO payloads VALUES(10,X'0000000000000000000000000000000c','{"steps":[{"step":"release_holds","fulfilment_order":"gid://shopify/FulfillmentOrder/5","holds":["hold-1"]},{"step":"set_archived","archived":false}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:10Z","links":[]}]}');
INSERT INTO payloads VALUES(13,X'0000000000000000000000000000000d','{"error":"the order changed since it was looked at: the shipping address changed"}');
INSERT INTO payloads VALUES(14,X'00000000000000000000000000000011','{"steps":[{"step":"add_tags","tags":["seen","vip"]},{"step":"append_note","text":"twice"}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:15Z","links":[]}]}');
INSERT INTO payloads VALUES(15,X'00000000000000000000000000000014','{"steps":[{"step":"void","transaction":"gid://shopify/OrderTransaction/8","amount":{"minor":9900,"currency":"USD"}}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:16Z","links":[]}]}');
INSERT INTO payloads VALUES(17,X'00000000000000000000000000000017','{"steps":[{"step":"place_hold","fulfilment_order":"gid://shopify/FulfillmentOrder/6","reason":"fraud_risk","notes":"until Friday"}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:18Z","links":[]}]}');
INSERT INTO payloads VALUES(20,X'0000000000000000000000000000001b','{"steps":[{"step":"remove_tags","tags":["seen"]},{"step":"append_note","text":"left out"}],"warnings":["the customer is told"],"findings":[{"check":"hostile_text","outcome":"warn","headline":"The telephone number is not valid","facts":[{"label":"number","value":"0049 151 0"}],"weight":0.75,"source":"telephone rules","as_of":"2026-11-20T09:00:22Z","links":[]}]}');
INSERT INTO payloads VALUES(21,X'0000000000000000000000000000001c','{"error":"refused: the tag is gone"}');
INSERT INTO payloads VALUES(22,X'0000000000000000000000000000001d','{"error":"left out: it is gone"}');
CREATE TABLE journal_end (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO journal_end VALUES(1,28,X'd583f1550fbe096b12473db7492684487d2ec65dfeff8597cc13c96a78de3f02');
CREATE TABLE ticks (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    step TEXT NOT NULL,
    ticked_by TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id, step)
) STRICT, WITHOUT ROWID;
INSERT INTO ticks VALUES('gid://shopify/Shop/1','8','cross_check','Kim',1795165228000);
CREATE TABLE look_ups (
    number INTEGER PRIMARY KEY,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    step TEXT NOT NULL,
    look_up TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO look_ups VALUES(1,'gid://shopify/Shop/1','8','map_distance','map','Kim',1795165231000);
CREATE TABLE owner (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_order ON outbox (shop, order_id, number);
CREATE INDEX outbox_open ON outbox (state, shop, number)
    WHERE state IN ('staged', 'running', 'stopped', 'unknown');
CREATE INDEX outbox_by_time ON outbox (shop, staged_at);
CREATE INDEX journal_by_order ON journal (shop, order_id, number);
CREATE TRIGGER journal_keeps_its_rows BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_its_words BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX look_ups_by_order ON look_ups (shop, order_id, number);
COMMIT;
PRAGMA user_version = 1;
