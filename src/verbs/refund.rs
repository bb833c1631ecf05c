//! Refund: void what is only authorised, give back what was captured (S108 to S110).

use super::allowed::open_parts;
use super::build::{Draft, Setting, add_extras};
use super::{Amount, Wish};
use crate::domain::{
    CancelReason, Clean, Fault, Fulfilment, FulfilmentOrder, Kind, Money, Notify, Order, Payment,
    RefundLine, RefundPart, Restock, Step, StepKind, Transaction, TransactionKind,
    TransactionState,
};
use crate::words;

pub(super) fn draft(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let wish = &with_whole_amount(order, wish, setting);
    let mut draft = match wish.amount {
        Amount::All => full(order, wish, setting)?,
        Amount::Part(amount) => part(order, wish, setting, amount)?,
    };
    check_restock(order, wish, &draft)?;
    let refunds = draft.steps.iter().any(|step| step.kind() == StepKind::Refund);
    if refunds {
        draft.warn("Money that went back cannot be fetched again.");
    }
    if draft.steps.iter().any(|step| step.kind() == StepKind::Void) {
        draft.warn("A voided authorisation cannot be used again.");
    }
    if refunds && wish.notify == Some(Notify::Customer) {
        draft.warn("The store mails the customer its own text about the refund.");
    }
    warn_of_money(&mut draft, order, setting);
    warn_of_shelf(&mut draft, wish);
    warn_of_goods(&mut draft, order);
    warn_of_dispute(&mut draft, order);
    add_extras(&mut draft, order, wish, setting)?;
    Ok(draft)
}

