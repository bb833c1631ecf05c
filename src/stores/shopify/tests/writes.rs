use serde_json::json;
use uuid::Uuid;

use super::answers::{EVERY_SCOPE, context, order, refused};
use super::reads::run;
use super::server::{Reaction, Request, Server, ok};
use crate::domain::{
    CancelReason, Clean, Currency, HoldReason, Money, Notify, Order, OrderId, Proof, RefundPart,
    RefundTo, Restock, Step, StepKind, TransactionState,
};
use crate::stores::{Mark, Performed, Progress, Repeat, StepKey, Store, StoreFault, Trouble};

const KEY: StepKey = StepKey(Uuid::from_u128(0x40_0080_0000_0000_0007));

fn id() -> OrderId {
    OrderId::new("7100000000001")
}

fn performed(server: &Server, step: &Step) -> Result<Performed, StoreFault> {
    run(server.store().perform(&id(), step, KEY))
}

fn says(json: &'static str) -> Server {
    Server::start(move |_, _| ok(json))
}

fn release() -> Step {
    Step::ReleaseHolds { fulfilment_order: "41".into(), holds: vec!["51".into(), "52".into()] }
}

fn hold() -> Step {
    Step::PlaceHold {
        fulfilment_order: "41".into(),
        reason: HoldReason::FraudRisk,
        notes: "SE until Friday".into(),
    }
}

fn cancel() -> Step {
    Step::Cancel {
        reason: CancelReason::Reseller,
        refund: RefundTo::Original,
        restock: Restock::Yes,
        notify: Notify::Nobody,
        staff_note: "policy".into(),
    }
}

fn refund() -> Step {
    Step::Refund {
        parts: vec![RefundPart {
            parent: "32".into(),
            gateway: "shopify_payments".into(),
            amount: Money::parse("12.50", Currency::USD).unwrap(),
        }],
        lines: vec![],
        restock: Restock::No,
        notify: Notify::Nobody,
        note: "goodwill [row 7]".into(),
        refunded_before: Money::zero(Currency::USD),
    }
}

#[test]
fn a_release_names_its_holds_and_nothing_else() {
    let server = says(
        r#"{"data":{"fulfillmentOrderReleaseHold":{"fulfillmentOrder":{"id":"gid://shopify/FulfillmentOrder/41"},
        "userErrors":[]}}}"#,
    );

    assert_eq!(performed(&server, &release()).unwrap(), Performed::Done { reference: None });
    let sent = &server.of("ReleaseHold")[0];
    assert_eq!(sent.variable("id"), "gid://shopify/FulfillmentOrder/41");
    let ids = json!(["gid://shopify/FulfillmentHold/51", "gid://shopify/FulfillmentHold/52"]);
    assert_eq!(sent.variable("holdIds"), &ids);
}

#[test]
fn a_release_without_holds_is_never_sent() {
    let server = says("{}");
    let step = Step::ReleaseHolds { fulfilment_order: "41".into(), holds: vec![] };

    assert_eq!(performed(&server, &step).unwrap_err().trouble, Trouble::Refused);
    assert!(server.seen().is_empty());
}

#[test]
fn a_hold_bears_the_same_handle_at_every_attempt_and_a_taken_handle_means_done() {
    let answer = r#"{"data":{"fulfillmentOrderHold":{"fulfillmentHold":null,"userErrors":[
        {"code":"DUPLICATE_FULFILLMENT_HOLD_HANDLE","field":["fulfillmentHold","handle"],"message":"(in use)"}]}}}"#;
    let server = says(answer);

    assert_eq!(performed(&server, &hold()).unwrap(), Performed::Done { reference: None });
    performed(&server, &hold()).unwrap();
    let handles: Vec<_> =
        server.of("PlaceHold").iter().map(|r| r.variable("hold")["handle"].clone()).collect();
    assert_eq!(handles[0], "unhold-aaaaaaaaaaaaaaeaaaiaaaaaaaaaaaah");
    assert_eq!(handles[0], handles[1]);
    assert_eq!(server.of("PlaceHold")[0].variable("hold")["reason"], "HIGH_RISK_OF_FRAUD");
}

