//! `ledger.sqlite`: what we decided, ticked, opened, staged, did and saw confirmed.
