//! The console's style: `@import`s brought into one file, made small, with the files it names under hashed names.

use std::{
    fmt::Display,
    fs,
    path::{Path, PathBuf},
};

use lightningcss::{
    bundler::{Bundler, FileProvider},
    dependencies::{Dependency, DependencyOptions, UrlDependency},
    error::Error,
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use super::output::{Output, content_hash};
use crate::process::{Failure, Result};

pub(super) fn bundle(main: &Path, output: &mut Output) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(refused)?;
    sheet.minify(MinifyOptions::default()).map_err(refused)?;
    let options = PrinterOptions {
        minify: true,
        analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
        ..PrinterOptions::default()
    };
    let printed = sheet.to_css(options).map_err(refused)?;
    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        match dependency {
            Dependency::Url(url) => css = css.replace(&url.placeholder, &address(&url, output)?),
            // The console takes nothing from other servers (Content-Security-Policy).
            Dependency::Import(import) => {
                return Err(Failure::new(format!("{}: `@import \"{}\"` is not a file of ours", import.loc.file_path, import.url)));
            }
        }
    }
    Ok(css)
}

/// Lightning CSS counts lines from nought; editors do not.
fn refused<Kind: Display>(error: Error<Kind>) -> Failure {
    match error.loc {
        Some(place) => Failure::new(format!("{}:{}:{}: {}", place.filename, place.line + 1, place.column, error.kind)),
        None => Failure::new(format!("the style: {}", error.kind)),
    }
}

/// Returns the text for the printed `url(…)`: a file beside the style sheet that names it is served under a name with its hash.
fn address(url: &UrlDependency, output: &mut Output) -> Result<String> {
    if url.url.starts_with("data:") || url.url.starts_with('#') {
        return Ok(url.url.clone());
    }
    let sheet = Path::new(&url.loc.file_path);
    let file: PathBuf = sheet.parent().unwrap_or(Path::new("")).join(&url.url);
    let missing = |problem: &dyn Display| Failure::new(format!("{}: url({}): {problem}", sheet.display(), url.url));
    let content = fs::read(&file).map_err(|error| missing(&error))?;
    let (Some(stem), Some(extension)) = (file.file_stem().and_then(|stem| stem.to_str()), file.extension().and_then(|end| end.to_str()))
    else {
        return Err(missing(&"a file needs a name with an ending"));
    };
    let name = format!("{stem}.{}.{extension}", content_hash(&content));
    output.add(&Path::new("assets").join(&name), &content)?;
    Ok(format!("assets/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = std::env::temp_dir().join(format!("regrant-style-{name}-{}", std::process::id()));
            for (path, content) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
            Self(folder)
        }

        fn bundle(&self) -> (Result<String>, Output) {
            let mut output = Output::new(&self.0.join("out"));
            (bundle(&self.0.join("main.css"), &mut output), output)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn partials_become_one_small_sheet_and_named_files_get_hashed_names() {
        let folder = Folder::new(
            "whole",
            &[
                ("main.css", "@import \"ui/button.css\";\n.page { color: #ff0000; }\n"),
                ("ui/button.css", ".button {\n  background: url(\"../assets/dot.svg\");\n}\n"),
                ("assets/dot.svg", "<svg/>"),
            ],
        );
        let (css, output) = folder.bundle();
        let hash = content_hash(b"<svg/>");
        assert_eq!(css.unwrap(), format!(".button{{background:url(\"assets/dot.{hash}.svg\")}}.page{{color:red}}"));
        assert_eq!(output.names(), [PathBuf::from(format!("assets/dot.{hash}.svg"))]);
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_the_sheet_that_wants_it() {
        let folder = Folder::new("missing", &[("main.css", ".a { background: url(assets/no.svg) }")]);
        let sentence = folder.bundle().0.unwrap_err().to_string();
        assert!(sentence.contains("main.css: url(assets/no.svg): No such file"), "{sentence}");
    }

    #[test]
    fn a_mistake_is_refused_with_its_place() {
        let folder = Folder::new("mistake", &[("main.css", ".a { color: red; }\n.b { : ; } }")]);
        let sentence = folder.bundle().0.unwrap_err().to_string();
        assert!(sentence.contains("main.css:2:"), "{sentence}");
    }

    #[test]
    fn a_sheet_of_another_server_is_refused() {
        let folder = Folder::new("foreign", &[("main.css", "@import \"https://example.org/a.css\";")]);
        assert!(folder.bundle().0.is_err());
    }
}