#[test]
fn a_write_that_was_done_counts_although_a_field_beside_it_was_refused() {
    let server = says(
        r#"{"data":{"fulfillmentOrderHold":{"fulfillmentHold":{"id":"gid://shopify/FulfillmentHold/53"},"userErrors":[]}},
        "errors":[{"message":"Access denied for heldByApp field.","path":["fulfillmentOrderHold","fulfillmentHold","heldByApp"],
        "extensions":{"code":"ACCESS_DENIED"}}]}"#,
    );

    assert_eq!(
        performed(&server, &hold()).unwrap(),
        Performed::Done { reference: Some("53".to_owned()) }
    );
}

#[test]
fn refusals_carry_shopifys_words_and_their_meaning() {
    for (code, message, trouble) in [
        (Some("INVALID_ACCESS"), "Not yours", Trouble::Forbidden),
        (Some("FULFILLMENT_ORDER_NOT_FOUND"), "Gone", Trouble::Missing),
        (Some("FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"), "Ten holds", Trouble::Refused),
        (Some("A_NEW_CODE"), "Something new", Trouble::Refused),
        (None, "Plain words", Trouble::Refused),
    ] {
        let server = Server::start(move |_, _| {
            ok(refused("fulfillmentOrderReleaseHold", "userErrors", code, message))
        });

        let fault = performed(&server, &release()).unwrap_err();

        assert_eq!(fault.trouble, trouble, "{code:?}");
        assert!(fault.message.contains(message), "{fault}");
    }
}

#[test]
fn a_denied_access_without_a_path_does_not_say_that_nothing_ran() {
    for (path, trouble) in [
        ("", Trouble::Unknown),
        (r#""path":["fulfillmentOrderReleaseHold"],"#, Trouble::Forbidden),
        (r#""path":["fulfillmentOrderReleaseHold","fulfillmentOrder"],"#, Trouble::Unknown),
    ] {
        let answer = format!(
            r#"{{"data":null,"errors":[{{"message":"Access denied",{path}
            "extensions":{{"code":"ACCESS_DENIED"}}}}]}}"#
        );
        let server = Server::start(move |_, _| ok(answer.clone()));

        assert_eq!(performed(&server, &release()).unwrap_err().trouble, trouble, "{path}");
    }
}

#[test]
fn a_refund_goes_out_once_with_its_key_and_its_payments() {
    let server = says(
        r#"{"data":{"refundCreate":{"refund":{"id":"gid://shopify/Refund/900"},"userErrors":[]}}}"#,
    );

    assert_eq!(
        performed(&server, &refund()).unwrap(),
        Performed::Done { reference: Some("900".to_owned()) }
    );
    let sent = &server.of("CreateRefund")[0];
    assert_eq!(sent.variable("key"), "00000000-0000-0040-0080-000000000007");
    assert_eq!(sent.variable("input")["currency"], "USD");
    assert_eq!(
        sent.variable("input")["transactions"],
        json!([{ "orderId": "gid://shopify/Order/7100000000001", "parentId": "gid://shopify/OrderTransaction/32",
            "gateway": "shopify_payments", "kind": "REFUND", "amount": "12.50" }])
    );
    assert!(sent.body["query"].as_str().unwrap().contains("@idempotent(key: $key)"));
}

#[test]
fn a_refund_without_payments_is_never_sent() {
    let server = says("{}");
    let Step::Refund { lines, restock, notify, note, refunded_before, .. } = refund() else {
        unreachable!()
    };
    let step = Step::Refund { parts: vec![], lines, restock, notify, note, refunded_before };

    assert_eq!(performed(&server, &step).unwrap_err().trouble, Trouble::Refused);
    assert!(server.seen().is_empty());
}

