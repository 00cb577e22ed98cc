use super::{circles, graph::Graph, pages, source::File, tokens};

/// A crate of files `src/…`, and what each of them holds.
fn files(files: &[(&str, &str)]) -> Vec<File> {
    let parsed = files.iter().map(|(path, text)| {
        let inside = path.split_once("src/").unwrap().1.trim_end_matches(".rs");
        let module = if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() };
        File::parse(path, module, text).unwrap()
    });
    parsed.collect()
}

fn edges(crate_files: &[(&str, &str)]) -> Vec<String> {
    let graph = Graph::of(&files(crate_files));
    graph.edges().iter().map(|edge| format!("{} > {}", edge.from.trim_start_matches("src/"), edge.to.trim_start_matches("src/"))).collect()
}

#[test]
fn a_file_imports_what_it_uses_names_in_its_code_and_names_in_macros() {
    let others = [("src/lib.rs", "mod a; mod b; mod c; mod d;"), ("src/b.rs", "pub struct B;"), ("src/c.rs", "pub fn c() {}")];
    let with = |text: &'static str| edges(&[&others[..], &[("src/a.rs", text), ("src/d.rs", "pub const D: u8 = 0;")]].concat());
    assert_eq!(with("use crate::b::B; pub struct A(B);"), ["a.rs > b.rs"]);
    assert_eq!(with("use crate::{b::{self, B as Other}, c, d::D as _}; pub struct A;"), ["a.rs > b.rs", "a.rs > c.rs", "a.rs > d.rs"]);
    assert_eq!(with("pub fn a() { super::c::c(); let d = crate::d::D; }"), ["a.rs > c.rs", "a.rs > d.rs"]);
    assert_eq!(with("pub fn a() { view! { <p class=crate::d::D>{move || crate::c::c()}</p> } }"), ["a.rs > c.rs", "a.rs > d.rs"]);
    assert_eq!(with("#[server(client = crate::b::B)] pub fn a() {}"), ["a.rs > b.rs"]);
    assert_eq!(with("pub fn a() { fn inner() { use crate::c::*; c(); } }"), ["a.rs > c.rs"]);
    assert_eq!(with("use crate::c; pub fn a() { c::c(); }"), ["a.rs > c.rs"]);
}

#[test]
fn other_crates_and_the_standard_library_are_no_files() {
    let text =
        "use std::fmt; use ::b::B; use other::{b::B as C, c}; impl fmt::Display for A {} pub fn a() { ::c::c(); self.b::<u8>(); <A>::b() }";
    assert!(
        edges(&[("src/lib.rs", "mod a; mod b; mod c;"), ("src/a.rs", text), ("src/b.rs", "struct B;"), ("src/c.rs", "fn c() {}")])
            .is_empty()
    );
}

