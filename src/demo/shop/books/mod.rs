//! What changes in the shop's books, and the states that follow from them.
//!
//! Pure functions over one order. Which call may ask for what, and in which words it is
//! refused, is the server's business; here money adds up and units go where they belong.

mod cancel;
mod holds;
mod instalments;
mod labels;
mod money;
mod refund;
mod ship;
mod status;
#[cfg(test)]
mod tests;
mod timeline;

pub use cancel::{Cancel, MoneyBack, cancel, void};
pub use holds::{Held, NewHold, hold, release};
pub use instalments::pay_in_parts;
pub use labels::{add_tags, archive, remove_tags, set_note, unarchive};
pub use money::{
    capturable, current_total, net_payment, open_authorisations, outstanding, pending, received,
    refunded,
};
pub use refund::{NewRefund, Part, Units, line_tax, refund, refund_lines, shipping_left, split};
pub use ship::{capture, ship};
pub use status::{Financial, Fulfilment, advice, financial, fulfilment, risk_level};
pub use timeline::timeline;