#[test]
fn answers_about_the_key_are_told_apart() {
    for (answer, trouble) in [
        (
            r#"{"data":{"refundCreate":null},"errors":[{"message":
            "The @idempotent directive is required for this mutation but was not provided.","path":["refundCreate"],
            "extensions":{"code":"BAD_REQUEST"}}]}"#,
            Trouble::Refused,
        ),
        (
            r#"{"data":{"refundCreate":{"refund":null,"userErrors":[{"field":null,"message":
            "The same idempotency key cannot be used with different operation parameters."}]}}}"#,
            Trouble::Refused,
        ),
        (
            r#"{"data":{"refundCreate":{"refund":null,"userErrors":[{"field":null,"message":
            "This request is currently in progress, please try again."}]}}}"#,
            Trouble::Unknown,
        ),
        (
            r#"{"data":{"refundCreate":null},"errors":[{"message":
            "This request is currently in progress, please try again."}]}"#,
            Trouble::Unknown,
        ),
        (
            r#"{"data":{"refundCreate":null},"errors":[{"message":"Internal error",
            "extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
            Trouble::Unknown,
        ),
        (r#"{"data":{"refundCreate":{"refund":null,"userErrors":[]}}}"#, Trouble::Unknown),
    ] {
        let server = says(answer);

        assert_eq!(performed(&server, &refund()).unwrap_err().trouble, trouble, "{answer}");
    }
}

#[test]
fn a_cancellation_is_a_ticket_until_its_result_is_known() {
    let server = Server::start(|request: &Request, before| {
        match (request.operation().as_str(), before) {
            ("CancelOrderWithResult", _) => ok(r#"{"data":{"orderCancel":{
            "job":{"id":"gid://shopify/Job/6f0c0e52-0000-4000-8000-000000000001","done":false},"orderCancelUserErrors":[],
            "jobResult":{"id":"gid://shopify/OrderCancelJobResult/6f0c","done":false,"status":"STARTED","errors":[]}}}}"#),
            ("CancelResult", 0) => ok(
                r#"{"data":{"node":{"done":false,"status":"STARTED","errors":[]},"order":{"cancelledAt":null}}}"#,
            ),
            _ => ok(
                r#"{"data":{"node":{"done":true,"status":"FAILED","errors":[{"code":"INVALID","field":["orderId"],
            "message":"pending payments"}]},"order":{"cancelledAt":null}}}"#,
            ),
        }
    });
    let store = server.store();

    let Performed::Accepted { ticket } = run(store.perform(&id(), &cancel(), KEY)).unwrap() else {
        panic!("it is only queued")
    };

    assert_eq!(run(store.progress(&id(), &ticket)).unwrap(), Progress::Running);
    let Progress::Failed(why) = run(store.progress(&id(), &ticket)).unwrap() else {
        panic!("it failed")
    };
    assert!(why.contains("pending payments"), "{why}");
    let sent = &server.of("CancelOrderWithResult")[0];
    assert_eq!(sent.variable("reason"), "OTHER", "a reseller is no fraud");
    assert_eq!(sent.variable("refundMethod"), &json!({ "originalPaymentMethodsRefund": true }));
}

#[test]
fn before_2026_10_a_cancellation_is_followed_by_its_job() {
    let server = Server::start(|request: &Request, _| match request.operation().as_str() {
        "CancelOrder" => {
            ok(r#"{"data":{"orderCancel":{"job":{"id":"gid://shopify/Job/1","done":false},
            "orderCancelUserErrors":[]}}}"#)
        }
        _ => ok(r#"{"data":{"job":{"done":true},"order":{"cancelledAt":"2026-11-22T10:00:00Z"}}}"#),
    });
    let mut settings = server.settings();
    settings.api_version = "2026-07".to_owned();
    let store = crate::stores::shopify::connect(settings).unwrap();

    let performed = run(store.perform(&id(), &cancel(), KEY)).unwrap();

    assert_eq!(performed, Performed::Accepted { ticket: "gid://shopify/Job/1".to_owned() });
    assert_eq!(run(store.progress(&id(), "gid://shopify/Job/1")).unwrap(), Progress::Done);
}

