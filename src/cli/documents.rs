//! `docs/json.md` is held against what the commands print, in both directions.

use serde_json::Value;

use super::json::DataDocument;
use super::office::Chain;
use super::testing::{Script, Stage, every_step};
use crate::domain::{Ended, Readable, RefundTo, ShortOrder, Step, StepState};
use crate::places::{State, Status, notices};

#[path = "../../tests/commands/paths.rs"]
mod paths;

/// What the commands print.
fn printed() -> Vec<Value> {
    let everything = || Script {
        steps: every_step(),
        states: [
            vec![StepState::Compensated],
            vec![StepState::Confirmed; 7],
            vec![StepState::Failed],
        ]
        .concat(),
        chain: Chain { rows: 9, purged: 1, wrong: vec![(4, "its facts were changed".into())] },
        ..Script::default()
    };
    let mut readable = everything();
    readable.file.order.ip = Readable::Known("93.184.216.34".into());
    let mut documents = Vec::new();
    for (script, line) in vec![
        (everything(), "queue --json"),
        (everything(), "show #2047 --json"),
        (everything(), "plan #2047 release --json"),
        (into_credit(), "plan #2047 cancel --json"),
        (everything(), "act #2047 release --yes --wait --json"),
        (everything(), "outbox --json"),
        (everything(), "outbox run --json"),
        (everything(), "outbox hand-over 0000abcd --why Kim --json"),
        (everything(), "journal --json"),
        (everything(), "journal --verify --json"),
        (everything(), "purge --older-than 90d --yes --json"),
        (everything(), "evidence #2047 --json"),
        (everything(), "evidence --weights --json"),
        (everything(), "lookup ip 8.8.8.8 nonsense --json"),
        (everything(), "lookup phone +447400123456 +12015550123 --json"),
        (everything(), "lookup email ada@gmai1.com --json"),
        (everything(), "lookup distance 94110,US 0,0 --json"),
        (everything(), "data status --json"),
        (everything(), "data update assets/places --json"),
        (everything(), "data update tests/places/lists --json"),
        (everything(), "import tests/commands/orders.jsonl --json"),
        (imported(), "show EX-9001 --json"),
        (everything(), "sync --json"),
        (everything(), "doctor --json"),
        (readable, "show #2047 --json"),
        (Script::default(), "act #2047 release --json"),
    ] {
        documents.push(Stage { script, ..Stage::default() }.run(line).json());
    }
    documents.push(serde_json::to_value(DataDocument::of(&[damaged()], notices())).unwrap());
    documents
}

/// A table that is not used.
fn damaged() -> Status {
    Status {
        table: "phones".to_owned(),
        place: "/data/places/phones.bin".to_owned(),
        as_of: None,
        bytes: 0,
        digest: String::new(),
        state: State::Refused("the table is damaged".to_owned()),
    }
}

/// An order that nothing but an import knows.
fn imported() -> Script {
    let mut order = ShortOrder::from(&Script::default().file.order);
    order.ended = Some(Ended::Chargeback);
    order.ip = Readable::Known("93.184.216.34".into());
    Script { imported: Some(order), ..Script::default() }
}

/// A cancellation whose money becomes credit.
fn into_credit() -> Script {
    let mut script = Script { steps: every_step(), ..Script::default() };
    for step in &mut script.steps {
        if let Step::Cancel { refund, .. } = step {
            *refund = RefundTo::Credit;
        }
    }
    script
}

#[test]
fn every_field_that_is_printed_is_documented_and_every_documented_one_is_printed() {
    let documented = paths::documented(include_str!("../../docs/json.md"));
    let printed = printed();

    let unknown: Vec<String> =
        printed.iter().flat_map(|told| paths::undocumented(told, &documented)).collect();
    let never = paths::unprinted(&documented, &paths::printed(&printed));

    assert!(unknown.is_empty(), "not documented: {unknown:#?}");
    assert!(never.is_empty(), "never printed: {never:#?}");
}
