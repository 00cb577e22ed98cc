//! What a check found, in sentences.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Fine,
    Note,
    Problem,
}

/// The findings, in the order of the checks.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<(Weight, String)>);

impl Findings {
    /// Something is as it should be.
    pub(super) fn fine(&mut self, sentence: impl Into<String>) {
        self.0.push((Weight::Fine, sentence.into()));
    }

    /// Something may be meant as it is, but is worth knowing.
    pub(super) fn note(&mut self, sentence: impl Into<String>) {
        self.0.push((Weight::Note, sentence.into()));
    }

    /// Something is wrong. The sentences say what, and what to do.
    pub(super) fn problem(&mut self, sentences: impl Into<String>) {
        self.0.push((Weight::Problem, sentences.into()));
    }

    /// How many problems there are.
    pub(super) fn problems(&self) -> usize {
        self.0.iter().filter(|(weight, _)| *weight == Weight::Problem).count()
    }

    /// The findings as lines; with `all`, also what is as it should be.
    pub(super) fn lines(&self, all: bool) -> impl Iterator<Item = String> {
        self.0.iter().filter(move |(weight, _)| all || *weight != Weight::Fine).map(|(weight, sentences)| {
            let weight = match weight {
                Weight::Fine => "ok",
                Weight::Note => "note",
                Weight::Problem => "PROBLEM",
            };
            format!("{weight}: {sentences}")
        })
    }
}
