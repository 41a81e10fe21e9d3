//! An editor, as far as a benchmark needs one.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

/// A server with its pipes.
pub(super) struct Client {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    requests: u64,
    version: u64,
    /// The version of the text of which it was told last, and how much was found in it.
    told: (u64, usize),
    /// When the last message was there as a whole. To read it is the editor's work.
    pub(super) arrived: Instant,
}

impl Client {
    /// Starts a server that shows a folder.
    pub(super) fn start(whit: &Path, folder: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", whit.display());
        let mut command = Command::new(whit);
        let piped = command.args(["lsp", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = piped.spawn().map_err(failed)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the server has no pipes".to_owned());
        };
        let folder = folder.canonicalize().map_err(failed)?;
        let output = BufReader::new(output);
        let mut client =
            Self { process, input, output, folder, requests: 0, version: 1, told: (0, 0), arrived: Instant::now() };
        let folders = json!([{ "uri": format!("file://{}", client.folder.display()), "name": "bench" }]);
        client.request("initialize", json!({ "capabilities": {}, "workspaceFolders": folders }))?;
        client.notify("initialized", json!({}))?;
        Ok(client)
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.display())
    }

    pub(super) fn open(&mut self, name: &str, text: &str) -> Result<(), String> {
        let document = json!({ "uri": self.uri(name), "languageId": "whit", "version": self.version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Replaces `length` letters at a place of one line.
    pub(super) fn edit(
        &mut self,
        name: &str,
        (line, from): (usize, usize),
        length: usize,
        text: &str,
    ) -> Result<(), String> {
        self.version += 1;
        let document = json!({ "uri": self.uri(name), "version": self.version });
        let range = json!({
            "start": { "line": line, "character": from },
            "end": { "line": line, "character": from + length },
        });
        let edits = json!([{ "range": range, "text": text }]);
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": edits }))
    }

    /// Waits for what is found in the text as it is now, and gives how much that is.
    pub(super) fn told(&mut self) -> Result<usize, String> {
        while self.told.0 != self.version {
            self.read()?;
        }
        Ok(self.told.1)
    }

    pub(super) fn request(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }))?;
        loop {
            let mut message = self.read()?;
            if message.get("method").is_none() && message.get("id") == Some(&json!(self.requests)) {
                let result = message.get_mut("result").map(Value::take);
                return result.ok_or_else(|| format!("{method}: {message}"));
            }
        }
    }

    /// The memory of the process in KB, now and at most so far.
    pub(super) fn memory(&self) -> Result<(f64, f64), String> {
        let path = format!("/proc/{}/status", self.process.id());
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let figure = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).ok_or("no figure for the memory")
        };
        Ok((figure("VmRSS:")?, figure("VmHWM:")?))
    }

    fn notify(&mut self, method: &str, params: Value) -> Result<(), String> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let sent = write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len());
        sent.and_then(|()| self.input.flush()).map_err(|error| format!("the server does not listen: {error}"))
    }

    fn read(&mut self) -> Result<Value, String> {
        let failed = |error: std::io::Error| format!("the server says nothing: {error}");
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).map_err(failed)? == 0 {
                return Err("the server has ended".to_owned());
            }
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().map_err(|_| format!("no length: {line}"))?,
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).map_err(failed)?;
        self.arrived = Instant::now();
        let message: Value = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
        let params = message.get("params").unwrap_or(&Value::Null);
        if let Some(version) = params.get("version").and_then(Value::as_u64) {
            self.told = (version, params.get("diagnostics").and_then(Value::as_array).map_or(0, Vec::len));
        }
        Ok(message)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // One that has ended needs no end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
