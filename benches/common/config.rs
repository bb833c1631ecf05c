//! A reviewer's config at any store, as a file under `target/`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Where the data of all measurements lie.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

/// Writes config and token into `folder`; answers with the config's path.
pub fn write(folder: &Path, url: &str, token: &str) -> PathBuf {
    fs::create_dir_all(folder).expect("a folder");
    let secret = folder.join("token");
    fs::write(&secret, token).expect("a token");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("a private token");
    let text = format!(
        "[store]\nplatform = \"shopify\"\nurl = \"{url}\"\ntoken = {{ file = '{}' }}\n\n\
         [reviewer]\nname = \"Sam Example\"\ninitials = \"SE\"\n\n\
         [brand]\nname = \"Example Store\"\nprefix = \"EX\"\n",
        secret.display()
    );
    let config = folder.join("config.toml");
    fs::write(&config, text).expect("a config");
    config
}
