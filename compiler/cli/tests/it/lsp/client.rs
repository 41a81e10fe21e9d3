//! An editor, as far as the tests need one.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take. The machine may do other things beside.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server with its pipes.
pub(super) struct Client {
    process: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: PathBuf,
    requests: u64,
    /// The findings that it told, by address.
    pub(super) told: BTreeMap<String, Value>,
}

impl Client {
    /// Starts a server and says nothing.
    pub(super) fn silent(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_whit"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let input = process.stdin.take();
        let output = process.stdout.take().unwrap();
        let (tell, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        let folder = folder.canonicalize().unwrap();
        Self { process, input, messages, folder, requests: 0, told: BTreeMap::new() }
    }

    /// Starts a server that shows a folder.
    pub(super) fn new(folder: &Path) -> Self {
        let mut client = Self::silent(folder);
        let root = client.uri("").trim_end_matches('/').to_owned();
        let folders = json!([{ "uri": root, "name": "test" }]);
        let told = client.request("initialize", json!({ "capabilities": {}, "workspaceFolders": folders }));
        assert_eq!(told["capabilities"]["positionEncoding"], "utf-16");
        client.notify("initialized", json!({}));
        client
    }

    /// The address of a file.
    pub(super) fn uri(&self, name: &str) -> String {
        let folder = self.folder.to_str().unwrap().replace('\\', "/");
        let folder = folder.trim_start_matches("//?/").trim_start_matches('/');
        format!("file:///{}/{name}", folder.replace(':', "%3A"))
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(super) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The whole answer to a request.
    pub(super) fn answer(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.requests, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        loop {
            let message = self.next();
            if message["id"] == self.requests && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// The result of a request.
    #[track_caller]
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    /// The next message.
    pub(super) fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server says something");
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            self.told.insert(params["uri"].as_str().unwrap().to_owned(), params["diagnostics"].clone());
        }
        message
    }

    pub(super) fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        let language = if name.ends_with(".toml") { "toml" } else { "whit" };
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(super) fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Gives a text another content, with an edit for each of `edits`.
    pub(super) fn change(&mut self, name: &str, version: usize, edits: Value) {
        let document = json!({ "uri": self.uri(name), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": edits }));
    }

    /// A request about a text.
    #[track_caller]
    pub(super) fn about(&mut self, method: &str, name: &str, mut more: Value) -> Value {
        more["textDocument"] = json!({ "uri": self.uri(name) });
        self.request(method, more)
    }

    /// What is found in a text, asked for.
    #[track_caller]
    pub(super) fn pull(&mut self, name: &str) -> Value {
        let report = self.about("textDocument/diagnostic", name, json!({}));
        assert_eq!(report["kind"], "full");
        report["items"].clone()
    }

    /// Waits until it is told of a file that these rules are broken there.
    #[track_caller]
    pub(super) fn expect(&mut self, name: &str, rules: &[&str]) -> Value {
        let uri = self.uri(name);
        let start = Instant::now();
        loop {
            let told = self.told.get(&uri).cloned().unwrap_or_else(|| json!([]));
            let found: Vec<&str> = told.as_array().unwrap().iter().filter_map(|it| it["code"].as_str()).collect();
            if found == rules {
                return told;
            }
            assert!(start.elapsed() < PATIENCE, "{name}: {told}");
            // Something to wait for: what is told comes before the answer or soon after it.
            self.pull(name);
        }
    }

    /// Closes the input, if it is open, and gives the code that the process ends with.
    pub(super) fn end(mut self) -> Option<i32> {
        self.input = None;
        self.code()
    }

    /// The code that the process ends with.
    pub(super) fn code(&mut self) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not end");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A message of the server; none when it has closed its output.
fn read(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim_end().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
