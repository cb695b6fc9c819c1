//! Threads beside the desk: none dies without a word, and the desk can wait for each for a while.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::Duration;

use super::fault;
use crate::app::vocabulary::Event;

/// A running thread.
pub struct Worker {
    /// Hangs up when the thread has ended.
    ended: Receiver<()>,
    failed: Arc<AtomicBool>,
}

impl Worker {
    /// Starts a thread; should a fault end it, the desk hears these last words.
    pub fn start(
        name: &'static str,
        last_words: Vec<Event>,
        inbox: Sender<Event>,
        work: impl FnOnce() + Send + 'static,
    ) -> io::Result<Self> {
        let (until_the_end, ended) = channel();
        let failed = Arc::new(AtomicBool::new(false));
        let failure = Arc::clone(&failed);
        Builder::new().name(name.to_owned()).spawn(move || {
            if fault::contained(work).is_err() {
                failure.store(true, Ordering::Release);
                for event in last_words {
                    // Nobody hears it when the desk has left already.
                    inbox.send(event).ok();
                }
            }
            drop(until_the_end);
        })?;
        Ok(Self { ended, failed })
    }

    /// Waits for its end; `false` when it takes longer.
    pub fn ends_within(&self, time: Duration) -> bool {
        self.ended.recv_timeout(time) != Err(RecvTimeoutError::Timeout)
    }

    /// Whether a fault has ended it.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn a_thread_that_fails_is_heard_and_the_others_go_on() {
        let (inbox, told) = channel();
        let words = || Event::Impaired("Searching has failed.".to_owned());
        let failing = Worker::start("failing", vec![words()], inbox.clone(), || panic!("a fault")).expect("started");
        assert_eq!(told.recv_timeout(SOON), Ok(words()));
        assert!(failing.ends_within(SOON) && failing.has_failed());

        let whole = Worker::start("whole", vec![words()], inbox.clone(), || {}).expect("started");
        assert!(whole.ends_within(SOON) && !whole.has_failed());
        drop((inbox, whole));
        assert!(told.try_recv().is_err(), "nothing is said of one that ended as it should");
    }
}
