//! Where an order was placed from, and how far things lie apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::catalogue::{Network, NetworkKind};
use super::scene::Scene;
use super::story::Origin;
use crate::demo::shop::Text;

/// The browser's address and the network it belongs to.
pub(super) struct Placed {
    pub(super) ip: Text,
    pub(super) network: &'static Network,
}

impl Scene {
    /// An address for an order by a buyer of `town`; nothing where it is unknown.
    pub(super) fn placed_from(&mut self, origin: Origin, town: usize) -> Option<Placed> {
        let network = match origin {
            Origin::Unknown => return None,
            Origin::Home => self.home(town),
            Origin::HomeIn(elsewhere) => self.home(elsewhere),
            Origin::Mobile => self.mobile(town).or_else(|| self.home(town)),
            Origin::Hosting => self.of_kind(NetworkKind::Hosting),
            Origin::Vpn => self.of_kind(NetworkKind::Vpn),
            Origin::Relay => self.relay(town).or_else(|| self.home(town)),
            Origin::Tor => self.of_kind(NetworkKind::Tor),
        }?;
        Some(Placed { ip: self.address_in(network), network })
    }

    fn home(&mut self, town: usize) -> Option<&'static Network> {
        let homes = self.town(town)?.homes.as_slice();
        self.tables.networks.get(*self.dice.pick(homes)?)
    }

    fn mobile(&mut self, town: usize) -> Option<&'static Network> {
        let networks = self.country_of(town)?.mobile_networks.as_slice();
        self.tables.networks.get(*self.dice.pick(networks)?)
    }

    fn of_kind(&mut self, kind: NetworkKind) -> Option<&'static Network> {
        let networks: Vec<_> = self.tables.networks.iter().filter(|n| n.kind == kind).collect();
        self.dice.pick(&networks).copied()
    }

    /// A relay that leaves in the buyer's own country, as relays do.
    fn relay(&mut self, town: usize) -> Option<&'static Network> {
        let country = self.country_of(town)?.code.as_str();
        let relays = self.tables.networks.iter().filter(|n| n.kind == NetworkKind::Relay);
        let near: Vec<_> = relays.filter(|n| n.country == country).collect();
        self.dice.pick(&near).copied()
    }

    fn address_in(&mut self, network: &Network) -> Text {
        let step = self.dice.below(network.size);
        match network.first {
            IpAddr::V4(first) => {
                let host =
                    if network.size > 4 && step.is_multiple_of(256) { step + 1 } else { step };
                Ipv4Addr::from_bits(first.to_bits().saturating_add(host)).to_string().into()
            }
            IpAddr::V6(first) => {
                let host = u128::from(self.dice.bits());
                let net = first.to_bits().saturating_add(u128::from(step) << 64);
                Ipv6Addr::from_bits(net | host).to_string().into()
            }
        }
    }
}

/// Kilometres between two points in ten-thousandths of a degree.
pub(super) fn kilometres(a: (i32, i32), b: (i32, i32)) -> u32 {
    let radians = |units: i32| (f64::from(units) / 10_000.0).to_radians();
    let (lat_a, lon_a, lat_b, lon_b) = (radians(a.0), radians(a.1), radians(b.0), radians(b.1));
    let across = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20,016")]
    let whole = (12_742.0 * across.sqrt().min(1.0).asin()).round() as u32;
    whole
}
