//! Text to checked settings; secrets by reference.
//!
//! Every wrong setting is refused with file, line, key and what was expected. No secret is
//! ever in the file: it names an environment variable, a command, a private file, or an
//! entry of the platform's key store.

mod evidence;
mod keys;
mod nearest;
mod parse;
mod paths;
mod policy;
mod reader;
mod resolve;
mod sample;
mod secret;
mod settings;
mod url;

pub use evidence::{Entry, EvidenceSettings, KnownAddress, Spot};
pub use nearest::nearest;
pub use paths::{Paths, Wanted};
pub use policy::{BusinessCalendar, DecimalAmount, HighValueWhen, Policy};
pub use resolve::{keep_in_file, keep_in_keyring};
pub use sample::{Answers, filled, sample};
pub use secret::{Secret, SecretRef};
pub use settings::{Brand, Config, Credentials, Platform, Reviewer, StoreSettings};
pub use url::checked_url;
