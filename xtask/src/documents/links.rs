//! Links within the repository.

/// Returns a sentence for each relative link of a document that leads to no file, or to no heading of it.
pub(super) fn problems(document: &str, text: &str, content: impl Fn(&str) -> Option<String>, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    for link in prose(text).flat_map(targets).filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
        let (file, heading) = link.split_once('#').map_or((link, None), |(file, heading)| (file, Some(heading)));
        let target = if file.is_empty() { document.to_owned() } else { beside(document, file) };
        if !exists(&target) {
            problems.push(format!("{document}: the link `{link}` leads to {target}, which does not exist"));
        } else if let Some(heading) = heading {
            let found = content(&target).is_some_and(|text| prose(&text).filter_map(anchor).any(|anchor| anchor == heading));
            problems.extend((!found).then(|| format!("{document}: the link `{link}` leads to no heading of {target}")));
        }
    }
    problems
}

/// The lines outside of blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// What the links `[text](target)` of a line lead to. A link of rustdoc, ``[`Name`]``, has no target.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// A path from the root, from one that is relative to the document's folder.
fn beside(document: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The anchor of a heading, as GitHub makes it.
fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = heading
        .trim()
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter))
        .collect::<String>();
    Some(kept.replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let exists = |path: &str| ["docs/a.md", "docs/b.md", "LICENSE"].contains(&path);
        problems("docs/a.md", text, |path| (path == "docs/b.md").then(|| "# The `master` key\n".to_owned()), exists)
    }

    #[test]
    fn a_link_leads_to_a_file_and_a_heading() {
        assert!(found("[b](b.md), [c](../LICENSE), [d](b.md#the-master-key), [e](https://example.com/x)\n").is_empty());
        assert_eq!(found("[c](c.md)\n"), ["docs/a.md: the link `c.md` leads to docs/c.md, which does not exist"]);
        assert_eq!(found("see [b](b.md#keys).\n"), ["docs/a.md: the link `b.md#keys` leads to no heading of docs/b.md"]);
        assert!(found("```\n[c](c.md)\n```\n").is_empty());
    }
}
