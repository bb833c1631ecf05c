//! Serves the embedded store until Enter is pressed:
//! `cargo run --example embedded_store -- [ORDERS [SEED [PORT]]]`.
//!
//! Everything stays in a folder under the system's temporary files, so that a second run
//! finds the same shop.

use std::error::Error;
use std::io::{Write as _, stdin, stdout};

use unhold::demo::{Options, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let orders = numbers.next().transpose()?.unwrap_or(400);
    let seed = numbers.next().transpose()?.unwrap_or(1);
    let port = numbers.next().transpose()?.unwrap_or(0);
    let folder = std::env::temp_dir().join(format!("unhold-embedded-store-{seed}-{orders}"));
    let mut options = Options::new(folder);
    options.orders = orders;
    options.seed = u64::from(seed);
    options.port = u16::try_from(port)?;
    let running = serve(options)?;
    let mut out = stdout();
    writeln!(out, "{}/admin/api/2026-10/graphql.json", running.url())?;
    writeln!(out, "X-Shopify-Access-Token: {}", running.token())?;
    writeln!(out, "Press Enter to stop.")?;
    out.flush()?;
    stdin().read_line(&mut String::new())?;
    running.stop();
    Ok(())
}
