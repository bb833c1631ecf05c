//! Who the shop is and what we may do there.

use serde::Deserialize;

use super::documents::APP_CONTEXT;
use super::gid::plain;
use super::grants::{Known, nothing_known};
use super::pace::Class;
use super::refusal;
use super::shapes::TitleShape;
use super::store::ShopifyStore;
use crate::domain::{Clean, Currency, ShopId, Zone};
use crate::stores::{Identity, StoreFault};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    shop: Option<Shop>,
    current_app_installation: Option<Installation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shop {
    id: String,
    name: Clean,
    currency_code: String,
    iana_timezone: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Installation {
    app: Option<TitleShape>,
    #[serde(default)]
    access_scopes: Vec<Scope>,
}

#[derive(Deserialize)]
struct Scope {
    handle: String,
}

impl ShopifyStore {
    /// Asks who the shop is, and keeps what later questions need.
    pub(super) async fn fetch_identity(&self) -> Result<Identity, StoreFault> {
        let answered =
            self.api.read::<Context>(&APP_CONTEXT, Class::Front, &serde_json::json!({})).await?;
        let Some(Context { shop: Some(shop), current_app_installation }) = answered.data else {
            return Err(refusal::of_read(&APP_CONTEXT, &answered.errors));
        };
        let installation = current_app_installation
            .ok_or_else(|| refusal::of_read(&APP_CONTEXT, &answered.errors))?;
        let known = Known {
            shop: ShopId::new(format!("shopify-{}", plain(&shop.id))),
            app: installation.app.map(|app| app.title).unwrap_or_default(),
            scopes: installation.access_scopes.into_iter().map(|scope| scope.handle).collect(),
        };
        let mut notices = self.version_notices();
        let zone = Zone::named(&shop.iana_timezone).unwrap_or_else(|| {
            notices
                .push("The shop's time zone is unknown to us; times are shown in UTC.".to_owned());
            Zone::UTC
        });
        let identity = Identity {
            shop: known.shop.clone(),
            name: shop.name,
            currency: Currency::new(&shop.currency_code).ok_or_else(nothing_known)?,
            zone,
            missing: known.missing(),
            holds_unread: known.holds_unread(),
            notices,
            reach_days: known.reach_days(),
        };
        self.learn(known);
        Ok(identity)
    }

    /// A version that is gone is answered by an older one without an error
    /// (`apis/shopify.md`, section 1).
    fn version_notices(&self) -> Vec<String> {
        let headers = self.api.headers();
        let mut notices = Vec::new();
        if let Some(version) = headers.version.filter(|version| *version != self.version) {
            let version = Clean::new(&version);
            notices.push(format!(
                "Shopify answers with API version {} instead of {}; set api_version in the config.",
                version.fitted(20),
                self.version
            ));
        }
        if let Some(reason) = headers.deprecated {
            let reason = Clean::new(&reason);
            notices
                .push(format!("Shopify will drop something that we use: {}.", reason.fitted(200)));
        }
        notices
    }
}
