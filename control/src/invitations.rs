//! Invitations of administrators: whoever has the link and the e-mail address gets the role, if the one who invited them could still give it.
//! They are told to the one who invites, and mailed where the installation sends mail of its own.

use domain::{
    administrator::{Administrator, AdministratorStatus, Invitation},
    audit::AuditAction,
    clock::Timestamp,
    id::{AdministratorId, InvitationId},
    name::Name,
    permission::Action,
    problem::Problem,
    role::RoleRef,
    secret::Secret,
    user::UserIdentifier,
    view::{InvitationView, LevelPath},
};
use engine::{Door, keys::hash_secret, random, storage::SecretHash};
use store::{AskedBy, Transaction};
use translation::Language;

use crate::{
    Actor, Control, Error, Operator, SignInError,
    administrators::{email, line},
    assignments::Granted,
    audit_line::Line,
    author::Author,
    changes,
    error::Problems,
    mail::letters,
    passwords::check_of_administrator,
    permit::Permit,
    write::Write,
};

/// Where the link of an invitation leads, at the console. The token follows as the parameter `token`.
pub const INVITATION_PATH: &str = "/console/sign-in/invitation";

/// For how long an invitation can be accepted.
const INVITATION_SECONDS: i64 = 7 * 24 * 3600;

/// A new invitation. Its token is shown only once.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// What it is accepted with.
    pub token: Secret<String>,
}

/// What an invitation offers, for the person who has its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The e-mail address of the person invited.
    pub email: UserIdentifier,
    /// The role.
    pub role: RoleRef,
    /// What it is called.
    pub role_name: String,
    /// What they get it for.
    pub level: String,
    /// Whether they are an administrator already, and accept it by signing in.
    pub known: bool,
    /// When it expires.
    pub expires_at: Timestamp,
}

fn hash(token: &str) -> SecretHash {
    hash_secret("administrator-invitation", token)
}

impl Operator {
    /// Invites somebody to a role at a level. The answer does not depend on whether they are an administrator already.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may not assign roles at the level, or does not hold all that the role permits there.
    pub async fn invite(&self, address: &str, role: RoleRef, at: &LevelPath) -> Result<NewInvitation, Error> {
        self.new_invitation(address, role, at, None).await
    }

    /// Invites somebody, and sends them the link by mail, in this language.
    ///
    /// # Errors
    /// Those of [`Operator::invite`]; [`Error::NotOffered`] where the installation sends no mail of its own; a problem of `email` where the address
    /// was written to too often.
    pub async fn invite_by_mail(&self, address: &str, role: RoleRef, at: &LevelPath, language: Language) -> Result<NewInvitation, Error> {
        self.new_invitation(address, role, at, Some(language)).await
    }

    async fn new_invitation(&self, address: &str, role: RoleRef, at: &LevelPath, mailed: Option<Language>) -> Result<NewInvitation, Error> {
        let level = self.level(at).await?;
        let permit = self.permit_level(Action::AssignRole, level)?;
        // An invitation stands as long as the administrator who sent it could send it.
        if matches!(self.actor, Actor::Client(..)) {
            return Err(Error::Forbidden(Action::AssignRole));
        }
        let mut problems = Problems::default();
        let Some(email) = problems.take("email", email(address)) else { return Err(problems.into()) };
        if mailed.is_some() {
            self.count_invitation(&email)?;
        }
        let token = random::new_secret(self.control.random());
        let place = self.name_of(level).await?;
        let write = self.begin_at(&permit, level).await?;
        let granted = write.in_gift(role, level).await?;
        let invitation = Invitation {
            id: InvitationId::new(write.now, self.control.random_bytes()),
            email,
            role,
            level,
            invited_by: self.actor.administrator_id(),
            created_at: write.now,
            expires_at: write.now.plus_seconds(INVITATION_SECONDS),
        };
        write.transaction.administrators().delete_expired_invitations(write.now).await?;
        write.transaction.administrators().insert_invitation(&invitation, hash(token.expose())).await?;
        if let Some(language) = mailed {
            write.mail(&invitation, &token, language).await?;
        }
        write.audit(about(AuditAction::AdministratorInvited, &invitation, changes::one("role", "", &granted.of_place(&place)))).await?;
        write.commit().await?;
        Ok(NewInvitation { invitation, token })
    }

