//! The user's own databases and lists, as they lie in our folder.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::lists::AddressList;
use super::map::Bytes;
use super::mmdb::Database;
use super::tables::{State, Status};
use crate::domain::{Network, NetworkKind};

/// Names of the lists in our folder, and what being in one means.
pub(super) const LISTS: [(&str, NetworkKind); 2] =
    [("vpn.txt", NetworkKind::Vpn), ("tor.txt", NetworkKind::Tor)];

/// Databases and lists of the user.
#[derive(Debug, Default)]
pub(super) struct Own {
    folder: Option<PathBuf>,
    /// Oldest first, so that the newest has the last word.
    databases: Vec<Database>,
    /// Read when the first address is asked for: a start waits for no list.
    lists: OnceLock<Vec<(NetworkKind, Result<AddressList, String>)>>,
}

impl Own {
    /// Opens what is in the folder, and tells of each database whether it is used.
    pub(super) fn open(folder: Option<&PathBuf>, status: &mut Vec<Status>) -> Self {
        let mut own = Self { folder: folder.cloned(), ..Self::default() };
        for path in folder.map(|folder| databases(folder)).unwrap_or_default() {
            let opened = Bytes::map(&path).and_then(Database::open);
            let place = path.display().to_string();
            status.push(match &opened {
                Ok(database) => Status {
                    table: database.name.clone(),
                    place,
                    as_of: Some(database.day),
                    bytes: database.size,
                    digest: format!("{} {}", database.day, database.size),
                    state: State::Used,
                },
                Err(why) => refused(&path, why),
            });
            own.databases.extend(opened);
        }
        own.databases.sort_by_key(|database| database.day);
        own
    }

    /// The lists, for `unhold data status`.
    pub(super) fn lists_status(&self) -> Vec<Status> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let lists = self.lists().iter();
        let told = lists.map(|(kind, list)| {
            let path = folder.join(file_of(*kind));
            match list {
                Err(why) => refused(&path, why),
                Ok(list) => Status {
                    table: format!("{} list", kind.word()),
                    place: path.display().to_string(),
                    as_of: list.day,
                    bytes: std::fs::metadata(&path).map_or(0, |about| about.len()),
                    digest: format!("{} ranges", list.len()),
                    state: State::Used,
                },
            }
        });
        told.collect()
    }

    /// Puts what the databases and lists know over what is known already.
    pub(super) fn add_to(&self, address: IpAddr, network: &mut Network) {
        for database in &self.databases {
            if let Err(why) = database.add_to(address, network) {
                network.source = format!("{} ({why})", network.source);
            }
        }
        for (kind, list) in self.lists() {
            let Ok(list) = list else { continue };
            // A relay that a list calls a VPN stays a relay; a Tor exit is one whoever owns it.
            let stays = network.kind == NetworkKind::Tor
                || network.kind == NetworkKind::Relay && *kind == NetworkKind::Vpn;
            if !stays && list.has(address) {
                network.kind = *kind;
                network.source = format!("your {} list, {}", kind.word(), network.source);
                network.as_of = [network.as_of, list.day].into_iter().flatten().min();
            }
        }
    }

    /// What findings rest on beside the tables: a list counts by its size and time.
    pub(super) fn version(&self) -> String {
        let Some(folder) = &self.folder else { return String::new() };
        let about = |(name, _): &(&str, NetworkKind)| {
            let about = std::fs::metadata(folder.join(name)).ok()?;
            Some(format!("{name} {} {:?}", about.len(), about.modified().ok()))
        };
        LISTS.iter().filter_map(about).collect()
    }

    fn lists(&self) -> &[(NetworkKind, Result<AddressList, String>)] {
        self.lists.get_or_init(|| {
            let Some(folder) = &self.folder else { return Vec::new() };
            let there = LISTS.iter().map(|(name, kind)| (folder.join(name), *kind));
            let there = there.filter(|(path, _)| path.exists());
            there.map(|(path, kind)| (kind, AddressList::open(&path))).collect()
        })
    }
}

/// The databases of a folder, by name.
fn databases(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "mmdb"))
        .collect();
    paths.sort();
    paths
}

fn file_of(kind: NetworkKind) -> &'static str {
    LISTS.iter().find(|(_, other)| *other == kind).map_or("", |(name, _)| *name)
}

fn refused(path: &Path, why: &str) -> Status {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Status {
        table: name.into_owned(),
        place: path.display().to_string(),
        as_of: None,
        bytes: 0,
        digest: String::new(),
        state: State::Refused(why.to_owned()),
    }
}
