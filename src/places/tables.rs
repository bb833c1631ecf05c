//! All tables together: what the checks ask through `domain::Places`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::built_in;
use super::gazetteer::Gazetteer;
use super::map::Bytes;
use super::networks::{Networks, nothing};
use super::own::Own;
use super::phones::Phones;
use super::special::{is_private, meant, private};
use super::table::{Kind, Table, hex};
use crate::domain::{Country, Network, PhoneArea, Place, Places, Wanted};

/// Where tables are looked for, beside those that come with the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Our own folder, filled by `unhold data update`.
    pub folder: Option<PathBuf>,
}

/// How a table came to be used, or why it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is in use.
    Used,
    /// It is not; the sentence says why.
    Refused(String),
}

/// One table, for `unhold data status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it holds: `networks`.
    pub table: String,
    /// Where it is: `built in`, or a file.
    pub place: String,
    /// The day of its data.
    pub as_of: Option<NaiveDate>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its content in short.
    pub digest: String,
    /// Whether it is used.
    pub state: State,
}

/// The tables in use.
#[derive(Debug, Default)]
pub struct Tables {
    networks: Option<Networks>,
    gazetteer: Option<Gazetteer>,
    phones: Option<Phones>,
    own: Own,
    status: Vec<Status>,
}

/// Opens whatever is there. A table that cannot be used is told in `status`; the others work.
pub fn open(sources: &Sources) -> Arc<Tables> {
    let mut tables = Tables::default();
    for kind in Kind::ALL {
        let Some(table) = tables.newest(kind, sources) else { continue };
        match kind {
            Kind::Networks => tables.networks = Some(Networks(table)),
            Kind::Places => tables.gazetteer = Some(Gazetteer(table)),
            Kind::Phones => tables.phones = Some(Phones(table)),
        }
    }
    tables.own = Own::open(sources.folder.as_ref(), &mut tables.status);
    Arc::new(tables)
}

const BUILT_IN: &str = "built in";

impl Tables {
    /// Every table, database and list that was found.
    pub fn status(&self) -> Vec<Status> {
        let mut status = self.status.clone();
        status.extend(self.own.lists_status());
        status
    }

    /// Number of an address's place in the table of networks, without its words; 0: not known.
    pub fn place_number(&self, address: IpAddr) -> Option<u32> {
        self.networks.as_ref()?.place_number(meant(address))
    }

    /// Reads every built-in table as a whole, to see whether it is what its head says.
    pub fn check(&self) -> Result<(), String> {
        let tables = [
            self.networks.as_ref().map(|table| &table.0),
            self.gazetteer.as_ref().map(|table| &table.0),
            self.phones.as_ref().map(|table| &table.0),
        ];
        tables.into_iter().flatten().try_for_each(Table::check)
    }

    /// The table of our own folder when it opens and is not older than the built-in one.
    fn newest(&mut self, kind: Kind, sources: &Sources) -> Option<Table> {
        let with_us = self.tell(kind, BUILT_IN, built_in::bytes(kind));
        let path = sources.folder.as_ref().map(|folder| folder.join(kind.file()));
        let path = path.filter(|path| path.exists());
        let own =
            path.and_then(|path| self.tell(kind, &path.display().to_string(), Bytes::map(&path)));
        match (own, with_us) {
            (Some(own), Some(with_us)) if own.day < with_us.day => {
                self.refuse_last("an older table than the one that comes with the program");
                Some(with_us)
            }
            (Some(own), _) => Some(own),
            (None, with_us) => with_us,
        }
    }

    fn tell(&mut self, kind: Kind, place: &str, bytes: Result<Bytes, String>) -> Option<Table> {
        let table = bytes.and_then(|bytes| Table::open(bytes, kind));
        let (table, state) = match table {
            Ok(table) => (Some(table), State::Used),
            Err(why) => (None, State::Refused(why)),
        };
        self.status.push(Status {
            table: kind.word().to_owned(),
            place: place.to_owned(),
            as_of: table.as_ref().map(|table| table.day),
            bytes: table.as_ref().map_or(0, Table::size),
            digest: table.as_ref().map(|table| table.digest.clone()).unwrap_or_default(),
            state,
        });
        table
    }

    fn refuse_last(&mut self, why: &str) {
        if let Some(last) = self.status.last_mut() {
            last.state = State::Refused(why.to_owned());
        }
    }
}

impl Places for Tables {
    fn locate(&self, wanted: &Wanted<'_>) -> Result<Place, String> {
        let gazetteer = self.gazetteer.as_ref().ok_or("No table of places is installed")?;
        gazetteer.locate(wanted)
    }

    fn network(&self, address: IpAddr) -> Result<Network, String> {
        let address = meant(address);
        if is_private(address) {
            return Ok(private());
        }
        let known = self.networks.as_ref().map(|networks| networks.look_up(address));
        let mut network = known.unwrap_or_else(nothing);
        self.own.add_to(address, &mut network);
        if network.source.is_empty() {
            return Err("No table of networks is installed".to_owned());
        }
        Ok(network)
    }

    fn phone_area(&self, digits: &str) -> Option<PhoneArea> {
        self.phones.as_ref()?.area(digits)
    }

    fn phone_carrier(&self, digits: &str) -> Option<String> {
        self.phones.as_ref()?.carrier(digits)
    }

    fn country(&self, written: &str) -> Option<Country> {
        self.gazetteer.as_ref()?.country(written)
    }

    fn version(&self) -> String {
        let mut content = Sha256::new();
        for status in self.status.iter().filter(|status| status.state == State::Used) {
            content.update(&status.table);
            content.update(&status.digest);
        }
        content.update(self.own.version());
        hex(content.finalize().get(..6).unwrap_or_default())
    }
}
