//! One chat turn as a stream of events: EventSource cannot POST, so this reads a fetch stream.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use shared::chat::{ChatAnswer, ChatEvent, ChatRequest, Done};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, Response, TextDecodeOptions, TextDecoder};

use super::{Api, Call, Failure, finish};
use crate::background;

/// The server sends at least a comment every 15 s; three missed ones mean a dead connection.
const SILENCE_MS: f64 = 50_000.0;

/// Sends one message and hands over each event until the turn is done.
///
/// The same `key` sent again never runs the turn twice.
pub async fn chat(
    api: Api,
    request: &ChatRequest,
    key: &str,
    abort: &AbortController,
    mut on_event: impl FnMut(ChatEvent),
) -> Result<(), Failure> {
    let silence = Watch::start(abort.clone());
    let call = Call::post("/api/me/chat", request)
        .header("Accept", "text/event-stream")
        .header("Idempotency-Key", key)
        .abort(abort.signal());
    let result = async {
        let response = api.open(&call).await?;
        let kind = response.headers().get("Content-Type").ok().flatten().unwrap_or_default();
        if !response.ok() || !kind.starts_with("text/event-stream") {
            let answer = finish(response).await?.json::<ChatAnswer>()?;
            on_event(ChatEvent::Done(Done { answer, stopped: false }));
            return Ok(());
        }
        read(response, &silence, &mut on_event).await
    }
    .await;
    silence.over.set(true);
    // A connection that fell silent was ended here, not by the person.
    if silence.fired.get() { Err(Failure::cut()) } else { result }
}

async fn read(
    response: Response,
    silence: &Watch,
    on_event: &mut impl FnMut(ChatEvent),
) -> Result<(), Failure> {
    let Some(body) = response.body() else { return Err(Failure::cut()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let decoder = TextDecoder::new().map_err(Failure::network)?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    let mut lines = Lines::default();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|error| {
            let failure = Failure::network(error);
            if failure.kind == super::Kind::Stopped { failure } else { Failure::cut() }
        })?;
        silence.heard.set(js_sys::Date::now());
        let Ok(bytes) = get(&chunk, "value").dyn_into::<Uint8Array>() else {
            return Err(Failure::cut());
        };
        let text = decoder.decode_with_buffer_source_and_options(&bytes, &more).map_err(Failure::network)?;
        for data in lines.push(&text) {
            let Ok(event) = ChatEvent::from_json(&data) else { continue };
            match event {
                ChatEvent::Error(error) => return Err(Failure::from_stream(error)),
                ChatEvent::Done(_) => {
                    on_event(event);
                    return Ok(());
                }
                _ => on_event(event),
            }
        }
    }
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// Ends a call that has been silent for too long.
struct Watch {
    heard: Rc<Cell<f64>>,
    over: Rc<Cell<bool>>,
    fired: Rc<Cell<bool>>,
}

impl Watch {
    fn start(abort: AbortController) -> Self {
        let watch = Self {
            heard: Rc::new(Cell::new(js_sys::Date::now())),
            over: Rc::default(),
            fired: Rc::default(),
        };
        let (heard, over, fired) = (watch.heard.clone(), watch.over.clone(), watch.fired.clone());
        background::spawn(async move {
            while !over.get() {
                background::sleep(5_000).await;
                if !over.get() && js_sys::Date::now() - heard.get() > SILENCE_MS {
                    fired.set(true);
                    over.set(true);
                    abort.abort();
                }
            }
        });
        watch
    }
}

/// Cuts a stream of text into the `data:` lines it is made of.
#[derive(Default)]
struct Lines {
    rest: String,
}

impl Lines {
    fn push(&mut self, text: &str) -> Vec<String> {
        self.rest.push_str(text);
        let mut data = Vec::new();
        while let Some(end) = self.rest.find('\n') {
            let line: String = self.rest.drain(..=end).collect();
            if let Some(value) = line.trim_end().strip_prefix("data:") {
                data.push(value.trim_start().to_owned());
            }
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_survive_any_cut() {
        let mut lines = Lines::default();
        assert!(lines.push(": keep-alive\n\nda").is_empty());
        assert!(lines.push("ta: {\"a\"").is_empty());
        assert_eq!(lines.push(":1}\r\n\r\ndata:2\n"), ["{\"a\":1}", "2"]);
    }
}