/// An amount equal to all that is left is the full refund, whoever typed it and why: the
/// pieces go with it, and an order without money is not kept as if a part were left.
fn with_whole_amount(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Wish {
    let all = Wish { amount: Amount::All, ..wish.clone() };
    let Amount::Part(amount) = wish.amount else { return all };
    let Ok(draft) = full(order, &all, setting) else { return wish.clone() };
    let (refunds, voids): (Vec<Step>, Vec<Step>) =
        draft.steps.into_iter().partition(|step| step.kind() == StepKind::Refund);
    let back = moved(&refunds);
    let with_voids = moved(&[refunds, voids].concat());
    // Where money was captured beside an open authorisation, either sum is "all".
    if [back, with_voids].contains(&Some(amount)) { all } else { wish.clone() }
}

/// What the steps give back and give up together.
pub(super) fn moved(steps: &[Step]) -> Option<Money> {
    let amounts = steps.iter().flat_map(|step| match step {
        Step::Refund { parts, .. } => parts.iter().map(|part| part.amount).collect(),
        Step::Void { amount, .. } => vec![*amount],
        _ => vec![],
    });
    amounts.map(Some).reduce(|sum, amount| sum?.plus(amount?)).flatten()
}

/// Goods go back on the shelf only with pieces that leave the order: to ask for it without
/// any is a mistake, and silence would pass for yes.
fn check_restock(order: &Order, wish: &Wish, draft: &Draft) -> Result<(), Fault> {
    if wish.restock != Some(Restock::Yes) || pieces_leave(draft) {
        return Ok(());
    }
    Err(Fault::new(
        Kind::State,
        format!(
            "This refund takes no piece off {}, so nothing can go back on the shelf",
            order.name
        ),
    )
    .hint("leave restock out, refund all that is left, or cancel the order"))
}

fn pieces_leave(draft: &Draft) -> bool {
    let takes = |step: &Step| matches!(step, Step::Refund { lines, .. } if !lines.is_empty());
    draft.steps.iter().any(takes)
}

/// A cancellation puts goods back unless told otherwise, a refund does not: whoever
/// expects one of the other must read it before the stock is wrong.
fn warn_of_shelf(draft: &mut Draft, wish: &Wish) {
    if wish.restock.is_none() && pieces_leave(draft) {
        draft.warn(
            "The pieces do not go back on the shelf unless you choose so: they may have \
             left it already. A cancellation puts them back.",
        );
    }
}

fn full(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let mut draft = voids(order, setting);
    let sources = sources(order, setting);
    let parts = spread(&sources, most(order, setting, &sources));
    if parts.is_empty() && is_anything_left(order) {
        return Err(no_source(order));
    }
    if !parts.is_empty() {
        draft.steps.push(refund_step(order, wish, setting, parts));
    }
    if draft.steps.is_empty() {
        return Err(Fault::new(
            Kind::State,
            format!("{} has nothing to give back: its authorisation has run out", order.name),
        ));
    }
    Ok(draft)
}

/// Gives up every open authorisation: before settlement that costs nobody a fee (S109).
fn voids(order: &Order, setting: &Setting<'_>) -> Draft {
    let mut draft = Draft::default();
    for open in order.open_authorisations() {
        let amount = open.amount.charged;
        if order.payment == Payment::Expired || has_run_out(open, setting) {
            draft.warn(format!("The authorisation of {amount} has run out by itself."));
            continue;
        }
        draft.steps.push(Step::Void { transaction: open.id.clone(), amount });
        draft.warn(format!("{amount} is only authorised: it is voided, so no money goes back."));
    }
    draft
}

fn part(order: &Order, wish: &Wish, setting: &Setting<'_>, amount: Money) -> Result<Draft, Fault> {
    let sources = sources(order, setting);
    if sources.is_empty() && is_anything_left(order) {
        return Err(no_source(order));
    }
    check_amount(order, amount, most(order, setting, &sources))?;
    let mut draft = Draft::default();
    draft.steps.push(refund_step(order, wish, setting, spread(&sources, amount)));
    if order.open_authorisations().next().is_some() {
        draft.warn("The open authorisation stays as it is.");
    }
    Ok(draft)
}

fn refund_step(order: &Order, wish: &Wish, setting: &Setting<'_>, parts: Vec<RefundPart>) -> Step {
    Step::Refund {
        parts,
        lines: if wish.amount == Amount::All { lines(order, setting) } else { vec![] },
        restock: wish.restock.unwrap_or(Restock::No),
        notify: wish.notify.unwrap_or(Notify::Nobody),
        note: note(wish, setting),
        refunded_before: order.totals.refunded.charged,
    }
}

fn note(wish: &Wish, setting: &Setting<'_>) -> Clean {
    let reason = words::reason(wish.reason.unwrap_or(CancelReason::Fraud));
    Clean::new(&format!("Refunded: {reason} – {} {}", setting.initials, setting.mark))
}

fn lines(order: &Order, setting: &Setting<'_>) -> Vec<RefundLine> {
    if let Some(quote) = setting.quote {
        return quote.lines.clone();
    }
    let refundable = order.items.iter().filter(|item| item.refundable > 0);
    refundable
        .map(|item| RefundLine { item: item.id.clone(), quantity: item.refundable, location: None })
        .collect()
}

/// How much can go back from which payment: as the store suggests, or else worked out.
fn sources(order: &Order, setting: &Setting<'_>) -> Vec<RefundPart> {
    let charged = order.totals.total.charged.currency;
    let mut parts = match setting.quote {
        Some(quote) => quote.parts.clone(),
        None => left_per_payment(order),
    };
    parts.retain(|part| part.amount.is_positive() && part.amount.currency == charged);
    parts
}

/// What each sale and capture still holds, after the refunds that name it. Refunds that
/// name none are taken from the oldest payment on, so that no more is ever offered than
/// is there. Refunds under way count as gone.
fn left_per_payment(order: &Order) -> Vec<RefundPart> {
    let mut parts: Vec<RefundPart> = payments(order).map(whole).collect();
    let mut unnamed = Money::zero(order.totals.total.charged.currency);
    for refund in refunds(order) {
        let amount = refund.amount.charged;
        let named = refund.parent.as_deref();
        match parts.iter_mut().find(|part| Some(&*part.parent) == named) {
            Some(part) => part.amount = part.amount.minus(amount).unwrap_or(part.amount),
            None => unnamed = unnamed.plus(amount).unwrap_or(unnamed),
        }
    }
    for part in &mut parts {
        let taken = smaller(unnamed, part.amount);
        part.amount = part.amount.minus(taken).unwrap_or(part.amount);
        unnamed = unnamed.minus(taken).unwrap_or(unnamed);
    }
    parts
}

fn payments(order: &Order) -> impl Iterator<Item = &Transaction> {
    order.transactions.iter().filter(|transaction| {
        matches!(transaction.kind, TransactionKind::Sale | TransactionKind::Capture)
            && transaction.state == TransactionState::Success
    })
}

fn refunds(order: &Order) -> impl Iterator<Item = &Transaction> {
    order.transactions.iter().filter(|transaction| {
        transaction.kind == TransactionKind::Refund
            && transaction.state != TransactionState::Failure
    })
}

fn whole(payment: &Transaction) -> RefundPart {
    RefundPart {
        parent: payment.id.clone(),
        gateway: payment.gateway.clone(),
        amount: payment.amount.charged,
    }
}

/// The most that may go back: the sources, never more than the store's own limit.
fn most(order: &Order, setting: &Setting<'_>, sources: &[RefundPart]) -> Money {
    let none = Money::zero(order.totals.total.charged.currency);
    let sum = sources.iter().fold(none, |sum, part| sum.plus(part.amount).unwrap_or(sum));
    setting.quote.map_or(sum, |quote| smaller(sum, quote.most))
}

/// Takes the amount from the sources in turn, each up to what it holds.
fn spread(sources: &[RefundPart], amount: Money) -> Vec<RefundPart> {
    let mut left = amount;
    let mut parts = Vec::new();
    for source in sources {
        let taken = smaller(left, source.amount);
        if taken.is_positive() {
            parts.push(RefundPart { amount: taken, ..source.clone() });
            left = left.minus(taken).unwrap_or(left);
        }
    }
    parts
}

fn check_amount(order: &Order, amount: Money, most: Money) -> Result<(), Fault> {
    let name = &order.name;
    if amount.currency != most.currency {
        return Err(Fault::new(
            Kind::Usage,
            format!("{name} was charged in {}, so {amount} cannot be refunded", most.currency),
        )
        .hint(format!("give the amount in {}", most.currency)));
    }
    if !amount.is_positive() {
        return Err(Fault::new(Kind::Usage, format!("{amount} is nothing to refund on {name}"))
            .hint("give an amount above zero"));
    }
    if !most.is_positive() {
        return Err(Fault::new(
            Kind::State,
            format!("Nothing of {name} is captured yet, so no part of it can be refunded"),
        )
        .hint("refund without an amount voids the authorisation"));
    }
    if amount > most {
        return Err(Fault::new(
            Kind::State,
            format!("{amount} is more than {name} has left to refund: {most}"),
        )
        .hint("give a smaller amount, or refund without an amount"));
    }
    Ok(())
}

fn no_source(order: &Order) -> Fault {
    Fault::new(
        Kind::State,
        format!("It is not known which payment of {} the money would go back to", order.name),
    )
    .hint("read the order again when the store can be reached")
}

/// Whether captured money is left that has not gone back.
pub(super) fn is_anything_left(order: &Order) -> bool {
    let by_payment = left_per_payment(order).iter().any(|part| part.amount.is_positive());
    if payments(order).next().is_some() {
        by_payment
    } else {
        order.totals.left_to_refund().is_positive()
    }
}

/// What has become of the money before, and where the amounts come from.
fn warn_of_money(draft: &mut Draft, order: &Order, setting: &Setting<'_>) {
    let has = |draft: &Draft, kind| draft.steps.iter().any(|step| step.kind() == kind);
    let (refunds, voids) = (has(draft, StepKind::Refund), has(draft, StepKind::Void));
    if refunds && setting.quote.is_none() {
        draft.warn(
            "The amounts are worked out here: the store did not say what can go back. It \
             refuses what is too much.",
        );
    }
    let totals = &order.totals;
    let gone = totals.refunded.charged;
    if gone.is_positive() {
        draft.warn(format!("{gone} has gone back before; it is not sent again."));
    }
    if voids && totals.received.charged.is_positive() {
        let taken = totals.received.charged;
        draft.warn(if refunds {
            format!("{taken} was captured; a void does not give it back, the refund does.")
        } else {
            format!("{taken} was captured; a void gives none of it back.")
        });
    }
}

/// Whatever the amount: a refund alone ends nothing (`contract.md`, verbs).
fn warn_of_goods(draft: &mut Draft, order: &Order) {
    if order.is_cancelled() || order.fulfilment == Fulfilment::Fulfilled {
        return;
    }
    if order.holds_unread.is_some() {
        draft.warn("Nobody can tell whether the goods are held: they may still ship.");
        return;
    }
    let held = |part: &FulfilmentOrder| !part.holds.is_empty();
    if open_parts(order).any(|part| !held(part)) {
        draft.warn("The goods are not held and may still ship: hold or cancel the order too.");
    } else if open_parts(order).next().is_some() {
        draft.warn("The order stays held and open; cancel refunds and ends it in one.");
    } else {
        draft.warn("The order stays open; cancel refunds and ends it in one.");
    }
}

pub(super) fn warn_of_dispute(draft: &mut Draft, order: &Order) {
    if !order.disputes.is_empty() {
        draft.warn("The card's owner disputes the payment: money sent now may be taken twice.");
    }
}

/// Only where the store says so: a void of an authorisation that the store still counts as
/// alive costs nothing, and may free the customer's money sooner.
fn has_run_out(open: &Transaction, setting: &Setting<'_>) -> bool {
    open.expires_at.is_some_and(|end| end <= setting.now)
}

fn smaller(one: Money, other: Money) -> Money {
    if other < one { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{authorised, held, money, order, order_of, transaction};
    use crate::domain::{MoneyPair, Plan, Verb};
    use crate::verbs::build::sample::{build_with, setting};
    use crate::verbs::{Quote, build};

    fn refund_of(amount: &str) -> Wish {
        Wish { amount: Amount::Part(money(amount)), ..Wish::default() }
    }

    fn amounts(plan: &Plan) -> Vec<(String, String)> {
        plan.steps
            .iter()
            .flat_map(|step| match step {
                Step::Refund { parts, .. } => parts
                    .iter()
                    .map(|part| (part.parent.to_string(), part.amount.to_string()))
                    .collect(),
                Step::Void { transaction, amount } => {
                    vec![(format!("void {transaction}"), amount.to_string())]
                }
                _ => vec![],
            })
            .collect()
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    /// Two payments of 100.00 and 29.90; 40.00 of the first has gone back.
    fn two_payments() -> Order {
        let mut order = order();
        let refund = transaction("refund-1", TransactionKind::Refund, money("40.00 USD"));
        order.transactions = vec![
            transaction("sale-1", TransactionKind::Sale, money("100.00 USD")),
            transaction("capture-2", TransactionKind::Capture, money("29.90 USD")),
            Transaction { parent: Some("sale-1".into()), ..refund },
        ];
        order.payment = Payment::PartlyRefunded;
        order.totals.refunded = MoneyPair::same(money("40.00 USD"));
        order
    }

    #[test]
    fn a_full_refund_gives_back_what_each_payment_still_holds() {
        let plan = build_with(Verb::Refund, &two_payments(), &Wish::default()).unwrap();

        assert_eq!(amounts(&plan), pairs(&[("sale-1", "60.00 USD"), ("capture-2", "29.90 USD")]));
        let Step::Refund { refunded_before, lines, restock, notify, note, .. } = &plan.steps[0]
        else {
            panic!("no refund");
        };
        assert_eq!(*refunded_before, money("40.00 USD"));
        assert_eq!((lines.len(), lines[0].quantity), (1, 3));
        assert_eq!((*restock, *notify), (Restock::No, Notify::Nobody));
        assert_eq!(note.raw(), "Refunded: suspected fraud – SE ~7f3a");
    }

    #[test]
    fn after_a_part_went_back_a_second_part_can_follow() {
        let plan = build_with(Verb::Refund, &two_payments(), &refund_of("10.50 USD")).unwrap();

        assert_eq!(amounts(&plan), pairs(&[("sale-1", "10.50 USD")]));
    }

    #[test]
    fn refunds_that_failed_do_not_count_and_those_under_way_do() {
        for (state, left) in
            [(TransactionState::Failure, "100.00 USD"), (TransactionState::Pending, "60.00 USD")]
        {
            let mut order = two_payments();
            order.transactions[2].state = state;
            let plan = build_with(Verb::Refund, &order, &Wish::default()).unwrap();
            assert_eq!(amounts(&plan)[0].1, left, "{state:?}");
        }
    }

    #[test]
    fn a_refund_that_names_no_payment_is_taken_off_all_the_same() {
        let mut order = two_payments();
        order.transactions[2].parent = None;
        order.transactions[2].amount = MoneyPair::same(money("110.00 USD"));

        let plan = build_with(Verb::Refund, &order, &Wish::default()).unwrap();

        assert_eq!(amounts(&plan), pairs(&[("capture-2", "19.90 USD")]));
    }

    #[test]
    fn a_part_is_taken_from_the_payments_in_turn_in_every_kind_of_currency() {
        let plan = build_with(Verb::Refund, &two_payments(), &refund_of("70.50 USD")).unwrap();
        assert_eq!(amounts(&plan), pairs(&[("sale-1", "60.00 USD"), ("capture-2", "10.50 USD")]));

        for (total, part) in [("12800 JPY", "1280 JPY"), ("38.250 KWD", "0.005 KWD")] {
            let plan = build_with(Verb::Refund, &order_of(total), &refund_of(part)).unwrap();
            assert_eq!(amounts(&plan), pairs(&[("sale-1", part)]));
            let Step::Refund { lines, .. } = &plan.steps[0] else { panic!("no refund") };
            assert!(lines.is_empty(), "a part gives up no goods");
        }
    }

    #[test]
    fn a_full_refund_of_a_foreign_order_is_in_the_currency_charged() {
        let mut order = order_of("12800 JPY");
        order.totals.total.shop = money("85.40 USD");
        order.transactions[0].amount.shop = money("85.40 USD");

        let plan = build_with(Verb::Refund, &order, &Wish::default()).unwrap();

        assert_eq!(amounts(&plan), pairs(&[("sale-1", "12800 JPY")]));
    }

    #[test]
    fn amounts_that_cannot_go_back_are_refused_with_what_is_left() {
        for (order, amount, sentence) in [
            (
                two_payments(),
                "89.91 USD",
                "89.91 USD is more than #2047 has left to refund: 89.90 USD",
            ),
            (
                two_payments(),
                "5.00 EUR",
                "#2047 was charged in USD, so 5.00 EUR cannot be refunded",
            ),
            (two_payments(), "0.00 USD", "0.00 USD is nothing to refund on #2047"),
            (two_payments(), "-5.00 USD", "-5.00 USD is nothing to refund on #2047"),
            (
                order_of("12800 JPY"),
                "12801 JPY",
                "12801 JPY is more than #2047 has left to refund: 12800 JPY",
            ),
            (
                order_of("38.250 KWD"),
                "38.251 KWD",
                "38.251 KWD is more than #2047 has left to refund: 38.250 KWD",
            ),
            (
                authorised(),
                "5.00 USD",
                "Nothing of #2047 is captured yet, so no part of it can be refunded",
            ),
        ] {
            let fault = build_with(Verb::Refund, &order, &refund_of(amount)).unwrap_err();
            assert_eq!(fault.message(), sentence);
            assert!(fault.remedy().is_some());
        }
    }

    #[test]
    fn an_authorisation_is_voided_and_captured_money_refunded_after_it() {
        let plan = build_with(Verb::Refund, &authorised(), &Wish::default()).unwrap();
        assert_eq!(amounts(&plan), pairs(&[("void auth-1", "129.90 USD")]));
        assert!(plan.warnings[0].contains("only authorised"), "{:?}", plan.warnings);

        let mut both = authorised();
        both.transactions.push(transaction("sale-9", TransactionKind::Sale, money("10.00 USD")));
        let plan = build_with(Verb::Refund, &both, &Wish::default()).unwrap();
        assert_eq!(
            amounts(&plan),
            pairs(&[("void auth-1", "129.90 USD"), ("sale-9", "10.00 USD")])
        );
    }

    #[test]
    fn what_went_back_before_and_what_was_captured_is_said() {
        let taken = MoneyPair::same(money("10.00 USD"));
        let mut both = authorised();
        both.transactions.push(transaction("sale-9", TransactionKind::Sale, money("10.00 USD")));
        both.totals.received = taken;
        let mut back = authorised();
        back.totals.received = taken;
        back.totals.refunded = taken;
        for (order, wanted) in [
            (&both, "10.00 USD was captured; a void does not give it back, the refund does."),
            (&back, "10.00 USD was captured; a void gives none of it back."),
            (&back, "10.00 USD has gone back before; it is not sent again."),
            (&two_payments(), "40.00 USD has gone back before; it is not sent again."),
        ] {
            let plan = build_with(Verb::Refund, order, &Wish::default()).unwrap();
            assert!(plan.warnings.iter().any(|words| words == wanted), "{:?}", plan.warnings);
        }
        let plain = build_with(Verb::Refund, &authorised(), &Wish::default()).unwrap();
        let says = |words: &str| plain.warnings.iter().any(|warning| warning.contains(words));
        assert!(!says("captured;") && !says("gone back before"), "{:?}", plain.warnings);
    }

    #[test]
    fn amounts_that_the_store_did_not_confirm_are_said_to_be_ours() {
        let quote =
            Quote { parts: left_per_payment(&order()), lines: vec![], most: money("129.90 USD") };
        let asked = Setting { quote: Some(&quote), ..setting() };
        let ours =
            |plan: &Plan| plan.warnings.iter().any(|w| w.starts_with("The amounts are worked"));

        let known = build(Verb::Refund, &order(), &Wish::default(), &asked).unwrap();
        let guessed = build_with(Verb::Refund, &order(), &Wish::default()).unwrap();
        let voided = build_with(Verb::Refund, &authorised(), &Wish::default()).unwrap();

        assert_eq!((ours(&known), ours(&guessed), ours(&voided)), (false, true, false));
    }

    #[test]
    fn without_a_look_at_the_holds_nobody_says_that_goods_are_held() {
        let unread = Order {
            fulfilment_orders: vec![],
            holds_unread: Some("Holds cannot be read.".to_owned()),
            ..held()
        };

        let plan = build_with(Verb::Refund, &unread, &Wish::default()).unwrap();

        let wanted = "Nobody can tell whether the goods are held: they may still ship.";
        assert!(plan.warnings.iter().any(|words| words == wanted), "{:?}", plan.warnings);
    }

    #[test]
    fn a_captured_authorisation_is_never_voided() {
        let mut order = authorised();
        let capture = transaction("capture-1", TransactionKind::Capture, money("50.00 USD"));
        order.transactions.push(Transaction { parent: Some("auth-1".into()), ..capture });

        let plan = build_with(Verb::Refund, &order, &Wish::default()).unwrap();

        assert_eq!(amounts(&plan), pairs(&[("capture-1", "50.00 USD")]));
    }

    #[test]
    fn an_authorisation_that_has_run_out_leaves_nothing_to_do() {
        let mut order = authorised();
        order.transactions[0].expires_at = Some(setting().now);

        let fault = build_with(Verb::Refund, &order, &Wish::default()).unwrap_err();

        assert_eq!(
            fault.message(),
            "#2047 has nothing to give back: its authorisation has run out"
        );
    }

    #[test]
    fn the_stores_own_suggestion_comes_first_and_is_never_passed() {
        let part = |parent: &str, amount: &str| RefundPart {
            parent: parent.into(),
            gateway: "bogus".into(),
            amount: money(amount),
        };
        let quote = Quote {
            parts: vec![part("sale-1", "60.00 USD"), part("capture-2", "29.90 USD")],
            lines: vec![],
            most: money("80.00 USD"),
        };
        let setting = Setting { quote: Some(&quote), ..setting() };
        let order = two_payments();

        let plan = build(Verb::Refund, &order, &Wish::default(), &setting).unwrap();
        assert_eq!(amounts(&plan), pairs(&[("sale-1", "60.00 USD"), ("capture-2", "20.00 USD")]));

        let fault = build(Verb::Refund, &order, &refund_of("80.01 USD"), &setting).unwrap_err();
        assert_eq!(fault.message(), "80.01 USD is more than #2047 has left to refund: 80.00 USD");
    }

    #[test]
    fn without_payments_and_without_a_suggestion_nothing_is_guessed() {
        let mut order = order();
        order.transactions.clear();

        let fault = build_with(Verb::Refund, &order, &Wish::default()).unwrap_err();

        assert!(fault.message().starts_with("It is not known which payment of #2047"));
    }

    #[test]
    fn an_amount_equal_to_all_that_is_left_is_the_full_refund() {
        let mut both = authorised();
        both.transactions.push(transaction("sale-9", TransactionKind::Sale, money("10.00 USD")));
        both.totals.received = MoneyPair::same(money("10.00 USD"));
        for (order, amount) in [
            (held(), "129.90 USD"),
            (two_payments(), "89.90 USD"),
            (order_of("12800 JPY"), "12800 JPY"),
            (authorised(), "129.90 USD"),
            (both.clone(), "10.00 USD"),
            (both, "139.90 USD"),
        ] {
            let typed = build_with(Verb::Refund, &order, &refund_of(amount)).unwrap();
            let full = build_with(Verb::Refund, &order, &Wish::default()).unwrap();
            assert_eq!(typed, full, "{amount}");
        }
        let less = build_with(Verb::Refund, &held(), &refund_of("129.89 USD")).unwrap();
        assert!(!pieces_leave(&Draft { steps: less.steps, warnings: vec![] }));
    }

    #[test]
    fn goods_for_the_shelf_are_refused_where_no_piece_leaves_the_order() {
        let shelf = |amount| Wish { restock: Some(Restock::Yes), amount, ..Wish::default() };
        let part = || Amount::Part(money("12.50 USD"));
        for (order, amount) in [(held(), part()), (authorised(), Amount::All)] {
            let fault = build_with(Verb::Refund, &order, &shelf(amount)).unwrap_err();
            assert_eq!(
                (fault.message(), fault.kind()),
                (
                    "This refund takes no piece off #2047, so nothing can go back on the shelf",
                    Kind::State
                )
            );
        }
        assert!(build_with(Verb::Refund, &held(), &shelf(Amount::All)).is_ok());
        let without = Wish { restock: Some(Restock::No), amount: part(), ..Wish::default() };
        assert!(build_with(Verb::Refund, &held(), &without).is_ok());
    }

    #[test]
    fn that_pieces_stay_off_the_shelf_unless_asked_is_said() {
        let says = |wish: &Wish| {
            let plan = build_with(Verb::Refund, &held(), wish).unwrap();
            plan.warnings.iter().any(|warning| warning.contains("do not go back on the shelf"))
        };

        assert!(says(&Wish::default()));
        assert!(!says(&refund_of("1.00 USD")));
        assert!(!says(&Wish { restock: Some(Restock::Yes), ..Wish::default() }));
    }

    #[test]
    fn a_void_does_not_promise_a_mail_about_a_refund() {
        let told = Wish { notify: Some(Notify::Customer), ..Wish::default() };

        let plan = build_with(Verb::Refund, &authorised(), &told).unwrap();

        assert!(!plan.warnings.iter().any(|warning| warning.contains("mails the customer")));
    }

    #[test]
    fn the_plan_says_whether_the_goods_may_still_ship() {
        let says = |order: &Order, wish: &Wish, words: &str| {
            let plan = build_with(Verb::Refund, order, wish).unwrap();
            assert!(!plan.steps.iter().any(|step| matches!(step, Step::ReleaseHolds { .. })));
            plan.warnings.iter().any(|warning| warning.contains(words))
        };

        assert!(says(&order(), &Wish::default(), "not held and may still ship"));
        assert!(says(&held(), &Wish::default(), "stays held"));
        assert!(says(&held(), &refund_of("1.00 USD"), "stays held"));
        assert!(says(&held(), &refund_of("129.90 USD"), "stays held"));
        let mut shipped = order();
        shipped.fulfilment = Fulfilment::Fulfilled;
        assert!(!says(&shipped, &Wish::default(), "ship:"));
    }
}
