//! No file of `src` imports itself by way of others. A name that a `mod.rs` only passes on (`pub use`) counts as an
//! import of the file that it comes from; a `mod.rs` that declares its children imports none of them.

use std::collections::{BTreeMap, BTreeSet};

/// A module as `crate::` would name it, without the `crate`.
type Module = Vec<String>;

/// What one file says of others.
#[derive(Default)]
struct Named {
    /// Everything that its code names.
    paths: Vec<Module>,
    /// Names that it brings in, and what each stands for: others may take them from here.
    brought_in: BTreeMap<String, Module>,
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let root = super::root().join("src");
    let files = super::files("src").into_iter().filter(|file| !file.ends_with("main.rs"));
    let texts = files.map(|file| {
        let inner = file.strip_prefix(&root).expect("a file of src").with_extension("");
        let mut module: Module = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        module.pop_if(|last| last == "mod" || last == "lib");
        (module, super::text(&file))
    });
    assert_eq!(circles(&texts.collect()), Vec::<String>::new());
}

#[test]
fn a_circle_is_seen_also_through_a_name_that_was_passed_on() {
    let files = |below: &str| {
        BTreeMap::from(
            [
                ("", "pub mod shop;"),
                ("shop", "mod desk; mod page; pub use desk::Desk;"),
                ("shop::desk", below),
                ("shop::page", "use super::Desk; // one \"desk\n fn f(c: char) -> bool { c == '\"' }"),
            ]
            .map(|(module, text)| {
                (module.split("::").filter(|part| !part.is_empty()).map(Into::into).collect(), text.into())
            }),
        )
    };
    assert_eq!(circles(&files("struct Desk; // super::page\n")), Vec::<String>::new());
    assert_eq!(circles(&files("#[cfg(test)] mod tests { use super::super::page; }")), Vec::<String>::new());
    for circle in ["use super::{page::{self, Page}};", "fn f() { super::page::draw() }", "use crate::shop::page::*;"] {
        assert_eq!(circles(&files(circle)), ["shop::desk, shop::page"], "{circle}");
    }
}

/// Files that reach themselves, those of one circle together.
fn circles(files: &BTreeMap<Module, String>) -> Vec<String> {
    let modules: BTreeSet<Module> = files.keys().cloned().collect();
    let named: BTreeMap<&Module, Named> =
        files.iter().map(|(module, text)| (module, named(module, &tokens(text), &modules))).collect();
    let imports: BTreeMap<&Module, BTreeSet<Module>> = named
        .iter()
        .map(|(module, of)| {
            let homes = of.paths.iter().map(|path| home(path, &modules, &named, 0));
            (*module, homes.filter(|home| home != *module && !home.is_empty()).collect())
        })
        .collect();
    let reach: BTreeMap<&Module, BTreeSet<Module>> =
        imports.keys().map(|module| (*module, reached(module, &imports))).collect();
    let circles: BTreeSet<String> = reach
        .iter()
        .filter(|(module, reached)| reached.contains(**module))
        .map(|(module, reached)| {
            let back = reached.iter().filter(|other| reach[*other].contains(*module));
            back.map(|module| module.join("::")).collect::<Vec<_>>().join(", ")
        })
        .collect();
    circles.into_iter().collect()
}