#[test]
fn a_refused_cancellation_is_refused_in_its_own_list_of_errors() {
    let server = Server::start(|_, _| {
        ok(refused(
            "orderCancel",
            "orderCancelUserErrors",
            Some("INVALID"),
            "Order has already been canceled",
        ))
    });

    let fault = performed(&server, &cancel()).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Refused);
    assert!(fault.message.contains("already been canceled (INVALID)"), "{fault}");
}

#[test]
fn a_note_is_read_again_and_appended_to() {
    let server = Server::start(|request: &Request, _| match request.operation().as_str() {
        "OrderNote" => ok(r#"{"data":{"order":{"note":"card 4111111111111111\n"}}}"#),
        _ => {
            let note = request.variable("note").as_str().unwrap();
            ok(json!({ "data": { "orderUpdate": { "order": { "note": note }, "userErrors": [] } } }).to_string())
        }
    });
    let step = Step::AppendNote { text: "SE: released".into() };

    assert_eq!(performed(&server, &step).unwrap(), Performed::Done { reference: None });
    let note = server.of("SetNote")[0].variable("note").clone();
    assert_eq!(note, "card 4111111111111111\nSE: released", "what others wrote is not rewritten");
}

#[test]
fn a_note_that_grows_too_long_is_not_sent() {
    let answer = json!({ "data": { "order": { "note": "x".repeat(4990) } } }).to_string();
    let server = Server::start(move |_, _| ok(answer.clone()));
    let step = Step::AppendNote { text: "SE: released".into() };

    assert_eq!(performed(&server, &step).unwrap_err().trouble, Trouble::Refused);
    assert!(server.of("SetNote").is_empty());
}

#[test]
fn a_text_that_stands_in_the_note_already_is_written_again() {
    for before in ["booked", "ok", "ok\r\nlater"] {
        let server = Server::start(move |request: &Request, _| {
            let note = match request.operation().as_str() {
                "OrderNote" => json!({ "data": { "order": { "note": before } } }),
                _ => json!({ "data": { "orderUpdate": {
                    "order": { "note": request.variable("note") }, "userErrors": [] } } }),
            };
            ok(note.to_string())
        });

        performed(&server, &Step::AppendNote { text: "ok".into() }).unwrap();

        assert_eq!(server.of("SetNote")[0].variable("note"), &json!(format!("{before}\nok")));
    }
}

#[test]
fn a_note_is_proven_by_standing_there_once_more_than_before_on_lines_of_its_own() {
    let step = Step::AppendNote { text: "ok\nSE".into() };
    for (note, stands) in [
        ("ok\r\nSE\r\n", 1),
        ("first line\nok\nSE", 1),
        ("card 4111\n* ok\nSE", 1),
        ("ok\nSE\nlater", 1),
        ("ok\nSE\nok\nSE", 2),
        ("booked", 0),
        ("all is ok\nSE", 0),
        ("ok\nSEE", 0),
        ("", 0),
    ] {
        let (order, store) = read(|order| order["note"] = json!(note));
        let proof = |stood| store.proof(&step, Mark { key: KEY, stood }, &order);

        assert_eq!(store.stands(&step, &order), Some(stands), "{note:?}");
        assert_eq!(proof(Some(stands)), Proof::NotDone, "{note:?}");
        assert!(matches!(proof(Some(stands + 1)), Proof::CannotTell(_)), "{note:?}");
        if stands > 0 {
            assert_eq!(proof(Some(stands - 1)), Proof::Done, "{note:?}");
            assert!(matches!(proof(None), Proof::CannotTell(_)), "{note:?}");
        } else {
            assert_eq!(proof(None), Proof::NotDone, "{note:?}");
        }
    }
}

#[test]
fn a_note_that_could_not_be_read_leaves_nothing_unknown() {
    let server = Server::start(|_, _| Reaction::Drops);
    let step = Step::AppendNote { text: "SE".into() };

    assert_eq!(performed(&server, &step).unwrap_err().trouble, Trouble::Unreachable);
}

#[test]
fn a_tag_with_a_comma_is_never_sent() {
    let server = says("{}");

    let fault = performed(&server, &Step::AddTags { tags: vec!["a,b".into()] }).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Refused);
    assert!(server.seen().is_empty());
}