    /// Sends an invitation by mail, with another link: the one before is void. It is the actor's from then on, stands as long as they could send
    /// it, and can be accepted as long as a new one. It is in the language in which it was mailed before, or else in this one.
    ///
    /// # Errors
    /// [`Error::Forbidden`] and [`Error::Beyond`] where the actor could not invite to it; [`Error::NotFound`] where it is gone or has expired; those of
    /// [`Operator::invite_by_mail`].
    pub async fn send_invitation_again(&self, id: InvitationId, language: Language) -> Result<NewInvitation, Error> {
        let administrators = self.control.store().administrators();
        let found = administrators.find_invitation(id).await?.filter(|found| found.expires_at > self.now()).ok_or(Error::NotFound)?;
        let permit = self.permit_level(Action::AssignRole, found.level)?;
        if matches!(self.actor, Actor::Client(..)) {
            return Err(Error::Forbidden(Action::AssignRole));
        }
        let language = administrators.find_invitation_language(id).await?.as_deref().and_then(Language::read).unwrap_or(language);
        self.count_invitation(&found.email)?;
        let token = random::new_secret(self.control.random());
        let place = self.name_of(found.level).await?;
        let write = self.begin_at(&permit, found.level).await?;
        let granted = write.in_gift(found.role, found.level).await?;
        // Whoever accepts or withdraws it at this moment has it, or we have.
        if !write.transaction.administrators().delete_invitation(id).await? {
            return Err(Error::NotFound);
        }
        let expires_at = write.now.plus_seconds(INVITATION_SECONDS);
        let invitation = Invitation { invited_by: self.actor.administrator_id(), expires_at, ..found };
        write.transaction.administrators().insert_invitation(&invitation, hash(token.expose())).await?;
        write.mail(&invitation, &token, language).await?;
        write.audit(about(AuditAction::InvitationSentAgain, &invitation, changes::one("role", "", &granted.of_place(&place)))).await?;
        write.commit().await?;
        Ok(NewInvitation { invitation, token })
    }

    /// Counts a mail with an invitation, where the installation sends mail of its own.
    fn count_invitation(&self, address: &UserIdentifier) -> Result<(), Error> {
        if !self.control.has_own_mail() {
            return Err(Error::NotOffered);
        }
        let counted = self.control.gate().count_mail(Door::Console, address.as_str(), None, self.now());
        counted.map_err(|too_many| Error::invalid("email", Problem::TooManyAttempts { seconds: too_many.seconds }))
    }

    /// Returns the invitations within a level that are not accepted yet, newest first.
    pub async fn list_invitations(&self, within: &LevelPath) -> Result<Vec<InvitationView>, Error> {
        let within = self.level(within).await?;
        let mut invitations = self.control.store().administrators().list_invitations(self.now()).await?;
        invitations.retain(|one| within.contains(one.level) && self.actor.may(Action::SeeAdministrators, one.level));
        let names = self.names_of(invitations.iter().map(|one| one.level)).await?;
        let mut views = Vec::new();
        for one in invitations {
            let Some(level_name) = names.get(&one.level).cloned() else { continue };
            views.push(InvitationView {
                may_withdraw: self.actor.may(Action::AssignRole, one.level),
                role_name: self.control.role_name(one.role).await?,
                level_name,
                invitation: one,
            });
        }
        Ok(views)
    }

    /// Withdraws an invitation.
    pub async fn withdraw_invitation(&self, id: InvitationId) -> Result<Invitation, Error> {
        let found = self.control.store().administrators().find_invitation(id).await?.ok_or(Error::NotFound)?;
        let permit = self.permit_level(Action::AssignRole, found.level)?;
        let write = self.begin_at(&permit, found.level).await?;
        if !write.transaction.administrators().delete_invitation(id).await? {
            return Err(Error::NotFound);
        }
        write.audit(about(AuditAction::InvitationWithdrawn, &found, Vec::new())).await?;
        write.commit().await?;
        Ok(found)
    }

    /// Accepts an invitation as the administrator who is signed in, and whose e-mail address it is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it cannot be accepted, or not by them.
    pub async fn accept_invitation(&self, token: &str) -> Result<(), Error> {
        let Actor::Administrator(own, _) = &self.actor else { return Err(Error::Forbidden(Action::AssignRole)) };
        let found = self.control.store().administrators().find_by_invitation(&hash(token), self.now()).await?.ok_or(Error::NotFound)?;
        if found.email != own.email {
            return Err(Error::NotFound);
        }
        let place = self.name_of(found.level).await?;
        let write = self.begin_with(&Permit::of_invitation(&found), found.level, found.invited_by.as_slice()).await?;
        let granted = write.take(&found).await?.ok_or(Error::NotFound)?;
        let assignments = write.transaction.administrators().list_assignments(own.id).await?;
        if !assignments.iter().any(|one| (one.role, one.level) == (found.role, found.level)) {
            write.assign(own, found.role, found.level).await?;
        }
        write.audit(line(AuditAction::InvitationAccepted, own, changes::one("role", "", &granted.of_place(&place)))).await?;
        write.commit().await
    }
}