fn reached(from: &Module, imports: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Module> = vec![from];
    while let Some(module) = open.pop() {
        for next in &imports[module] {
            if reached.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    reached
}

/// The file in which something is: the longest part of its path that is one, or where that one has it from.
fn home(path: &[String], modules: &BTreeSet<Module>, named: &BTreeMap<&Module, Named>, hops: usize) -> Module {
    let mut module = path.to_vec();
    while !modules.contains(&module) {
        module.pop();
    }
    let rest = &path[module.len()..];
    match rest.split_first().and_then(|(name, rest)| Some((named[&module].brought_in.get(name)?, rest))) {
        Some((stands_for, rest)) if hops < 9 => home(&[stands_for, rest].concat(), modules, named, hops + 1),
        _ => module,
    }
}

/// The words and signs of a text without comments, literals and tests that stand in it.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            end_of_string(rest)
        } else if first == '\'' {
            end_of_character(rest)
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            let length = if word > 0 { word } else { first.len_utf8() };
            tokens.extend(Some(rest[..length].to_owned()).filter(|token| !token.trim().is_empty()));
            length
        };
        rest = &rest[length..];
    }
    without_tests(tokens)
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// A character between two ticks; one tick alone begins a lifetime.
fn end_of_character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((at, _))) => text[at + 1..].find('\'').map_or(text.len(), |end| at + 2 + end),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let Some(start) = tokens.windows(mark.len()).position(|window| window == mark) else { return tokens };
    let after = start + mark.len() + 1;
    if tokens.get(after).is_none_or(|token| token != "{") {
        return tokens;
    }
    let mut depth = 0;
    let length = tokens[after..].iter().position(|token| {
        depth += i32::from(token == "{") - i32::from(token == "}");
        depth == 0
    });
    let end = length.map_or(tokens.len(), |length| after + length + 1);
    without_tests([&tokens[..start], &tokens[end..]].concat())
}

fn named(module: &Module, tokens: &[String], modules: &BTreeSet<Module>) -> Named {
    let mut named = Named::default();
    let mut passed_on = Vec::new();
    let mut code: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            // `use<>` in a type captures lifetimes.
            "use" if tokens[at + 1] != "<" => {
                let mut brought_in = Vec::new();
                at = branch(tokens, at + 1, Vec::new(), &mut brought_in);
                let is_public = code.last().is_some_and(|before| matches!(*before, "pub" | ")"));
                for (path, name) in brought_in {
                    let Some(path) = absolute(&path, module, modules) else { continue };
                    named.brought_in.insert(name.clone(), path.clone());
                    if is_public { passed_on.push((name, path)) } else { named.paths.push(path) }
                }
            }
            "mod" => at += 2,
            word => {
                code.push(word);
                at += 1;
            }
        }
    }
    // What it passes on and uses itself too, it imports.
    let uses = |name: &str| {
        code.windows(3)
            .any(|three| three[1] == name && three[0] != "." && (is_type(name) || matches!(three[2], "(" | "::")))
    };
    named.paths.extend(passed_on.into_iter().filter(|(name, _)| uses(name)).map(|(_, path)| path));
    named.paths.extend(written_out(&code).iter().filter_map(|path| absolute(path, module, modules)));
    named
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// One branch of a `use`, with the name under which each of its leaves is known; returns where it ends.
fn branch(tokens: &[String], mut at: usize, mut path: Module, leaves: &mut Vec<(Module, String)>) -> usize {
    loop {
        match tokens[at].as_str() {
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = branch(tokens, at, path.clone(), leaves);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "::" => {}
            "self" if !path.is_empty() => {}
            "as" => {
                leaves.push((path, tokens[at + 1].clone()));
                return at + 2;
            }
            "," | "}" | ";" => {
                let name = path.last().cloned().unwrap_or_default();
                leaves.push((path, name));
                return at;
            }
            part => path.push(part.to_owned()),
        }
        at += 1;
    }
}

/// Paths in code: `super::question::Line`.
fn written_out(code: &[&str]) -> Vec<Module> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let mut path: Module = vec![code[at].to_owned()];
        let begins = at == 0 || !matches!(code[at - 1], "." | "::");
        while code.get(at + 1) == Some(&"::") && code.get(at + 2).is_some_and(|part| *part != "<") {
            path.push(code[at + 2].to_owned());
            at += 2;
        }
        at += 1;
        if begins && path.len() > 1 {
            paths.push(path);
        }
    }
    paths
}

/// A path from the crate's root; `None` for one of a library, or of a name that a `use` has counted.
fn absolute(path: &[String], module: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let child = || [module.as_slice(), &path[..1]].concat();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => Some([&module[..module.len().checked_sub(ups)?], &path[ups..]].concat()),
        _ if modules.contains(&child()) => Some([module, path].concat()),
        _ => None,
    }
}
