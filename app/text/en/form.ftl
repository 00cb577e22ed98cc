# form.rs
form-on = On
form-off = Off
form-none = None

# form/confirm.rs
form-cancel = Cancel
form-back = Back

# form/settings.rs
form-save = Save changes

# form/save_row.rs
form-discard = Discard
form-not-saved = Not saved yet
form-invalid = Nothing was saved yet. Look at what is marked above.
form-invalid-one = Nothing was saved yet. 1 error: { $field }
form-invalid-several = Nothing was saved yet. Errors: { $count } ({ $fields })
form-conflicts = Nothing was saved yet. While you were editing, also changed elsewhere: { $fields }. Choose the value to keep, and save again. Other changes stay.
form-reset = The default is filled in: { $field }. Nothing was saved yet.
form-signed-out = You were signed out in the meantime, so nothing was saved. What you typed is still here: save it again.
form-signed-out-without = You were signed out in the meantime, so nothing was saved. What you typed was too long to be kept: type it again.
form-undecided = Nothing was saved yet. { $link }.
form-undecided-link = Answer the question about existing refresh tokens
form-more = and { $count } more
