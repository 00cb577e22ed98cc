//! What it costs to check an element by a schema, at most.
//!
//! A validator goes through a schema once for each value that it applies to, and more often than once in two cases: a branch of `anyOf` that does
//! not hold is gone through again for what is told of it, and `unevaluatedProperties` and `unevaluatedItems` ask the schemas beside them again
//! which members they looked at. Where such keywords are nested, that doubles with each level. So a schema's cost is reckoned from its form
//! alone, and what costs too much is refused before it is compiled, which repeats the same parts.

use std::ops::AddAssign;

use serde_json::{Map, Value};

use super::{
    keywords::{Applies, Holds, holder},
    walk::target,
};

/// How often parts are gone through at most, for an element in which each stands once. So many of them are compiled, too.
const MOST_PASSES: u64 = 20_000;
/// How many steps there are at most, for the element that takes the most of them. One takes some 50 nanoseconds.
const MOST_STEPS: u64 = 4_000_000;
/// How many values an element has at most: each has a character and one between it and the next.
const MOST_VALUES: u64 = 2_048;
/// Of how many conditions at most the members that they add are looked up one by one.
const MOST_CONDITIONS: u64 = 64;

/// How much there is to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Work {
    /// Parts that are gone through, each for one value.
    passes: u64,
    /// Steps: what is applied to each of a number of values counts for as many as an element can have.
    steps: u64,
    /// What the patterns cost. However many values there are, their texts together are no longer than an element.
    patterns: u64,
}

impl Work {
    const fn times(self, count: u64) -> Self {
        let Self { passes, steps, patterns } = self;
        Self { passes: passes.saturating_mul(count), steps: steps.saturating_mul(count), patterns: patterns.saturating_mul(count) }
    }
}

impl AddAssign for Work {
    fn add_assign(&mut self, other: Self) {
        self.passes = self.passes.saturating_add(other.passes);
        self.steps = self.steps.saturating_add(other.steps);
        self.patterns = self.patterns.saturating_add(other.patterns);
    }
}

/// What a schema costs.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// To say whether a value fits.
    check: Work,
    /// To say which of the value's members it looked at.
    mark: Work,
    /// To say what does not fit.
    tell: Work,
    /// How many conditions there are on what it looks at.
    conditions: u64,
}

/// Returns whether a schema costs no more than it may.
pub(super) fn is_within_bounds(schema: &Value) -> bool {
    let Work { passes, steps, .. } = of_root(schema, &|_| 1);
    passes <= MOST_PASSES && steps <= MOST_STEPS
}

/// Returns what the patterns cost together, each by its own cost and by how often a text is matched.
pub(super) fn of_patterns(schema: &Value, of_one: &dyn Fn(&str) -> u64) -> u64 {
    of_root(schema, of_one).patterns
}

/// What it costs to check an element by a schema that is closed, as one that says nothing of further members is.
fn of_root(schema: &Value, of_pattern: &dyn Fn(&str) -> u64) -> Work {
    let reading = Reading { root: schema, of_pattern };
    let mut cost = reading.cost(schema, 1);
    let says = |keyword: &str| schema.get(keyword).is_some();
    if !says("additionalProperties") && !says("unevaluatedProperties") {
        cost.tell += cost.marked().times(2);
    }
    cost.tell
}

impl Cost {
    /// What it costs to find the members that nothing looked at: each condition is asked again for those that are within it.
    fn marked(&self) -> Work {
        self.mark.times(1 + self.conditions.min(MOST_CONDITIONS))
    }

    /// Adds what a part costs that is applied to the same value.
    fn here(&mut self, part: Self) {
        self.check += part.check;
        self.mark += part.check;
        self.mark += part.mark;
        self.tell += part.check;
        self.tell += part.tell;
        self.conditions = self.conditions.saturating_add(part.conditions);
    }

    /// Adds what a part costs that is applied to a part of the value.
    fn below(&mut self, part: Self) {
        self.check += part.check;
        self.tell += part.tell;
    }
}

