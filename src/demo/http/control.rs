//! The control endpoints: what a test or a curious person tells the embedded store.
//!
//! All of them want the shop's own token in `X-Shopify-Access-Token`, so that no page in a
//! browser can use them.
//!
//! | endpoint | does |
//! | --- | --- |
//! | `GET /unhold-demo/faults` | the rules with how often each fired |
//! | `POST /unhold-demo/faults` | adds a rule, or a list of them |
//! | `DELETE /unhold-demo/faults` | forgets all rules |
//! | `GET /unhold-demo/log` | every side effect since the shop was made |
//! | `GET`, `POST /unhold-demo/quirks` | reads, changes single [`Quirks`](crate::demo::Quirks) |
//! | `GET`, `POST /unhold-demo/access` | `{"revoke": [scope], "grant": [scope], "protected": "all"\|"no_identity"\|"nothing"}` |
//! | `POST /unhold-demo/throttle` | `{"most": 2000, "restore": 100}`, or `{}` for no limit |
//! | `DELETE /unhold-demo/tokens` | ends all tokens given out for client credentials |
//! | `GET /unhold-demo/shop` | who the shop is, its time, its planted stories |
//! | `POST /unhold-demo/elsewhere` | what others do meanwhile: [`Elsewhere`](crate::demo::Elsewhere) |

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answer::{self, Out};
use super::state::{Door, State};
use crate::demo::elsewhere::Elsewhere;
use crate::demo::faults::FaultRule;
use crate::demo::shopify::{Protected, Quirks, Throttle};

/// Answers a control request.
pub(crate) fn answer(door: &Door, token: Option<&str>, what: (&Method, &str), body: &[u8]) -> Out {
    let mut state = door.enter();
    if token != Some(&*state.folder.card.token) {
        return answer::unauthorised();
    }
    match what {
        (&Method::GET, "faults") => ok(&state.faults.told()),
        (&Method::DELETE, "faults") => {
            state.faults.clear();
            ok(&json!([]))
        }
        (&Method::POST, "faults") => add_faults(&mut state, body),
        (&Method::GET, "log") => ok(&state.log),
        (&Method::GET, "quirks") => ok(&state.engine.world.quirks),
        (&Method::POST, "quirks") => change_quirks(&mut state, body),
        (&Method::GET, "access") => ok(&access(&state)),
        (&Method::POST, "access") => change_access(&mut state, body),
        (&Method::POST, "throttle") => change_throttle(&mut state, door, body),
        (&Method::DELETE, "tokens") => {
            state.tokens.expire_all();
            ok(&json!({}))
        }
        (&Method::GET, "shop") => ok(&shop(&state, door)),
        (&Method::POST, "elsewhere") => elsewhere(&mut state, door, body),
        _ => answer::not_found(),
    }
}

fn ok(value: &impl serde::Serialize) -> Out {
    answer::json(StatusCode::OK, value)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Box<Out>> {
    serde_json::from_slice(body).map_err(|error| Box::new(answer::bad(&error.to_string())))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    More(Vec<Value>),
    One(Value),
}

fn add_faults(state: &mut State, body: &[u8]) -> Out {
    let rules = match read(body) {
        Ok(OneOrMore::More(rules)) => rules,
        Ok(OneOrMore::One(rule)) => vec![rule],
        Err(out) => return *out,
    };
    let rules: Result<Vec<FaultRule>, _> = rules.into_iter().map(serde_json::from_value).collect();
    match rules {
        Ok(rules) => {
            for rule in rules {
                state.faults.add(rule);
            }
            ok(&state.faults.told())
        }
        Err(error) => answer::bad(&error.to_string()),
    }
}

/// Changes the quirks that are named and leaves the others.
fn change_quirks(state: &mut State, body: &[u8]) -> Out {
    let asked: serde_json::Map<String, Value> = match read(body) {
        Ok(asked) => asked,
        Err(out) => return *out,
    };
    let mut all = serde_json::to_value(&state.engine.world.quirks).unwrap_or_default();
    if let Some(all) = all.as_object_mut() {
        all.extend(asked);
    }
    match serde_json::from_value::<Quirks>(all) {
        Ok(quirks) => {
            state.engine.world.quirks = quirks;
            ok(&state.engine.world.quirks)
        }
        Err(error) => answer::bad(&error.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeAccess {
    #[serde(default)]
    revoke: Vec<String>,
    #[serde(default)]
    grant: Vec<String>,
    protected: Option<String>,
}

fn change_access(state: &mut State, body: &[u8]) -> Out {
    let asked: ChangeAccess = match read(body) {
        Ok(asked) => asked,
        Err(out) => return *out,
    };
    let protected = match asked.protected.as_deref() {
        None => state.engine.access.protected,
        Some("all") => Protected::All,
        Some("no_identity") => Protected::NoIdentity,
        Some("nothing") => Protected::Nothing,
        Some(other) => {
            return answer::bad(&format!("protected is all, no_identity or nothing, not {other}"));
        }
    };
    state.engine.access.protected = protected;
    for scope in &asked.revoke {
        state.engine.access.scopes.remove(scope);
    }
    state.engine.access.scopes.extend(asked.grant);
    ok(&access(state))
}

fn access(state: &State) -> Value {
    let access = &state.engine.access;
    json!({"scopes": access.scopes, "protected": format!("{:?}", access.protected)})
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeThrottle {
    most: Option<u32>,
    restore: Option<u32>,
}

fn change_throttle(state: &mut State, door: &Door, body: &[u8]) -> Out {
    let asked: ChangeThrottle = match read(body) {
        Ok(asked) => asked,
        Err(out) => return *out,
    };
    let throttle = match (asked.most, asked.restore) {
        (Some(most), Some(restore)) => Throttle::Bucket { most, restore },
        (None, None) => Throttle::Off,
        _ => return answer::bad("most and restore come together"),
    };
    state.engine.throttle(throttle, door.now());
    ok(&json!({}))
}

fn shop(state: &State, door: &Door) -> Value {
    let shop = &state.engine.world.shop;
    let plots: Vec<Value> = shop
        .plots()
        .iter()
        .map(|plot| json!({"name": plot.name.as_str(), "orders": plot.orders}))
        .collect();
    json!({
        "id": shop.identity.id,
        "name": shop.identity.name.as_str(),
        "domain": shop.identity.domain.as_str(),
        "orders": shop.orders().len(),
        "seed": state.folder.card.seed,
        "made_at": state.folder.card.made_at,
        "now": door.now(),
        "plots": plots,
    })
}

fn elsewhere(state: &mut State, door: &Door, body: &[u8]) -> Out {
    let asked: Elsewhere = match read(body) {
        Ok(asked) => asked,
        Err(out) => return *out,
    };
    match state.happened(&asked, door.now()) {
        Ok(()) => ok(&json!({})),
        Err(why) => answer::bad(&why),
    }
}
