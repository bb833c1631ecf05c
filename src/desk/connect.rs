//! From the config to a store that can be asked.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::config::{Config, Credentials, Platform};
use crate::domain::Fault;
use crate::stores::{Store, shopify};

/// Makes the adapter that the config names; reads the secret, talks to nobody.
pub fn connect(config: &Config) -> Result<Arc<dyn Store>, Fault> {
    match config.store.platform {
        Platform::Shopify => Ok(Arc::new(shopify::connect(shopify_settings(config)?)?)),
    }
}

fn shopify_settings(config: &Config) -> Result<shopify::Settings, Fault> {
    let secret = config.store.credentials.secret().resolve()?;
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
    Ok(settings)
}