#[test]
fn what_only_tests_see_is_left_out() {
    let a = "pub struct A; #[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] use crate::b::{B}; #[cfg(all(test, unix))] fn t() { crate::b::b() }
        impl A { #[cfg(test)] fn of() -> crate::b::B { crate::b::B } fn c() { crate::c::c() } }";
    let found = edges(&[("src/lib.rs", "mod a; mod b; mod c;"), ("src/a.rs", a), ("src/b.rs", "struct B;"), ("src/c.rs", "fn c() {}")]);
    assert_eq!(found, ["a.rs > c.rs"]);
}

#[test]
fn a_re_export_counts_as_the_file_it_comes_from() {
    let lib = ("src/lib.rs", "mod a; mod b; mod user; pub use a::A; pub use b::inner::*;");
    let rest = [("src/a.rs", "pub struct A;"), ("src/b.rs", "pub mod inner;"), ("src/b/inner.rs", "pub struct Inner;")];
    let with = |text: &'static str| edges(&[&[lib], &rest[..], &[("src/user.rs", text)]].concat());
    assert_eq!(with("use crate::A; struct User;"), ["user.rs > a.rs"]);
    assert_eq!(with("use crate::Inner; struct User;"), ["user.rs > b/inner.rs"]);
    assert_eq!(with("use super::*; struct User(Inner);"), ["user.rs > b/inner.rs"]);
    assert_eq!(with("use crate::b; struct User(b::inner::Inner);"), ["user.rs > b/inner.rs"]);
}

#[test]
fn a_private_import_is_seen_from_below_and_from_nowhere_else() {
    let a = ("src/a.rs", "mod child; use crate::b::b; pub fn a() {}");
    let rest = [("src/lib.rs", "mod a; mod b; mod user;"), ("src/b.rs", "pub fn b() {}")];
    let with =
        |child: &'static str, user: &'static str| edges(&[&rest[..], &[a, ("src/a/child.rs", child), ("src/user.rs", user)]].concat());
    assert_eq!(with("fn child() { super::b() }", "fn user() { crate::a::a() }"), ["a.rs > b.rs", "a/child.rs > b.rs", "user.rs > a.rs"]);
    assert_eq!(with("", "fn user() { crate::a::b() }"), ["a.rs > b.rs", "user.rs > a.rs"]);
}

#[test]
fn a_signpost_is_no_file_that_one_depends_on_and_a_parent_with_code_is() {
    let child = ("src/a/child.rs", "use super::Shared; pub struct Child(Shared);");
    let signpost = ("src/a.rs", "mod child; mod shared; pub use child::Child; use shared::Shared;");
    assert_eq!(
        edges(&[("src/lib.rs", "mod a;"), signpost, child, ("src/a/shared.rs", "pub struct Shared;")]),
        ["a/child.rs > a/shared.rs"]
    );
    let parent = ("src/a.rs", "mod child; pub struct Shared; fn make() -> child::Child {}");
    assert_eq!(edges(&[("src/lib.rs", "mod a;"), parent, child]), ["a.rs > a/child.rs", "a/child.rs > a.rs"]);
    let only_shows = ("src/a.rs", "mod child; pub use child::Child; pub struct Shared;");
    assert_eq!(edges(&[("src/lib.rs", "mod a;"), only_shows, child]), ["a/child.rs > a.rs"]);
    let uses_what_it_shows = ("src/a.rs", "mod child; pub use child::Child; pub struct Shared; fn make() -> Child {}");
    assert_eq!(edges(&[("src/lib.rs", "mod a;"), uses_what_it_shows, child]), ["a.rs > a/child.rs", "a/child.rs > a.rs"]);
}

#[test]
fn a_circle_is_found_with_all_of_its_imports_and_a_diamond_is_none() {
    let graph = Graph::of(&files(&[
        ("src/lib.rs", "mod a; mod b; mod c; mod d;"),
        ("src/a.rs", "use crate::b::B;\npub struct A;"),
        ("src/b.rs", "\nuse crate::c::C; use crate::d::D; pub struct B;"),
        ("src/c.rs", "use crate::{a::A, d::D}; pub struct C;"),
        ("src/d.rs", "pub struct D;"),
    ]));
    let circles = circles::find(graph.edges());
    let shown: Vec<String> = circles.iter().flat_map(|circle| &circle.edges).map(ToString::to_string).collect();
    assert_eq!(shown, ["src/a.rs:1 imports src/b.rs (B)", "src/b.rs:2 imports src/c.rs (C)", "src/c.rs:1 imports src/a.rs (A)"]);
    assert_eq!(circles.first().map(|circle| circle.files), Some(3));
    let diamond = [("src/lib.rs", "mod a; mod b; mod c; mod d;"), ("src/a.rs", "use crate::{b::B, c::C};"), ("src/d.rs", "pub struct D;")];
    let sides = [("src/b.rs", "use crate::d::D; pub struct B;"), ("src/c.rs", "use crate::d::D; pub struct C;")];
    assert!(circles::find(Graph::of(&files(&[&diamond[..], &sides[..]].concat())).edges()).is_empty());
}

#[test]
fn no_page_imports_another_and_its_own_folder_is_its_own() {
    let found = |text: &'static str| {
        let files = files(&[
            ("app/src/lib.rs", "mod pages; mod components;"),
            ("app/src/components.rs", "pub fn Shared() {}"),
            ("app/src/pages.rs", "pub mod clients; pub mod users;"),
            ("app/src/pages/users.rs", "pub fn UsersPage() {} pub fn load_users() {}"),
            ("app/src/pages/clients.rs", "mod list; mod frame; mod new;"),
            ("app/src/pages/clients/frame.rs", "pub fn Frame() {}"),
            ("app/src/pages/clients/new.rs", "mod parts; pub fn NewClientPage() { parts::Part() } pub fn create_client() {}"),
            ("app/src/pages/clients/new/parts.rs", "pub fn Part() {}"),
            ("app/src/pages/clients/list.rs", text),
        ]);
        pages::find(&files, Graph::of(&files).edges()).len()
    };
    assert_eq!(found("use super::frame::Frame; use crate::components::Shared; pub fn ListPage() {}"), 0);
    assert_eq!(found("use super::new::create_client; pub fn ListPage() {}"), 1);
    assert_eq!(found("use crate::pages::users::load_users; pub fn ListPage() {}"), 1);
}

#[test]
fn what_rust_does_not_read_is_said_with_its_line() {
    assert!(tokens::read("\nfn a() {").unwrap_err().starts_with("line 2"));
}
