//! Packs Swagger UI as it goes over the wire: a quarter of its size, in the binary and in memory.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::error::Error;
use std::fs::File;
use std::io::{Cursor, copy};
use std::path::Path;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

const FILES: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let folder = std::env::var("OUT_DIR")?;
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for name in FILES {
        // Its folder carries the version.
        let is_wanted =
            |path: &str| path.split_once('/').is_some_and(|(_, rest)| rest == format!("dist/{name}"));
        let path = archive
            .file_names()
            .flatten()
            .find(|path| is_wanted(path))
            .ok_or("Swagger UI lacks a file")?
            .into_owned();
        let packed = File::create(Path::new(&folder).join(format!("{name}.gz")))?;
        let mut packer = GzEncoder::new(packed, Compression::best());
        copy(&mut archive.by_name(&path)?, &mut packer)?;
        packer.finish()?;
    }
    Ok(())
}
