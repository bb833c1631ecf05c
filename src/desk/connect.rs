//! From the config to a store that can be asked.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::Presence;
use crate::config::{Config, Credentials, Platform, Secret};
use crate::domain::Fault;
use crate::stores::{Store, shopify};

/// Makes the adapter that the config names; talks to nobody. The secret is read only when
/// the store is to be talked to.
pub fn connect(config: &Config, presence: Presence) -> Result<Arc<dyn Store>, Fault> {
    let secret = match presence {
        Presence::Online => config.store.credentials.secret().resolve()?,
        Presence::Offline => Secret::new("not read while offline"),
    };
    match config.store.platform {
        Platform::Shopify => Ok(Arc::new(shopify::connect(shopify_settings(config, &secret))?)),
    }
}

fn shopify_settings(config: &Config, secret: &Secret) -> shopify::Settings {
    let secret = Zeroizing::new(secret.expose().to_owned());
    let credentials = match &config.store.credentials {
        Credentials::Token(_) => shopify::Credentials::Static(secret),
        Credentials::Client { id, .. } => {
            shopify::Credentials::Client { id: Zeroizing::new(id.clone()), secret }
        }
    };
    let mut settings = shopify::Settings::new(config.store.url.as_str(), credentials);
    if let Some(version) = &config.store.api_version {
        settings.api_version.clone_from(version);
    }
    settings
}
