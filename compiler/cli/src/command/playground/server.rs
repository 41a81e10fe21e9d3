//! Answering the browser. Other pages can send requests to this machine, too, and a name of theirs may lead here: what
//! they ask for is refused.

use std::io::{Cursor, Read as _};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};
use whit_disk::files::reason;

use super::folder::{Change, Folder, Refusal};
use super::site;
use crate::{Exit, Failure};

/// Where the page reads and writes the project.
const PROJECT: &str = "/api/project";

/// The most that is taken at once: far more than the page takes into a project.
const LARGEST: u64 = 8 << 20;

/// The page, served.
pub(super) struct Page {
    server: Server,
    /// What browsers may call this server.
    hosts: Vec<String>,
    /// Who has it got it from the terminal.
    token: String,
    folder: Option<Mutex<Folder>>,
}

/// What the page sends to be saved.
#[derive(Debug, Deserialize)]
struct Save {
    files: Vec<Change>,
}

struct Answer {
    status: u16,
    kind: &'static str,
    body: Body,
}

enum Body {
    Zipped(&'static [u8]),
    Plain(Vec<u8>),
}

impl Page {
    /// Listens on this machine alone; port 0 is one that is free.
    ///
    /// # Errors
    /// When the port is taken, or the system gives no randomness.
    pub(super) fn listen(port: u16, folder: Option<Folder>) -> Result<Self, Failure> {
        let server = Server::http(("127.0.0.1", port)).map_err(|error| {
            let why = error.downcast_ref().map_or_else(|| error.to_string(), reason);
            Failure::findings(format!("cannot serve at port {port}: {why}"))
        })?;
        let port = server.server_addr().to_ip().map_or(port, |address| address.port());
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random)
            .map_err(|error| Failure::findings(format!("the system gives no random number: {error}")))?;
        let token = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let hosts = ["127.0.0.1", "localhost"].map(|name| match port {
            80 => name.to_owned(),
            _ => format!("{name}:{port}"),
        });
        Ok(Self { server, hosts: hosts.to_vec(), token, folder: folder.map(Mutex::new) })
    }

    /// The address to open. What stands behind `#` stays in the browser.
    pub(super) fn address(&self) -> String {
        let host = self.hosts.first().map(String::as_str).unwrap_or_default();
        match self.folder {
            Some(_) => format!("http://{host}/#folder.{}", self.token),
            None => format!("http://{host}/"),
        }
    }

    /// Answers until the command is stopped.
    ///
    /// # Errors
    /// When the system closes the port.
    pub(super) fn serve(&self) -> Result<Exit, Failure> {
        std::thread::scope(|scope| {
            loop {
                let request = self.server.recv();
                let request = request
                    .map_err(|error| Failure::findings(format!("cannot serve any longer: {}", reason(&error))))?;
                // A browser that takes its time keeps nobody else waiting.
                scope.spawn(|| self.answer(request));
            }
        })
    }

    fn answer(&self, mut request: Request) {
        let answer = self.about(&mut request);
        let fixed = [
            ("Content-Type", answer.kind),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "frame-ancestors 'none'"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ];
        let zipped = matches!(answer.body, Body::Zipped(_)).then_some(("Content-Encoding", "gzip"));
        let headers = fixed.into_iter().chain(zipped);
        let headers = headers.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
        let status = StatusCode(answer.status);
        // A browser that has gone wants no answer.
        let _ = match answer.body {
            Body::Zipped(bytes) => {
                request.respond(Response::new(status, headers, Cursor::new(bytes), Some(bytes.len()), None))
            }
            Body::Plain(bytes) => {
                let length = bytes.len();
                request.respond(Response::new(status, headers, Cursor::new(bytes), Some(length), None))
            }
        };
    }

    fn about(&self, request: &mut Request) -> Answer {
        let Some(host) = header(request, "Host").filter(|host| self.hosts.contains(host)) else {
            return message(403, "this server answers only by the address that the command told");
        };
        let path = request.url().split('?').next().unwrap_or_default().to_owned();
        match request.method() {
            Method::Get | Method::Head if path != PROJECT => match site::find(&path) {
                Some((bytes, kind)) => Answer { status: 200, kind, body: Body::Zipped(bytes) },
                None => message(404, "there is no such file"),
            },
            Method::Get | Method::Put if path == PROJECT => self.project(request, &host),
            _ => message(405, "this cannot be done here"),
        }
    }

    /// Reads or writes the project, for the page that has the token.
    fn project(&self, request: &mut Request, host: &str) -> Answer {
        let is_known = header(request, "X-Whit-Token").is_some_and(|token| same(&token, &self.token));
        let Some(folder) = self.folder.as_ref().filter(|_| is_known) else {
            return message(403, "this page is not the one that the command opened: use the address that it told");
        };
        // What one save compares and writes, no other changes in between.
        let folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
        if *request.method() == Method::Get {
            return match folder.files() {
                Ok(files) => said(200, &json!({ "folder": folder.name(), "files": files })),
                Err(failure) => message(500, &failure.message),
            };
        }
        if header(request, "Origin") != Some(format!("http://{host}")) {
            return message(403, "only the page itself may write");
        }
        let mut body = Vec::new();
        let read = request.as_reader().take(LARGEST + 1).read_to_end(&mut body);
        if read.is_err() || body.len() as u64 > LARGEST {
            return message(413, "that is more than a project has");
        }
        let Ok(Save { files }) = serde_json::from_slice(&body) else {
            return message(400, "that is not what the page sends");
        };
        match folder.save(&files) {
            Ok(()) => said(200, &json!({ "changed": [] })),
            Err(Refusal::Changed(files)) => said(200, &json!({ "changed": files })),
            Err(Refusal::Wrong(why)) => message(422, &why),
        }
    }
}

fn header(request: &Request, name: &'static str) -> Option<String> {
    let found = request.headers().iter().find(|header| header.field.equiv(name))?;
    Some(found.value.as_str().to_owned())
}

/// Compares in a time that tells nothing about where two texts differ.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differ == 0
}

fn message(status: u16, text: &str) -> Answer {
    said(status, &json!({ "message": text }))
}

fn said(status: u16, value: &Value) -> Answer {
    Answer { status, kind: "application/json", body: Body::Plain(value.to_string().into_bytes()) }
}
