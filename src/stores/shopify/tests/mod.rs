//! The adapter against a scripted server: answers written from `apis/shopify.md`.

mod answers;
mod bad_days;
mod reads;
mod server;
mod writes;
