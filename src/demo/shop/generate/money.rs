//! How an order was paid.

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::story::{Checks, Draft, Fate, HowPaid};
use crate::demo::shop::{
    Card, DeclineReason, Gateway, Kind, Order, PaidWith, Price, Shared, Text, Transaction,
    TransactionKind, TransactionState, Wallet,
};

/// Card brands with the first six digits of test numbers that gateways publish, and the digits shown.
const BRANDS: &[(&str, &str, &str)] = &[
    ("Visa", "411111", "•••• •••• •••• "),
    ("Visa", "424242", "•••• •••• •••• "),
    ("Mastercard", "555555", "•••• •••• •••• "),
    ("Mastercard", "222300", "•••• •••• •••• "),
    ("American Express", "378282", "•••• •••••• •"),
    ("Discover", "601111", "•••• •••• •••• "),
];

/// Days that a card keeps its promise.
const PROMISE_DAYS: i64 = 7;

impl Scene {
    /// Enters the payment: declined attempts, then the one that worked, then its capture.
    pub(super) fn pay(&mut self, order: &mut Order, draft: &Draft) {
        let paid_with = self.paid_with(order, &draft.checks);
        for attempt in 0..draft.checks.declined {
            let before = i64::from(draft.checks.declined - attempt) * 2;
            let at = order.created_at - TimeDelta::minutes(before);
            let declined = Some(self.reason());
            let cvv = if declined == Some(DeclineReason::IncorrectCvc) {
                Some('N')
            } else {
                draft.checks.cvv
            };
            let other = self.paid_with(order, &Checks { cvv, ..draft.checks.clone() });
            push(
                order,
                Entry { declined, ..Entry::new(TransactionKind::Authorisation, at, other) },
            );
        }
        let gateway = gateway(draft.checks.how);
        match gateway {
            Gateway::ShopPayments => self.pay_by_card(order, draft.fate, paid_with),
            Gateway::BankTransfer => {
                let state = match draft.fate {
                    Fate::AwaitingMoney => TransactionState::Pending,
                    _ => TransactionState::Success,
                };
                let sale = Entry::new(TransactionKind::Sale, order.created_at, paid_with);
                push(order, Entry { state, gateway, ..sale });
            }
            _ => {
                let sale = Entry::new(TransactionKind::Sale, order.created_at, paid_with);
                push(order, Entry { gateway, ..sale });
            }
        }
    }

    fn pay_by_card(&mut self, order: &mut Order, fate: Fate, paid_with: PaidWith) {
        let at = order.created_at;
        let stays = self.dice.chance(fate.only_authorised());
        if !stays && self.dice.chance(45) {
            push(order, Entry::new(TransactionKind::Sale, at, paid_with));
            return;
        }
        let expires_at = Some(at + TimeDelta::days(PROMISE_DAYS));
        let authorisation = Entry::new(TransactionKind::Authorisation, at, paid_with.clone());
        let parent = push(order, Entry { expires_at, ..authorisation });
        if !stays {
            let later = self.later(at, 25);
            let parent = Some(parent);
            push(order, Entry { parent, ..Entry::new(TransactionKind::Capture, later, paid_with) });
        }
    }

    fn paid_with(&mut self, order: &Order, checks: &Checks) -> PaidWith {
        match checks.how {
            HowPaid::Cash => PaidWith::Undescribed,
            HowPaid::Transfer => PaidWith::Local(self.say("Bank transfer")),
            HowPaid::Paypal => PaidWith::Paypal,
            HowPaid::Card | HowPaid::Wallet => {
                PaidWith::Card(Shared::new(self.card(order, checks)))
            }
        }
    }

    fn card(&mut self, order: &Order, checks: &Checks) -> Card {
        let &(company, bin, dots) = self.dice.pick(BRANDS).unwrap_or(&("Visa", "411111", ""));
        let wallet = (checks.how == HowPaid::Wallet).then(|| self.wallet());
        let holder = order.billing.as_ref().or(order.shipping.as_ref());
        let holder = holder.map(|address| Text::from(address.name()));
        Card {
            avs: checks.avs.filter(|_| wallet.is_none()),
            cvv: checks.cvv.filter(|_| wallet.is_none()),
            bin: Some(self.say(bin)),
            company: self.say(company),
            masked: format!("{dots}{}", self.dice.digits("####")).into(),
            name: checks.card_name.clone().or(holder),
            month: u8::try_from(self.dice.between(1, 12)).unwrap_or(1),
            year: u16::try_from(self.dice.between(2027, 2031)).unwrap_or(2027),
            wallet,
        }
    }

    fn wallet(&mut self) -> Wallet {
        let wallets = [Wallet::Apple, Wallet::Shop, Wallet::Google, Wallet::Shop, Wallet::Apple];
        self.dice.pick(&wallets).copied().unwrap_or(Wallet::Shop)
    }

    fn reason(&mut self) -> DeclineReason {
        let reasons = [
            DeclineReason::CardDeclined,
            DeclineReason::IncorrectCvc,
            DeclineReason::InsufficientFunds,
            DeclineReason::FraudSuspected,
            DeclineReason::IncorrectNumber,
            DeclineReason::PickUpCard,
        ];
        self.dice.pick(&reasons).copied().unwrap_or(DeclineReason::CardDeclined)
    }
}

fn gateway(how: HowPaid) -> Gateway {
    match how {
        HowPaid::Card | HowPaid::Wallet => Gateway::ShopPayments,
        HowPaid::Paypal => Gateway::Paypal,
        HowPaid::Cash => Gateway::Cash,
        HowPaid::Transfer => Gateway::BankTransfer,
    }
}

/// A transaction before it has an id.
struct Entry {
    kind: TransactionKind,
    state: TransactionState,
    gateway: Gateway,
    parent: Option<u64>,
    at: DateTime<Utc>,
    paid_with: PaidWith,
    declined: Option<DeclineReason>,
    expires_at: Option<DateTime<Utc>>,
}

impl Entry {
    fn new(kind: TransactionKind, at: DateTime<Utc>, paid_with: PaidWith) -> Self {
        let (state, gateway) = (TransactionState::Success, Gateway::ShopPayments);
        Self { kind, state, gateway, parent: None, at, paid_with, declined: None, expires_at: None }
    }
}

fn push(order: &mut Order, entry: Entry) -> u64 {
    let id = order.mint(Kind::Transaction);
    let Entry { kind, state, gateway, parent, at, paid_with, declined, expires_at } = entry;
    let state = if declined.is_some() { TransactionState::Failure } else { state };
    let amount: Price = order.totals.total;
    order.transactions.push(Transaction {
        id,
        kind,
        state,
        gateway,
        amount,
        parent,
        at,
        paid_with,
        declined,
        expires_at,
    });
    id
}
