//! The server over standard input and output.
//!
//! A thread reads, another writes. The framing of `tower-lsp` itself stops at the first message that it cannot read, and
//! does not flush what it writes; so it gets messages that have been read already, and a pipe that keeps nothing back.

use std::io::{self, BufRead, Read as _, Write as _};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::select;
use futures::{AsyncWrite, StreamExt as _, TryStreamExt as _};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use crate::disk::Disk;

/// How many messages are under way at once. One that waits for the client must not keep others from being answered.
const AT_ONCE: usize = 64;

/// The most bytes of a message. One that is longer is read and not kept.
const LONGEST: u64 = 64 << 20;

/// No message without parameters has more bytes.
const SHORT: usize = 1024;

/// How long answers that are under way may take when all is over. One that waits for the client would take for ever.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until the client says that all is over, or closes standard input. Gives the code that the process has to end
/// with: 0 if the client asked to shut down before.
pub fn serve(disk: Box<dyn Disk>) -> u8 {
    let (say, said) = channel();
    let (tell, told) = unbounded();
    let (end, ended) = oneshot::channel();
    let shut_down = Arc::new(AtomicBool::new(false));
    let writer = thread::spawn(move || write(&said));
    let (errors, noted) = (say.clone(), Arc::clone(&shut_down));
    thread::spawn(move || {
        listen(&mut io::stdin().lock(), &tell, &errors, &noted);
        drop((tell, errors));
        thread::sleep(GRACE);
        // Nobody waits if all was answered in time.
        let _ = end.send(());
    });
    let (service, socket) = crate::service(disk);
    let input = told.map(Ok::<_, io::Error>).into_async_read();
    let server = tower_lsp::Server::new(input, Output(say), socket);
    let served = server.concurrency_level(AT_ONCE).serve(service);
    block_on(async { drop(select(Box::pin(served), ended).await) });
    // What is still to be written is written; from a client that is gone, the thread returns with an error.
    let _ = writer.join();
    u8::from(!shut_down.load(Ordering::Relaxed))
}

/// Hands on the messages of the client until the last. One that cannot be read is answered here.
fn listen(from: &mut impl BufRead, tell: &UnboundedSender<Vec<u8>>, errors: &Sender<Vec<u8>>, shut_down: &AtomicBool) {
    let mut initialized = false;
    while let Ok(Some(body)) = body(from) {
        let request = serde_json::from_slice::<Request>(&body);
        match request.as_ref().map(Request::method) {
            Ok("exit") => return,
            Ok("initialize") => initialized = true,
            Ok("shutdown") => shut_down.store(initialized, Ordering::Relaxed),
            Ok(_) => {}
            Err(_) if serde_json::from_slice::<Response>(&body).is_ok() => {}
            Err(_) => {
                let error = match serde_json::from_slice::<serde::de::IgnoredAny>(&body) {
                    Ok(_) => Error::invalid_request(),
                    Err(_) => Error::parse_error(),
                };
                let answer = serde_json::to_vec(&Response::from_error(Id::Null, error)).unwrap_or_default();
                if errors.send(framed(&answer)).is_err() {
                    return;
                }
                continue;
            }
        }
        if tell.unbounded_send(framed(&without_empty(body))).is_err() {
            return;
        }
    }
}

/// The body of the next message, empty for one without a length or too long; none at the end of the input.
fn body(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = 0;
    loop {
        let mut line = Vec::new();
        if from.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((_, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length")) {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    if length > LONGEST {
        let skipped = io::copy(&mut from.take(length), &mut io::sink())?;
        return Ok((skipped == length).then(Vec::new));
    }
    let mut body = Vec::new();
    from.take(length).read_to_end(&mut body)?;
    Ok((body.len() as u64 == length).then_some(body))
}

/// A message without parameters that are `null`: some editors write them where there are none, and `tower-lsp` refuses it.
fn without_empty(body: Vec<u8>) -> Vec<u8> {
    // A message without parameters is short; one with the text of a file would be read once more for nothing.
    if body.len() > SHORT {
        return body;
    }
    match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&body) {
        Ok(mut message) if message.get("params").is_some_and(serde_json::Value::is_null) => {
            message.remove("params");
            serde_json::to_vec(&message).unwrap_or(body)
        }
        _ => body,
    }
}

/// A message with its header.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Writes what is said until nobody says anything more.
fn write(said: &Receiver<Vec<u8>>) -> io::Result<()> {
    let mut output = io::stdout().lock();
    for bytes in said {
        output.write_all(&bytes)?;
        output.flush()?;
    }
    Ok(())
}

/// The way to the thread that writes. It takes whole messages, and never waits.
struct Output(Sender<Vec<u8>>);

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe.into());
        Poll::Ready(sent.map(|()| bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
