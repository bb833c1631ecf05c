//! What `doctor` asks of the desk: databases, connection, clock, permissions, age.

use super::at_desk::AtDesk;
use super::office::{Examined, Office};
use super::table::counted;
use crate::domain::{Clock, Fault, Kind, SystemClock, Timestamp};
use crate::stores::Identity;

impl AtDesk {
    /// Everything that needs an open desk.
    pub(super) fn examined(&self) -> Vec<Examined> {
        let mut checks = vec![self.databases()];
        checks.extend(self.connection());
        checks.push(self.age());
        checks
    }

    fn databases(&self) -> Examined {
        const NAME: &str = "databases";
        match self.verify() {
            Ok(chain) => match chain.wrong.first() {
                None => Examined::good(
                    NAME,
                    format!("open; the journal's chain of {} rows holds", chain.rows),
                ),
                Some((_, why)) => {
                    let fault = Fault::new(Kind::Failed, format!("The journal was changed: {why}"));
                    Examined::bad(
                        NAME,
                        &fault.hint("keep the file, and compare it with the newest backup"),
                    )
                }
            },
            Err(fault) => Examined::bad(NAME, &fault),
        }
    }

    fn connection(&self) -> Vec<Examined> {
        const NAME: &str = "connection";
        if !self.desk.is_online() {
            return vec![Examined::warning(NAME, "not tried, because of --offline")];
        }
        match self.identity() {
            Ok(identity) => self.permissions(&identity),
            Err(fault) => vec![Examined::bad(NAME, &fault)],
        }
    }

    fn identity(&self) -> Result<Identity, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(
            |error| Fault::new(Kind::Failed, "No threads could be started").because(error),
        )?;
        Ok(runtime.block_on(self.store.identity())?)
    }

    fn permissions(&self, identity: &Identity) -> Vec<Examined> {
        let sentence =
            format!("{} answers, {}, {}", identity.name, identity.currency, identity.zone.name());
        let mut checks = vec![Examined::good("connection", sentence)];
        checks.push(match self.store.clock() {
            Some(theirs) => clock(theirs, SystemClock.now()),
            None => Examined::warning("clock", "the store's answer bears no date to compare with"),
        });
        if identity.missing.is_empty() {
            let sentence = "the store grants everything that the verbs need";
            checks.push(Examined::good("permission", sentence));
        }
        checks.extend(identity.notices.iter().map(|notice| Examined::warning("store", notice)));
        checks.extend(identity.missing.iter().map(|missing| {
            Examined::warning("permission", missing)
                .mend("give the app this permission in the store, then install it again")
        }));
        if let Some(days) = identity.reach_days.filter(|days| *days < self.window_days) {
            let sentence = format!(
                "the store shows the last {days} days, and window_days is {}",
                self.window_days
            );
            checks.push(
                Examined::warning("permission", sentence)
                    .mend("grant read_all_orders, or lower window_days"),
            );
        }
        checks
    }

    fn age(&self) -> Examined {
        const NAME: &str = "cache";
        match self.desk.header() {
            Ok(header) => match header.last_sync {
                Some(at) => {
                    let at = super::when::shown(at, header.zone);
                    Examined::good(NAME, format!("last synced {at} ({})", header.zone.name()))
                }
                None => Examined::warning(NAME, "never synced").mend("unhold sync"),
            },
            Err(fault) => Examined::bad(NAME, &fault),
        }
    }
}

/// How far our clock may be off: deadlines are days, the shortest wait is the undo window.
const CLOCK_MAY_BE_OFF: u64 = 30;

/// Holds our clock against the store's. A clock that is off shows orders as overdue too
/// late, and lets rows fall due at the wrong moment.
fn clock(theirs: Timestamp, ours: Timestamp) -> Examined {
    const NAME: &str = "clock";
    let off = ours.seconds_since(theirs);
    let seconds = off.unsigned_abs();
    if seconds <= CLOCK_MAY_BE_OFF {
        return Examined::good(NAME, "agrees with the store's to within half a minute");
    }
    let way = if off > 0 { "ahead of" } else { "behind" };
    let sentence = format!("this machine is {} {way} the store's clock", span(seconds));
    Examined::warning(NAME, sentence).mend(
        "let the machine set its clock by the network, \
         with systemd: `sudo timedatectl set-ntp true`",
    )
}

fn span(seconds: u64) -> String {
    match seconds {
        0..120 => counted(seconds, "second"),
        120..7200 => counted(seconds / 60, "minute"),
        7200..172_800 => counted(seconds / 3600, "hour"),
        _ => counted(seconds / 86_400, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::office::Health;
    use crate::domain::sample::at;

    #[test]
    fn a_clock_that_is_off_is_told_with_how_far_and_how_to_mend_it() {
        let theirs = at("2026-11-22T12:00:00Z");

        for (ours, words) in [
            ("2026-11-22T12:00:29Z", None),
            ("2026-11-22T11:59:31Z", None),
            ("2026-11-22T12:00:31Z", Some("31 seconds ahead of")),
            ("2026-11-22T11:50:00Z", Some("10 minutes behind")),
            ("2026-11-22T15:10:00Z", Some("3 hours ahead of")),
            ("2025-11-22T12:00:00Z", Some("365 days behind")),
        ] {
            let seen = clock(theirs, at(ours));

            let health = if words.is_some() { Health::Warning } else { Health::Good };
            assert_eq!(seen.health, health, "{ours}");
            assert!(seen.sentence.contains(words.unwrap_or("agrees")), "{}", seen.sentence);
            assert_eq!(seen.mend.is_some(), words.is_some(), "{ours}");
        }
    }
}