impl Control {
    /// Returns what an invitation offers, without accepting it; none where it cannot be accepted.
    pub async fn peek_invitation(&self, token: &str) -> Result<Option<Offer>, Error> {
        let Some(found) = self.store().administrators().find_by_invitation(&hash(token), self.now()).await? else { return Ok(None) };
        let level = self.acting_as(Actor::CommandLine).names_of([found.level].into_iter()).await?.remove(&found.level);
        let known = self.store().administrators().find_by_email(&found.email).await?.is_some();
        let role_name = self.role_name(found.role).await?;
        let (email, role, expires_at) = (found.email, found.role, found.expires_at);
        Ok(level.map(|level| Offer { email, role, role_name, level, known, expires_at }))
    }

    /// Accepts an invitation as somebody who is no administrator yet, with a name and a password.
    ///
    /// # Errors
    /// [`SignInError::Refused`] where it cannot be accepted; the problems of the name and the password.
    pub async fn accept_as_new(&self, token: &str, name: &str, password: &str) -> Result<Administrator, SignInError> {
        let refused = || SignInError::Refused;
        let found = self.store().administrators().find_by_invitation(&hash(token), self.now()).await?.ok_or_else(refused)?;
        let mut problems = Problems::default();
        problems.take("password", check_of_administrator(password, [found.email.as_str(), name]));
        let name = problems.take("name", Name::parse(name));
        let Some(name) = name else { return Err(Error::from(problems).into()) };
        problems.check()?;
        let password_hash = self.hash_password(Door::Console, password.to_owned()).await?;

        // Nobody acts yet: what is done is permitted by the invitation.
        let operator = self.acting_as(Actor::CommandLine);
        let place = operator.name_of(found.level).await?;
        let write = match operator.begin_with(&Permit::of_invitation(&found), found.level, found.invited_by.as_slice()).await {
            // The tenant is gone by now, and the invitation with it.
            Err(Error::NotFound) => return Err(refused()),
            write => write?,
        };
        let granted = write.take(&found).await?.ok_or_else(refused)?;
        let administrator = write.new_administrator(found.email.clone(), name).await?;
        write.transaction.administrators().set_password(administrator.id, password_hash).await?;
        write.assign(&administrator, found.role, found.level).await?;
        let told = changes::one("role", "", &granted.of_place(&place));
        for (action, changes) in [(AuditAction::InvitationAccepted, told), (AuditAction::AdministratorSignedIn, Vec::new())] {
            let by = Author::of_administrator(self, &administrator);
            let event = by.audit_event(write.now, write.tenant, line(action, &administrator, changes));
            write.transaction.append_audit(event).await?;
        }
        let administrator = write.transaction.administrators().find(administrator.id).await?.ok_or_else(refused)?;
        write.commit().await?;
        Ok(administrator)
    }
}

impl Write<'_> {
    /// Puts the mail with an invitation into the queue.
    async fn mail(&self, invitation: &Invitation, token: &Secret<String>, language: Language) -> Result<(), Error> {
        let control = &self.operator.control;
        self.transaction.administrators().set_invitation_language(invitation.id, language.tag()).await?;
        let link = control.console_link(INVITATION_PATH, token.expose());
        let letter = letters::administrator_invitation(language, control.console_host(), INVITATION_SECONDS, link);
        control.post_own(&self.transaction, &letter.to(invitation.email.as_str()), AskedBy::Permitted, invitation.expires_at).await
    }

    /// Takes an invitation that is to be accepted, and returns what it gives. None where it or its level is gone, or where the one who invited could
    /// not invite to it any more: disabled, deleted, or without what it gives. They are locked.
    async fn take(&self, invitation: &Invitation) -> Result<Option<Granted>, Error> {
        let granted = match self.grants_of(invitation.role, invitation.level).await {
            Err(Error::Invalid(_)) => return Ok(None),
            granted => granted?,
        };
        match self.hold_place(invitation.level).await {
            Err(Error::NotFound) => return Ok(None),
            held => held?,
        }
        let stands = match invitation.invited_by {
            None => true,
            Some(id) => can_give(&self.transaction, id, invitation, &granted).await?,
        };
        let taken = stands && self.transaction.administrators().delete_invitation(invitation.id).await?;
        Ok(taken.then_some(granted))
    }
}

async fn can_give(transaction: &Transaction, id: AdministratorId, invitation: &Invitation, granted: &Granted) -> Result<bool, Error> {
    let inviter = transaction.administrators().find(id).await?;
    let active = inviter.filter(|inviter| inviter.status == AdministratorStatus::Active);
    Ok(active.is_some_and(|inviter| inviter.grants.may(Action::AssignRole, invitation.level) && inviter.grants.cover(&granted.grants)))
}

/// Returns an audit line about an invitation.
fn about(action: AuditAction, invitation: &Invitation, changes: Vec<domain::audit::Change>) -> Line {
    Line { workspace: None, action, target: invitation.email.to_string(), target_id: invitation.id.to_string(), changes }
}
