//! What is wrong with one value of a request.

use domain::{problem::Problem, wire::Misfit};
use serde::Serialize;
use serde_json::Value;

/// What is wrong with one value: of the body by its pointer, of the address or the headers by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parameter: Option<String>,
    pub(crate) problem: String,
    pub(crate) detail: String,
}

impl Fault {
    /// A fault of a value in the body.
    pub(crate) fn at(pointer: impl Into<String>, problem: &str, detail: &str) -> Self {
        Self { pointer: Some(pointer.into()), parameter: None, problem: problem.to_owned(), detail: detail.to_owned() }
    }

    /// A fault of the body as a whole.
    pub(crate) fn of_body(problem: &str, detail: &str) -> Self {
        Self::at("", problem, detail)
    }

    /// A fault of a parameter.
    pub(crate) fn of_parameter(name: impl Into<String>, problem: &str, detail: &str) -> Self {
        Self { pointer: None, parameter: Some(name.into()), problem: problem.to_owned(), detail: detail.to_owned() }
    }

    /// A fault of a header that cannot be read.
    pub(crate) fn of_header(name: &str, detail: &str) -> Self {
        Self::of_parameter(name, "malformed", detail)
    }

    /// A fault of a value that does not fit.
    pub(crate) fn of_misfit(misfit: Misfit) -> Self {
        Self::at(misfit.pointer, &code_of(&misfit.problem), &misfit.problem.sentence())
    }

    /// The same fault of a parameter, whose name was its pointer.
    pub(super) fn into_parameter(self) -> Self {
        let named = self.pointer.map(|pointer| pointer.trim_start_matches('/').to_owned());
        Self { pointer: None, parameter: self.parameter.or(named), ..self }
    }
}

/// Returns the stable code of a problem, in parts from what it is about to what is wrong: `lifetime.out_of_bounds`.
pub(super) fn code_of(problem: &Problem) -> String {
    fn parts(value: &Value, code: &mut Vec<String>) {
        match value {
            Value::String(name) => code.push(name.clone()),
            Value::Object(members) if members.contains_key("problem") => {
                members.get("problem").into_iter().for_each(|inner| parts(inner, code));
            }
            Value::Object(members) if members.len() == 1 => {
                for (name, inner) in members {
                    // What is a number is a bound, which the sentence has.
                    if !inner.is_number() {
                        code.push(name.clone());
                        parts(inner, code);
                    }
                }
            }
            _ => {}
        }
    }
    if matches!(problem, Problem::WrongType(_)) {
        return "wrong_type".to_owned();
    }
    let mut code = Vec::new();
    parts(&serde_json::to_value(problem).unwrap_or_default(), &mut code);
    code.join(".")
}

#[cfg(test)]
mod tests {
    use domain::{id::ClientId, lifetime::RefreshTokenTtl, name::Name, policy_violation::PolicyViolation, redirect_uri::RedirectUriError};

    use super::*;

    #[test]
    fn a_problem_has_a_code_without_its_numbers() {
        let client = ClientId::new(domain::clock::Timestamp::from_millis(0), [0; 10]);
        let violation = PolicyViolation::IdleLongerThanAbsolute;
        for (problem, code) in [
            (Problem::Taken, "taken"),
            (Problem::TooMany { most: 50 }, "too_many"),
            (Name::parse("").unwrap_err().into(), "name.empty"),
            (RefreshTokenTtl::parse("11y").unwrap_err().into(), "lifetime.out_of_bounds"),
            (Problem::RedirectUri { line: 1, problem: RedirectUriError::Fragment }, "redirect_uri.fragment"),
            (Problem::Policy(violation), "policy.idle_longer_than_absolute"),
            (Problem::PolicyOfClients { violation, count: 2, first: client }, "policy_of_clients"),
        ] {
            assert_eq!(code_of(&problem), code);
        }
    }
}
