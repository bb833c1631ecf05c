//! The form as its buyer filled it in.

use super::cards::Card;
use super::countries::Country;
use super::dice::Dice;
use super::labels::{Hand, Label, written as label_written};
use super::mailboxes::Mailbox;
use super::people::{Letters, Name, in_own_letters, written as name_written};
use super::persons::Buyer;
use super::phones;
use super::places::Home;
use super::plain::unaccented;

/// One order as text.
#[derive(Clone, Debug)]
pub struct Form {
    pub customer: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub ip: Option<String>,
    pub billing: Option<Label>,
    pub shipping: Label,
    pub card: Option<Card>,
    pub device: Option<String>,
    pub currency: &'static str,
}

/// Fills in the form.
pub fn filled(buyer: &Buyer, dice: &mut Dice) -> Form {
    let customer = name_on(buyer, &buyer.name);
    let (to, place) = buyer.ship_to();
    let mut shipping = labelled(buyer, place);
    shipping.name = if buyer.to.is_some() { name_on(buyer, to) } else { customer.clone() };
    let mut billing = labelled(buyer, &buyer.home);
    billing.name.clone_from(&customer);
    if dice.hits(6) {
        shipping.name.clear();
    }
    let email = buyer.mailbox.as_ref().map(Mailbox::written);
    Form {
        email: email.map(|text| {
            if buyer.hand.letters == Letters::Capitals { text.to_uppercase() } else { text }
        }),
        phone: buyer.phone.as_ref().map(|phone| phones::written(phone, buyer.notation)),
        ip: buyer.ip.clone(),
        billing: buyer.billed.then_some(billing),
        shipping,
        card: buyer.card.clone(),
        device: buyer.device.clone(),
        currency: buyer.country.currency(),
        customer: if dice.hits(20) { String::new() } else { customer },
    }
}

fn labelled(buyer: &Buyer, home: &Home) -> Label {
    label_written(home, &buyer.hand)
}

/// The name in the buyer's hand; Japanese letters where the flat is written in short.
fn name_on(buyer: &Buyer, name: &Name) -> String {
    let Hand { letters, accents, unit_word, .. } = buyer.hand;
    let own = (buyer.country == Country::Jp && unit_word == 1).then(|| in_own_letters(name));
    if let Some(own) = own.flatten() {
        return own;
    }
    let text = name_written(name, letters);
    accents.map_or(text.clone(), |how| unaccented(&text, how))
}
