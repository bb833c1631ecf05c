//! Starting and stopping the embedded store.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use chrono::{DateTime, Utc};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use super::elsewhere::Elsewhere;
use super::faults::{FaultRule, Faults};
use super::folder::Folder;
use super::http::{Door, Given, State, respond};
use super::shop::{Shop, generate};
use super::shopify::{Access, Effect, Engine, Quirks, Throttle, World};

/// Where the shop's present moment comes from.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What to serve, and how.
#[derive(Clone)]
pub struct Options {
    /// The folder of this one shop; made when it is not there.
    pub folder: PathBuf,
    /// How many orders a new shop has.
    pub orders: u32,
    /// What a new shop is made from.
    pub seed: u64,
    /// The port on loopback; 0 takes any free one.
    pub port: u16,
    /// How fast requests may come.
    pub throttle: Throttle,
    /// Behaviour where the facts are silent.
    pub quirks: Quirks,
    /// The shop's present moment; its orders end at the moment it was made.
    pub clock: Now,
}

/// Why the embedded store cannot be served: a sentence, and what to do.
#[derive(Debug)]
pub struct CannotServe {
    message: String,
    hint: &'static str,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

/// A store that is being served; it stops when this is dropped.
pub struct Running {
    address: SocketAddr,
    token: String,
    client: (String, String),
    domain: String,
    door: Arc<Door>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Options {
    /// A small shop in a folder, at any port, by the system's clock.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            orders: 400,
            seed: 1,
            port: 0,
            throttle: Throttle::STANDARD,
            quirks: Quirks::default(),
            clock: Arc::new(Utc::now),
        }
    }
}

/// Serves a shop on loopback, on a thread of its own.
pub fn serve(options: Options) -> Result<Running, CannotServe> {
    let now = (options.clock)();
    let mut folder = Folder::open(&options.folder, options.seed, options.orders, now)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(|error| {
        let text = format!("port {} on loopback cannot be used", options.port);
        CannotServe::new(text, "choose another --port").because(error)
    })?;
    let address = listener.local_addr().map_err(no_thread)?;
    let mut world = World::new(made(&folder), options.quirks);
    world.base_url = format!("http://{address}");
    let log = folder.replay(&mut world)?;
    let token = folder.card.token.clone();
    let client = (folder.card.client_id.clone(), folder.card.client_secret.clone());
    let domain = world.shop.identity.domain.to_string();
    let engine = Engine::new(world, options.throttle, now);
    let state = State { engine, folder, faults: Faults::default(), tokens: Given::default(), log };
    let door = Arc::new(Door::new(state, options.clock));
    let (stop, stopped) = oneshot::channel();
    let thread = spawn(listener, Arc::clone(&door), stopped)?;
    Ok(Running { address, token, client, domain, door, stop: Some(stop), thread: Some(thread) })
}

/// The shop as it was made, under the folder's own identity.
fn made(folder: &Folder) -> Shop {
    let card = &folder.card;
    let mut shop = generate(card.seed, card.orders, card.made_at);
    let name = shop.identity.domain.split('.').next().unwrap_or("shop").to_owned();
    shop.identity.id = card.shop_id;
    shop.identity.domain = format!("{name}-{:x}.myshopify.com", card.shop_id % 0x1_0000).into();
    shop
}

fn no_thread(error: std::io::Error) -> CannotServe {
    CannotServe::new(
        "the demo store cannot start",
        "see the cause; the system may be out of threads or files",
    )
    .because(error)
}

fn spawn(
    listener: TcpListener,
    door: Arc<Door>,
    stopped: oneshot::Receiver<()>,
) -> Result<JoinHandle<()>, CannotServe> {
    listener.set_nonblocking(true).map_err(no_thread)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_thread)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(no_thread)?
    };
    let run = move || {
        runtime.block_on(async {
            tokio::select! {
                () = accept(listener, door) => {}
                _ = stopped => {}
            }
        });
        runtime.shutdown_background();
    };
    std::thread::Builder::new().name("demo-store".into()).spawn(run).map_err(no_thread)
}

async fn accept(listener: tokio::net::TcpListener, door: Arc<Door>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: others close theirs meanwhile.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            continue;
        };
        // Small answers should not wait for more; without it they come late, not wrong.
        let _ = stream.set_nodelay(true);
        let door = Arc::clone(&door);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(Arc::clone(&door), request));
            // A connection that breaks is the caller's business, and sometimes our purpose.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Running {
    /// The base URL: `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The static access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Client id and secret for the client credentials grant.
    pub fn client(&self) -> (&str, &str) {
        (&self.client.0, &self.client.1)
    }

    /// The shop's permanent domain.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Adds a fault.
    pub fn fault(&self, rule: FaultRule) {
        self.door.enter().faults.add(rule);
    }

    /// The faults in force, with how often each fired.
    pub fn faults(&self) -> Vec<FaultRule> {
        self.door.enter().faults.told()
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        self.door.enter().faults.clear();
    }

    /// Every side effect since the shop was made.
    pub fn log(&self) -> Vec<Effect> {
        self.door.enter().log.clone()
    }

    /// Changes behaviour where the facts are silent.
    pub fn quirks(&self, change: impl FnOnce(&mut Quirks)) {
        change(&mut self.door.enter().engine.world.quirks);
    }

    /// Changes what the caller may touch.
    pub fn access(&self, change: impl FnOnce(&mut Access)) {
        change(&mut self.door.enter().engine.access);
    }

    /// Lets somebody else do something to an order.
    pub fn elsewhere(&self, what: &Elsewhere) -> Result<(), String> {
        let now = self.door.now();
        self.door.enter().happened(what, now)
    }

    /// Ends all tokens given out for client credentials, and the static one if asked.
    pub fn expire_tokens(&self, which: Tokens) {
        let mut state = self.door.enter();
        state.tokens.expire_all();
        state.tokens.static_revoked = which == Tokens::All;
    }

    /// Looks at the shop as it is now.
    pub fn look<T>(&self, at: impl FnOnce(&Shop) -> T) -> T {
        at(&self.door.enter().engine.world.shop)
    }

    /// Stops serving; what was answered is on disk.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens when the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Which tokens to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokens {
    /// Those given out for client credentials.
    GivenOut,
    /// The static one too.
    All,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

impl CannotServe {
    pub(crate) fn new(message: impl Into<String>, hint: &'static str) -> Self {
        Self { message: message.into(), hint, cause: None }
    }

    pub(crate) fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        self.hint
    }
}

impl fmt::Display for CannotServe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for CannotServe {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}
