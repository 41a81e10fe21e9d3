//! The server over standard input and output.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio_util::compat::{TokioAsyncReadCompatExt as _, TokioAsyncWriteCompatExt as _};

use crate::disk::Disk;
use crate::ending::{Ending, Watched};

/// How many messages are under way at once. One that waits for the client must not keep others from being answered.
const AT_ONCE: usize = 64;

/// How long answers that are under way may take when all is over. One that waits for the client would take for ever.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until the client says that all is over, or closes standard input. Gives the code that the process has to end
/// with, and it has to end: standard input may be waited for still.
///
/// # Errors
/// When there is no runtime to be had.
pub fn serve(disk: Box<dyn Disk>) -> io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let (service, socket) = crate::service(disk);
    let (service, ending) = Watched::new(service);
    let input = Input { inner: tokio::io::stdin(), ending: ending.clone() };
    let server = tower_lsp::Server::new(input.compat(), tokio::io::stdout().compat_write(), socket);
    runtime.block_on(async {
        let over = || {
            poll_fn(|context| match ending.has_come(context) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            })
        };
        let mut served = pin!(server.concurrency_level(AT_ONCE).serve(service));
        let mut late = pin!(async {
            over().await;
            tokio::time::sleep(GRACE).await;
        });
        let either = |context: &mut Context<'_>| match served.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(()),
            Poll::Pending => late.as_mut().poll(context),
        };
        poll_fn(either).await;
    });
    runtime.shutdown_background();
    Ok(ending.code())
}

/// Input that ends when the conversation does: a client need not close it.
struct Input<R> {
    inner: R,
    ending: Ending,
}

impl<R: AsyncRead + Unpin> AsyncRead for Input<R> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.ending.has_come(context) {
            return Poll::Ready(Ok(()));
        }
        let before = into.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(context, into);
        if matches!(read, Poll::Ready(Err(_))) || (read.is_ready() && into.filled().len() == before) {
            self.ending.come();
        }
        read
    }
}
