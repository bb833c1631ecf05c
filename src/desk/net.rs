//! The threads that wait for the network, and how they end.

use std::ops::Deref;

use tokio::runtime::{Handle, Runtime};

/// The runtime of a desk. The last to let go of a desk may be work that runs on this very
/// runtime, which cannot wait for its own end: then nobody waits.
pub(super) struct Net {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Net {
    pub(super) fn new(runtime: Runtime) -> Self {
        Self { handle: runtime.handle().clone(), runtime: Some(runtime) }
    }
}

impl Deref for Net {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        if Handle::try_current().is_ok() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use tokio::runtime::Builder;

    use super::Net;

    #[test]
    fn work_that_lets_go_last_ends_in_peace() {
        let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let net = Arc::new(Net::new(runtime));
        let (go, wait) = mpsc::channel::<()>();
        let last = Arc::clone(&net);
        let work = net.spawn(async move {
            wait.recv().unwrap();
            drop(last);
        });
        drop(net);
        let watcher = Builder::new_current_thread().build().unwrap();

        go.send(()).unwrap();

        let ended = watcher.block_on(work);
        // Called off is fine, for the runtime ended under it; a panic is not.
        assert!(!ended.is_err_and(|error| error.is_panic()));
    }
}