struct Reading<'a> {
    root: &'a Value,
    of_pattern: &'a dyn Fn(&str) -> u64,
}

impl Reading<'_> {
    /// Returns what a schema costs that is applied to so many values: to one, or to as many as there can be. A schema whose size is bounded comes
    /// to an end, because it does not refer to itself.
    fn cost(&self, schema: &Value, values: u64) -> Cost {
        let Value::Object(members) = schema else {
            let own = Work { passes: 1, steps: values, patterns: 0 };
            return Cost { check: own, mark: Work::default(), tell: own, conditions: 0 };
        };
        let own = self.own(members, values);
        let mut cost = Cost { check: own, mark: Work::default(), tell: own, conditions: 0 };
        for (keyword, value) in members {
            if let ("$ref", Value::String(reference)) = (keyword.as_str(), value) {
                if let Some(target) = target(self.root, reference) {
                    cost.here(self.cost(target, values));
                }
            } else if let Some((holds, applies)) = holder(keyword) {
                for part in parts(holds, value) {
                    self.add(&mut cost, keyword, part, (applies, values));
                }
            }
        }
        let asking = ["unevaluatedItems", "unevaluatedProperties"].into_iter().filter(|keyword| members.contains_key(*keyword)).count();
        for _ in 0..asking {
            let marked = cost.marked();
            cost.check += marked;
            cost.tell += marked.times(2);
        }
        cost
    }

    fn add(&self, cost: &mut Cost, keyword: &str, part: &Value, (applies, values): (Applies, u64)) {
        match applies {
            Applies::Here => {
                cost.here(self.cost(part, values));
                // What is beside a condition is looked at where it holds, and something else where it does not.
                cost.conditions = cost.conditions.saturating_add(match keyword {
                    "if" => 2,
                    "dependentSchemas" | "dependencies" => 1,
                    _ => 0,
                });
            }
            Applies::Once => cost.below(self.cost(part, values)),
            Applies::Each => {
                let part = self.cost(part, MOST_VALUES);
                // Whether it holds says which members were looked at, as well.
                cost.mark += part.check;
                cost.below(part);
            }
            Applies::Never => {}
        }
    }

    /// What the keywords of a schema cost that hold no schemas.
    fn own(&self, members: &Map<String, Value>, values: u64) -> Work {
        let mut own = Work { passes: 1, steps: 1, patterns: 0 };
        for (keyword, value) in members {
            own.steps = own.steps.saturating_add(match keyword.as_str() {
                // A value is compared with them part by part.
                "enum" | "const" | "dependentRequired" => size(value),
                "required" => value.as_array().map_or(1, |names| count(names.len())),
                "patternProperties" => value.as_object().map_or(1, |patterns| count(patterns.len())),
                _ => 1,
            });
            own.patterns = own.patterns.saturating_add(match (keyword.as_str(), value) {
                ("pattern", Value::String(pattern)) => (self.of_pattern)(pattern),
                ("patternProperties", Value::Object(patterns)) => {
                    // The names of the members are matched twice where it is asked which of them were looked at.
                    patterns.keys().map(|pattern| (self.of_pattern)(pattern)).fold(0, u64::saturating_add).saturating_mul(2)
                }
                _ => 0,
            });
        }
        Work { steps: own.steps.saturating_mul(values), ..own }
    }
}

/// The schemas that a keyword holds.
fn parts(holds: Holds, value: &Value) -> Vec<&Value> {
    match (holds, value) {
        (Holds::One, schema) => vec![schema],
        (Holds::List, Value::Array(schemas)) => schemas.iter().collect(),
        (Holds::Object, Value::Object(schemas)) => schemas.values().collect(),
        _ => Vec::new(),
    }
}

/// How many parts a value has.
fn size(value: &Value) -> u64 {
    let within: u64 = match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    };
    1 + within
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
