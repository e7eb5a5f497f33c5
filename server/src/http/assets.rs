//! The built page: read into memory once, answered in the encoding that the browser takes.
//!
//! Names with a content hash are kept for a year; `index.html` is asked for anew each time, and stands in for
//! every path of the page.

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::web::headers::{ETag, HeaderMapExt, IfNoneMatch};
use poem::{Endpoint, Error, Request, Response, Result, error::NotFoundError};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The files of the page, by their path.
#[derive(Clone)]
pub struct Assets(Arc<HashMap<String, Asset>>);

struct Asset {
    content_type: &'static str,
    cache_control: HeaderValue,
    etag: ETag,
    /// Encoding and body, the smallest first; the last one is plain.
    bodies: Vec<(Option<&'static str>, bytes::Bytes)>,
}

const INDEX: &str = "index.html";

impl Assets {
    /// Reads all files of the folder. The error is a sentence.
    pub fn read(folder: &Path) -> std::result::Result<Self, String> {
        let mut files = HashMap::new();
        collect(folder, "", &mut files).map_err(|error| {
            format!("ASSETS_DIR is '{}', which cannot be read ({error}); build the page with scripts/build-client", folder.display())
        })?;
        match files.contains_key(INDEX) {
            true => Ok(Self(Arc::new(files))),
            false => Err(format!(
                "ASSETS_DIR is '{}', which has no index.html; build the page with scripts/build-client",
                folder.display()
            )),
        }
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, Asset>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            files.insert(format!("{prefix}{name}"), asset(&path, &name)?);
        }
    }
    Ok(())
}

fn asset(path: &Path, name: &str) -> io::Result<Asset> {
    let plain = std::fs::read(path)?;
    let hash = data_encoding::HEXLOWER.encode(Sha256::digest(&plain).get(..8).unwrap_or_default());
    let mut bodies = Vec::new();
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        let mut encoded = path.as_os_str().to_owned();
        encoded.push(format!(".{suffix}"));
        if let Ok(body) = std::fs::read(encoded) {
            bodies.push((Some(encoding), body.into()));
        }
    }
    bodies.push((None, plain.into()));
    Ok(Asset {
        content_type: content_type(name),
        cache_control: HeaderValue::from_static(if has_hash(name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
        // The same file has one tag in every encoding: weak.
        etag: format!("W/\"{hash}\"").parse().map_err(|_| io::Error::other("no tag can be made"))?,
        bodies,
    })
}

/// `app-0123456789abcdef.js` and the like.
fn has_hash(name: &str) -> bool {
    name.split(['-', '.']).any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest" | "json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

impl Endpoint for Assets {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Error::from(NotFoundError));
        }
        let path = request.uri().path().trim_start_matches('/');
        let asset = match self.0.get(path) {
            Some(asset) => asset,
            // A path of the page, which its router knows; a missing file stays missing.
            None if is_navigation(&request) && !path.starts_with("api/") => {
                self.0.get(INDEX).ok_or(NotFoundError)?
            }
            None => return Err(Error::from(NotFoundError)),
        };
        Ok(answer(asset, &request))
    }
}

fn is_navigation(request: &Request) -> bool {
    request.uri().path() == "/"
        || request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

fn answer(asset: &Asset, request: &Request) -> Response {
    let mut response = Response::builder()
        .header(header::CACHE_CONTROL, asset.cache_control.clone())
        .header(header::VARY, "Accept-Encoding")
        .finish();
    response.headers_mut().typed_insert(asset.etag.clone());
    let is_known = request
        .headers()
        .typed_get::<IfNoneMatch>()
        .is_some_and(|tags| !tags.precondition_passes(&asset.etag));
    if is_known {
        response.set_status(StatusCode::NOT_MODIFIED);
        return response;
    }
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    let body = asset.bodies.iter().find(|(encoding, _)| encoding.is_none_or(|name| accepts(accepted, name)));
    if let Some((encoding, body)) = body {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response.headers_mut().insert(header::CONTENT_LENGTH, body.len().into());
        if *request.method() == Method::GET {
            response.set_body(body.clone());
        }
    }
    response
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some(encoding) && !words.any(|word| matches!(word, "q=0" | "q=0.0"))
    })
}
