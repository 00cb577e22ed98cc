//! Compressed copies beside the files, as tower-http's `precompressed_br` and `precompressed_gzip` look for them.

use std::{ffi::OsString, io::Write as _, path::Path};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use super::output::Output;
use crate::process::{Failure, Result};

/// Everything else served is compressed by its own format.
const COMPRESSIBLE: [&str; 6] = ["css", "js", "json", "svg", "txt", "wasm"];

pub(super) fn all(output: &mut Output) -> Result<()> {
    for name in output.names() {
        if name.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| COMPRESSIBLE.contains(&extension)) {
            let content = output.read(&name)?;
            let compressed = |bytes: std::io::Result<Vec<u8>>| bytes.map_err(|error| Failure::about(&name, &error));
            output.add(&with_ending(&name, ".br"), &compressed(brotli(&content))?)?;
            output.add(&with_ending(&name, ".gz"), &compressed(gzip(&content))?)?;
        }
    }
    Ok(())
}

fn with_ending(name: &Path, ending: &str) -> std::path::PathBuf {
    let mut longer = OsString::from(name);
    longer.push(ending);
    longer.into()
}

fn brotli(mut content: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Read as _, path::PathBuf};

    use super::*;

    #[test]
    fn text_gets_both_copies_which_hold_the_same_text_and_images_get_none() {
        let folder = std::env::temp_dir().join(format!("regrant-compressed-{}", std::process::id()));
        let mut output = Output::new(&folder);
        let text = "token ".repeat(500);
        output.add(Path::new("a.css"), text.as_bytes()).unwrap();
        output.add(Path::new("a.png"), text.as_bytes()).unwrap();
        all(&mut output).unwrap();
        assert_eq!(output.names(), ["a.css", "a.css.br", "a.css.gz", "a.png"].map(PathBuf::from));
        let mut unpacked = String::new();
        brotli::Decompressor::new(&output.read(Path::new("a.css.br")).unwrap()[..], 4096).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        unpacked.clear();
        flate2::read::GzDecoder::new(&output.read(Path::new("a.css.gz")).unwrap()[..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        fs::remove_dir_all(&folder).unwrap();
    }
}
