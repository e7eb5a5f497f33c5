//! Swagger UI, the API's own page, from this binary alone.

use poem::http::header;
use poem::{Endpoint, Request, Response, Result};

/// A file of Swagger UI. None is inline, so the page is under the same policy as every other.
pub struct File {
    kind: &'static str,
    bytes: &'static [u8],
    is_packed: bool,
}

impl File {
    const fn plain(kind: &'static str, bytes: &'static [u8]) -> Self {
        Self { kind, bytes, is_packed: false }
    }

    const fn packed(kind: &'static str, bytes: &'static [u8]) -> Self {
        Self { kind, bytes, is_packed: true }
    }
}

/// Each file with its path.
pub const FILES: [(&str, File); 4] = [
    ("/api/docs", File::plain("text/html", include_bytes!("../../assets/swagger/index.html"))),
    ("/api/docs/start.js", File::plain("text/javascript", include_bytes!("../../assets/swagger/start.js"))),
    (
        "/api/docs/swagger-ui-bundle.js",
        File::packed("text/javascript", include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui-bundle.js.gz"))),
    ),
    (
        "/api/docs/swagger-ui.css",
        File::packed("text/css", include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui.css.gz"))),
    ),
];

impl Endpoint for File {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        let response = Response::builder()
            .content_type(format!("{}; charset=utf-8", self.kind))
            .header(header::CACHE_CONTROL, "public, max-age=3600");
        Ok(match self.is_packed {
            // Whatever shows this page takes it; nothing else is kept.
            true => response.header(header::CONTENT_ENCODING, "gzip"),
            false => response,
        }
        .body(self.bytes))
    }
}