fn read(change: impl Fn(&mut serde_json::Value)) -> (Order, impl Store) {
    let mut shape = order();
    change(&mut shape);
    let answer = json!({ "data": { "order": shape } }).to_string();
    let server = Server::start(move |request: &Request, _| match request.operation().as_str() {
        "AppContext" => ok(context(&EVERY_SCOPE)),
        _ => ok(answer.clone()),
    });
    let store = server.store();
    let order = run(store.order(&id())).unwrap().unwrap();
    (order, store)
}

#[test]
fn a_release_is_proven_when_its_holds_are_gone_and_others_may_stay() {
    let holds = "/fulfillmentOrders/nodes/0/fulfillmentHolds";
    let (held, store) = read(|_| {});
    let (freed, _) = read(|order| *order.pointer_mut(holds).unwrap() = json!([]));
    let (unseen, _) = read(|order| order["fulfillmentOrders"] = json!(null));
    let ours = Step::ReleaseHolds { fulfilment_order: "41".into(), holds: vec!["51".into()] };
    let (other, _) = read(|order| {
        order.pointer_mut(holds).unwrap().as_array_mut().unwrap().remove(0);
    });

    assert_eq!(store.proof(&ours, KEY.into(), &held), Proof::NotDone);
    assert_eq!(store.proof(&ours, KEY.into(), &freed), Proof::Done);
    assert_eq!(store.proof(&ours, KEY.into(), &other), Proof::Done);
    assert!(matches!(store.proof(&ours, KEY.into(), &unseen), Proof::CannotTell(_)));
}

#[test]
fn a_key_whose_digits_look_like_a_card_number_still_proves_its_hold() {
    let key = StepKey(Uuid::from_u128(0x1fb1_28c9_3061_4587_8481_2251_771d_cad3));
    let store = says("{}").store();
    let handle = store.handle(key);
    assert_ne!(Clean::new(&key.0.simple().to_string()).raw(), key.0.simple().to_string());

    let (order, store) = read(move |order| {
        let found =
            order.pointer_mut("/fulfillmentOrders/nodes/0/fulfillmentHolds/0/handle").unwrap();
        *found = json!(handle);
    });

    assert_eq!(store.proof(&hold(), key.into(), &order), Proof::Done);
}

#[test]
fn a_hold_is_proven_by_its_handle() {
    let (order, store) = read(|order| {
        let handle =
            order.pointer_mut("/fulfillmentOrders/nodes/0/fulfillmentHolds/0/handle").unwrap();
        *handle = json!("unhold-aaaaaaaaaaaaaaeaaaiaaaaaaaaaaaah");
    });

    assert_eq!(store.proof(&hold(), KEY.into(), &order), Proof::Done);
    assert_eq!(store.proof(&hold(), StepKey(Uuid::from_u128(8)).into(), &order), Proof::NotDone);
}

#[test]
fn a_refund_is_proven_by_its_mark_and_the_gateways_word() {
    let with = |status: &str, note: &str| {
        let (status, note) = (status.to_owned(), note.to_owned());
        read(move |order| {
            let amount = json!({ "shopMoney": { "amount": "12.5", "currencyCode": "USD" },
                "presentmentMoney": { "amount": "12.5", "currencyCode": "USD" } });
            order["totalRefundedSet"] = amount.clone();
            order["refunds"] = json!([{ "id": "gid://shopify/Refund/900", "createdAt": null, "note": note,
                "totalRefundedSet": amount,
                "transactions": { "nodes": [{ "kind": "REFUND", "status": status, "amountSet": amount }] } }]);
        })
    };
    let (none, store) = read(|_| {});
    let (done, _) = with("SUCCESS", "goodwill [row 7]");
    let (pending, _) = with("PENDING", "goodwill [row 7]");
    let (foreign, _) = with("SUCCESS", "by somebody else");

    assert_eq!(store.proof(&refund(), KEY.into(), &none), Proof::NotDone);
    assert_eq!(store.proof(&refund(), KEY.into(), &done), Proof::Done);
    assert!(matches!(store.proof(&refund(), KEY.into(), &pending), Proof::CannotTell(_)));
    assert!(matches!(store.proof(&refund(), KEY.into(), &foreign), Proof::CannotTell(_)));
    assert_eq!(done.refunds[0].state, TransactionState::Success);
}

