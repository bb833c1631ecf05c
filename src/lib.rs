//! unhold
