use domain::permission::Action;

/// Returns the actions by their headings.
pub(super) fn groups() -> Vec<(&'static str, Vec<Action>)> {
    let mut groups: Vec<(&'static str, Vec<Action>)> = Vec::new();
    for action in Action::ALL {
        match groups.last_mut() {
            Some((group, actions)) if *group == action.group() => actions.push(*action),
            _ => groups.push((action.group(), vec![*action])),
        }
    }
    groups
}