#[test]
fn a_void_that_may_lie_beyond_the_transactions_read_is_not_undone() {
    let void = Step::Void {
        transaction: "31".into(),
        amount: Money::parse("129.90", Currency::USD).unwrap(),
    };
    let (few, store) = read(|_| {});
    let (many, _) = read(|order| {
        let list = order["transactions"].as_array_mut().unwrap();
        list.resize(30, list[0].clone());
    });

    assert_eq!(store.proof(&void, KEY.into(), &few), Proof::NotDone);
    assert!(matches!(store.proof(&void, KEY.into(), &many), Proof::CannotTell(_)));
}

#[test]
fn a_cancellation_by_somebody_else_is_not_ours() {
    let cancelled = |reason: &'static str| {
        read(move |order| {
            order["cancelledAt"] = json!("2026-11-22T10:00:00Z");
            order["cancelReason"] = json!(reason);
            order["totalRefundedSet"] = order["totalReceivedSet"].clone();
        })
    };
    let (open, store) = read(|_| {});
    let (ours, _) = cancelled("OTHER");
    let (theirs, _) = cancelled("CUSTOMER");

    assert_eq!(store.proof(&cancel(), KEY.into(), &open), Proof::NotDone);
    assert_eq!(store.proof(&cancel(), KEY.into(), &ours), Proof::Done);
    assert!(matches!(store.proof(&cancel(), KEY.into(), &theirs), Proof::CannotTell(_)));
    assert!(store.capabilities(&ours).allows(StepKind::Cancel).is_err());
}

#[test]
fn a_cancellation_is_proven_by_our_note_and_by_the_money_that_went_back() {
    let cancelled = |note: &'static str, returned: bool| {
        read(move |order| {
            order["cancelledAt"] = json!("2026-11-22T10:00:00Z");
            order["cancelReason"] = json!("OTHER");
            order["cancellation"] = json!({ "staffNote": note });
            if returned {
                order["totalRefundedSet"] = order["totalReceivedSet"].clone();
            }
        })
    };
    let (ours, store) = cancelled("policy", true);
    let (theirs, _) = cancelled("stock is gone", true);
    let (kept, _) = cancelled("policy", false);

    assert_eq!(store.proof(&cancel(), KEY.into(), &ours), Proof::Done);
    let Proof::CannotTell(why) = store.proof(&cancel(), KEY.into(), &theirs) else {
        panic!("not ours")
    };
    assert!(why.contains("note for the staff"), "{why}");
    let Proof::CannotTell(why) = store.proof(&cancel(), KEY.into(), &kept) else {
        panic!("money kept")
    };
    assert!(why.contains("129.90 USD is not returned"), "{why}");
}

#[test]
fn tags_are_added_without_regard_to_case_and_removed_with_it() {
    let (order, store) = read(|order| order["tags"] = json!(["Red"]));
    let tag = |name: &str| vec![Clean::new(name)];

    assert_eq!(store.proof(&Step::AddTags { tags: tag("red") }, KEY.into(), &order), Proof::Done);
    assert_eq!(
        store.proof(&Step::RemoveTags { tags: tag("red") }, KEY.into(), &order),
        Proof::Done
    );
    assert_eq!(
        store.proof(&Step::RemoveTags { tags: tag("Red") }, KEY.into(), &order),
        Proof::NotDone
    );
}

#[test]
fn only_a_refund_relies_on_the_life_of_its_key() {
    let (_, store) = read(|_| {});

    assert!(matches!(store.repeat(&refund()), Repeat::WithKeyFor(seconds, _) if seconds < 86_400));
    assert!(matches!(store.repeat(&cancel()), Repeat::AfterProof(_)));
    assert!(matches!(store.repeat(&hold()), Repeat::Harmless(_)));
    assert_eq!(store.call(&release()), "fulfillmentOrderReleaseHold");
}
