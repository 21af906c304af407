//! One websocket to the browser: calls go out, answers and events come back.
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// How long one call may take before the browser counts as stuck.
const CALL_LIMIT: Duration = Duration::from_secs(30);

/// A connection to the browser, with the events that nobody has read yet.
pub struct Cdp {
    socket: WebSocket<TcpStream>,
    last_id: u64,
    events: VecDeque<Value>,
}

impl Cdp {
    /// Connects to the address that the browser printed at its start (`ws://…`).
    pub fn connect(address: &str) -> Result<Self, String> {
        let host = address
            .strip_prefix("ws://")
            .and_then(|rest| rest.split('/').next())
            .ok_or_else(|| format!("not a websocket address: {address}"))?;
        let stream = TcpStream::connect(host).map_err(|e| format!("no connection to the browser at {host}: {e}"))?;
        let (socket, _) =
            tungstenite::client(address, stream).map_err(|e| format!("the browser refused the websocket: {e}"))?;
        Ok(Self { socket, last_id: 0, events: VecDeque::new() })
    }

    /// Calls a method, in a session (a page, a worker) or in the browser itself, and waits for the answer.
    pub fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<Value, String> {
        let id = self.send(session, method, params)?;
        let end = Instant::now() + CALL_LIMIT;
        while Instant::now() < end {
            let Some(mut message) = self.read(Duration::from_secs(1))? else { continue };
            if message["id"] != id {
                self.keep(message);
            } else if message["error"].is_object() {
                return Err(format!("{method}: {}", message["error"]["message"].as_str().unwrap_or("unknown error")));
            } else {
                return Ok(message["result"].take());
            }
        }
        Err(format!("{method}: no answer from the browser in {} s", CALL_LIMIT.as_secs()))
    }

    /// Calls a method and does not wait. Its answer is dropped when it comes.
    pub fn send(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<u64, String> {
        self.last_id += 1;
        let mut call = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = session {
            call["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(call.to_string())).map_err(|e| format!("{method}: the browser is gone: {e}"))?;
        Ok(self.last_id)
    }

    /// The next event, in the order in which they came; waits at most `wait` for one.
    pub fn event(&mut self, wait: Duration) -> Result<Option<Value>, String> {
        if self.events.is_empty()
            && let Some(message) = self.read(wait)?
        {
            self.keep(message);
        }
        Ok(self.events.pop_front())
    }

    fn keep(&mut self, message: Value) {
        if message["method"].is_string() {
            self.events.push_back(message);
        }
    }

    fn read(&mut self, wait: Duration) -> Result<Option<Value>, String> {
        // A zero timeout would mean "for ever" to the socket.
        let wait = wait.max(Duration::from_millis(1));
        self.socket.get_ref().set_read_timeout(Some(wait)).map_err(|e| e.to_string())?;
        match self.socket.read() {
            Ok(Message::Text(text)) => serde_json::from_str(&text).map(Some).map_err(|e| e.to_string()),
            Ok(_) => Ok(None),
            Err(tungstenite::Error::Io(e)) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Ok(None)
            }
            Err(e) => Err(format!("the browser closed the connection: {e}")),
        }
    }
}
