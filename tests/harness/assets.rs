//! A page to serve where none was built.

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with a tiny page: `index.html`, a script with a hash in its name in three encodings, an icon.
pub fn page_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, body: &[u8]| fs::write(Path::new(folder.path()).join(name), body).unwrap();
    let page = "<!doctype html><title>todo-app</title><script src=\"/app-0123456789abcdef.js\"></script>";
    write("index.html", page.as_bytes());
    write("app-0123456789abcdef.js", b"console.log('plain')");
    // Whether they can be decoded does not matter here, only which one is sent.
    write("app-0123456789abcdef.js.br", b"brotli");
    write("app-0123456789abcdef.js.gz", b"gzip");
    write("icon.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
    folder
}
