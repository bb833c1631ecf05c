//! The folder of one shop: who it is, and the journal of what was changed.
//!
//! The shop itself is made anew from its seed at every start; the journal holds each
//! changed record as it is afterwards, one request a line. A line that was torn by a crash
//! belongs to a request that was never answered, and is dropped.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CannotServe;
use super::shopify::{Effect, Entry, World};

const SCHEMA: &str = "unhold/demo-shop/1";

/// Who the shop in a folder is; made once, never changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Card {
    schema: String,
    pub(crate) seed: u64,
    pub(crate) orders: u32,
    pub(crate) made_at: DateTime<Utc>,
    pub(crate) shop_id: u64,
    pub(crate) token: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// The open folder; no other process may have it open.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    journal: File,
    _lock: File,
    pub(crate) card: Card,
}

impl Folder {
    /// Opens the folder, or makes a new shop in it.
    pub(crate) fn open(
        path: &Path,
        seed: u64,
        orders: u32,
        now: DateTime<Utc>,
    ) -> Result<Self, CannotServe> {
        let cannot = |what: &str| {
            let what = format!("the demo folder {} cannot be {what}", path.display());
            move |error: io::Error| {
                CannotServe::new(what, "choose another --data-dir, or look at its permissions")
                    .because(error)
            }
        };
        private_folder(path).map_err(cannot("made"))?;
        let lock = private_file(&path.join("lock")).map_err(cannot("locked"))?;
        lock.try_lock().map_err(|_| {
            CannotServe::new(
                format!("another process serves the demo shop in {}", path.display()),
                "end that process, or choose another --seed",
            )
        })?;
        let card = card(path, seed, orders, now).map_err(cannot("read"))?;
        if card.seed != seed || card.orders != orders {
            let text = format!(
                "{} holds a shop of {} orders from seed {}",
                path.display(),
                card.orders,
                card.seed
            );
            return Err(CannotServe::new(
                text,
                "start it with these values, or begin afresh with --fresh",
            ));
        }
        let journal = private_file(&path.join("journal.jsonl")).map_err(cannot("written"))?;
        Ok(Self { path: path.to_owned(), journal, _lock: lock, card })
    }

    /// Brings a made shop to where the journal left it; the side effects of all that time.
    pub(crate) fn replay(&mut self, world: &mut World) -> Result<Vec<Effect>, CannotServe> {
        let cannot = |error: io::Error| {
            CannotServe::new("the demo shop's journal cannot be read", "begin afresh with --fresh")
                .because(error)
        };
        let mut effects = Vec::new();
        let mut whole = 0;
        self.journal.seek(SeekFrom::Start(0)).map_err(cannot)?;
        let mut reader = BufReader::new(&self.journal);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).map_err(cannot)? > 0 {
            let complete = line.ends_with(b"\n");
            let entry = serde_json::from_slice::<Entry>(&line);
            let length = line.len() as u64;
            line.clear();
            match entry {
                Ok(entry) if complete => {
                    effects.extend(entry.effects);
                    entry.changes.into_iter().for_each(|change| world.replay(change));
                    whole += length;
                }
                Err(error) if complete => {
                    let text = format!("the demo shop's journal is broken after {whole} bytes");
                    return Err(CannotServe::new(text, "begin afresh with --fresh").because(error));
                }
                _ => break,
            }
        }
        self.journal.set_len(whole).map_err(cannot)?;
        self.journal.seek(SeekFrom::End(0)).map_err(cannot)?;
        Ok(effects)
    }

    /// Writes one entry so that it survives a crash.
    pub(crate) fn append(&mut self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.journal.write_all(&line)?;
        self.journal.sync_data()
    }

    /// Keeps the lines of an export.
    pub(crate) fn keep_export(&self, id: u64, lines: &[u8]) -> io::Result<()> {
        let folder = self.path.join("bulk");
        private_folder(&folder)?;
        let mut file = private_file(&folder.join(format!("{id}.jsonl")))?;
        file.set_len(0)?;
        file.write_all(lines)
    }

    /// The lines of an export.
    pub(crate) fn export(&self, id: u64) -> Option<Vec<u8>> {
        fs::read(self.path.join("bulk").join(format!("{id}.jsonl"))).ok()
    }
}

fn card(path: &Path, seed: u64, orders: u32, now: DateTime<Utc>) -> io::Result<Card> {
    let place = path.join("shop.json");
    let mut file = private_file(&place)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    if !text.is_empty() {
        return Ok(serde_json::from_str(&text)?);
    }
    let chance = Uuid::new_v4().as_u128();
    let hex = |uuid: Uuid| uuid.simple().to_string();
    let card = Card {
        schema: SCHEMA.to_owned(),
        seed,
        orders,
        made_at: DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now),
        shop_id: 61_000_000_000 + u64::try_from(chance % 900_000_000).unwrap_or(1),
        token: format!("shpat_{}", hex(Uuid::new_v4())),
        client_id: hex(Uuid::new_v4()),
        client_secret: format!("shpss_{}", hex(Uuid::new_v4())),
    };
    // Written whole under another name first: a half-written card would be no shop.
    let fresh = path.join("shop.json.new");
    let mut new = private_file(&fresh)?;
    new.set_len(0)?;
    new.write_all(&serde_json::to_vec_pretty(&card)?)?;
    new.sync_all()?;
    fs::rename(fresh, place)?;
    Ok(card)
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
