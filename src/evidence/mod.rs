//! One file per check; what it needs to read is passed in; answers a finding. Pure.
