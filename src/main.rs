//! unhold
fn main() {}
