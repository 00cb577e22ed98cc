//! Every page of the console, each with its address.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    components::NotFound,
    layout::Console,
    pages::{
        account::{AccountPage, ConfirmPage, PasskeysPage, SecondFactorPage},
        administrators::{AdministratorPage, AdministratorsPage, ApiClientsPage, InvitePage, NewRolePage, RolePage, RolesPage},
        auth_server::{ClaimsPage, FapiPage, KeyRevocationPage, KeysPage, TokenSettingsPage},
        clients::{
            ClientExplainPage, ClientOauthPage, ClientPage, ClientQuickstartPage, ClientScopesPage, ClientTokenPolicyPage,
            ClientTokensPage, ClientTrialPage, ClientsPage, NewClientPage,
        },
        decisions::DecisionsPage,
        details_types::{DetailsTypePage, DetailsTypesPage, NewDetailsTypePage},
        guide::RefreshTokensGuide,
        home::HomePage,
        jobs::{JobPage, JobsPage},
        logs::{AuditChainPage, AuditChainsPage, InstallationLogPage, LogsPage, TenantLogPage},
        mail::MailPage,
        new_tenant::NewTenantPage,
        overview::OverviewPage,
        pinned_documents::{NewPinnedDocumentPage, PinnedDocumentPage, PinnedDocumentsPage},
        reuses::{HandleReusesPage, ReusesPage},
        search::SearchPage,
        services::{NewServicePage, ServicePage, ServicesPage},
        settings::{AuthorizationPage, ClientRegistrationPage, DangerZonePage, GeneralPage, SignInSettingsPage},
        sign_in::{ForgottenPasswordPage, InvitationPage, NewPasswordPage, OwnInvitationPage, SignInCodePage, SignInOncePage, SignInPage},
        tenant_settings::TenantSettingsPage,
        tokens::{FamilyPage, RevokeSelectedPage, TokensPage},
        trusted_issuers::{NewTrustedIssuerPage, TrustedIssuerPage, TrustedIssuersPage},
        users::{DeleteUserPage, EditUserPage, NewUserPage, SignOutUserPage, UserPage, UsersPage},
        webhooks::{NewWebhookPage, WebhookAttemptPage, WebhookPage, WebhooksPage},
        workspaces::{NewWorkspacePage, WorkspacesPage},
    },
};

/// The console.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                // `Async`: the whole page in one answer, with its status and its redirects, for those without JavaScript.
                <ParentRoute path=path!("/console") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/sign-in") view=SignInPage/>
                    <Route path=path!("/sign-in/code") view=SignInCodePage/>
                    <Route path=path!("/sign-in/once") view=SignInOncePage/>
                    <Route path=path!("/sign-in/forgotten") view=ForgottenPasswordPage/>
                    <Route path=path!("/sign-in/new-password") view=NewPasswordPage/>
                    <Route path=path!("/sign-in/invitation") view=InvitationPage/>
                    <ParentRoute path=path!("/") view=Console>
                        <Route path=path!("/") view=HomePage/>
                        <Route path=path!("/-/new-tenant") view=NewTenantPage/>
                        <Route path=path!("/-/search") view=SearchPage/>
                        <Route path=path!("/-/log") view=InstallationLogPage/>
                        <Route path=path!("/-/log/chain") view=AuditChainPage/>
                        <Route path=path!("/-/log/chains") view=AuditChainsPage/>
                        <Route path=path!("/-/account") view=AccountPage/>
                        <Route path=path!("/-/account/second-factor") view=SecondFactorPage/>
                        <Route path=path!("/-/account/passkeys") view=PasskeysPage/>
                        <Route path=path!("/-/confirm") view=ConfirmPage/>
                        <Route path=path!("/-/invitation") view=OwnInvitationPage/>
                        <Route path=path!("/-/administrators") view=AdministratorsPage/>
                        <Route path=path!("/-/administrators/invite") view=InvitePage/>
                        <Route path=path!("/-/administrators/roles") view=RolesPage/>
                        <Route path=path!("/-/administrators/roles/new") view=NewRolePage/>
                        <Route path=path!("/-/administrators/roles/:role") view=RolePage/>
                        <Route path=path!("/-/administrators/:administrator") view=AdministratorPage/>
                        <Route path=path!("/:tenant") view=WorkspacesPage/>
                        <Route path=path!("/:tenant/-/administrators") view=AdministratorsPage/>
                        <Route path=path!("/:tenant/-/administrators/invite") view=InvitePage/>
                        <Route path=path!("/:tenant/-/administrators/api-clients") view=ApiClientsPage/>
                        <Route path=path!("/:tenant/-/administrators/roles") view=RolesPage/>
                        <Route path=path!("/:tenant/-/administrators/roles/new") view=NewRolePage/>
                        <Route path=path!("/:tenant/-/administrators/roles/:role") view=RolePage/>
                        <Route path=path!("/:tenant/-/administrators/:administrator") view=AdministratorPage/>
                        <Route path=path!("/:tenant/-/search") view=SearchPage/>
                        <Route path=path!("/:tenant/-/log") view=TenantLogPage/>
                        <Route path=path!("/:tenant/-/log/chain") view=AuditChainPage/>
                        <Route path=path!("/:tenant/-/webhooks") view=WebhooksPage/>
                        <Route path=path!("/:tenant/-/webhooks/new") view=NewWebhookPage/>
                        <Route path=path!("/:tenant/-/webhooks/:webhook") view=WebhookPage/>
                        <Route path=path!("/:tenant/-/webhooks/:webhook/deliveries/:attempt") view=WebhookAttemptPage/>
                        <Route path=path!("/:tenant/-/settings") view=TenantSettingsPage/>
                        <Route path=path!("/:tenant/-/mail") view=MailPage/>
                        <Route path=path!("/:tenant/new-workspace") view=NewWorkspacePage/>
                        <Route path=path!("/:tenant/:workspace") view=OverviewPage/>
                        <Route path=path!("/:tenant/:workspace/clients") view=ClientsPage/>
                        <Route path=path!("/:tenant/:workspace/clients/new") view=NewClientPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client") view=ClientPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/oauth") view=ClientOauthPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/scopes") view=ClientScopesPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/token-policy") view=ClientTokenPolicyPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/tokens") view=ClientTokensPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/quickstart") view=ClientQuickstartPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/try") view=ClientTrialPage/>
                        <Route path=path!("/:tenant/:workspace/clients/:client/explain") view=ClientExplainPage/>
                        <Route path=path!("/:tenant/:workspace/services") view=ServicesPage/>
                        <Route path=path!("/:tenant/:workspace/services/new") view=NewServicePage/>
                        <Route path=path!("/:tenant/:workspace/services/:service") view=ServicePage/>
                        <Route path=path!("/:tenant/:workspace/authorization-details") view=DetailsTypesPage/>
                        <Route path=path!("/:tenant/:workspace/new-authorization-details") view=NewDetailsTypePage/>
                        <Route path=path!("/:tenant/:workspace/authorization-details/:type") view=DetailsTypePage/>
                        <Route path=path!("/:tenant/:workspace/users") view=UsersPage/>
                        <Route path=path!("/:tenant/:workspace/users/new") view=NewUserPage/>
                        <Route path=path!("/:tenant/:workspace/users/:user") view=UserPage/>
                        <Route path=path!("/:tenant/:workspace/users/:user/edit") view=EditUserPage/>
                        <Route path=path!("/:tenant/:workspace/users/:user/sign-out") view=SignOutUserPage/>
                        <Route path=path!("/:tenant/:workspace/users/:user/delete") view=DeleteUserPage/>
                        <Route path=path!("/:tenant/:workspace/tokens") view=TokensPage/>
                        <Route path=path!("/:tenant/:workspace/tokens/revoke-selected") view=RevokeSelectedPage/>
                        <Route path=path!("/:tenant/:workspace/tokens/:family") view=FamilyPage/>
                        <Route path=path!("/:tenant/:workspace/reuses") view=ReusesPage/>
                        <Route path=path!("/:tenant/:workspace/reuses/handle") view=HandleReusesPage/>
                        <Route path=path!("/:tenant/:workspace/jobs") view=JobsPage/>
                        <Route path=path!("/:tenant/:workspace/jobs/:job") view=JobPage/>
                        <Route path=path!("/:tenant/:workspace/auth-server/tokens") view=TokenSettingsPage/>
                        <Route path=path!("/:tenant/:workspace/auth-server/claims") view=ClaimsPage/>
                        <Route path=path!("/:tenant/:workspace/auth-server/keys") view=KeysPage/>
                        <Route path=path!("/:tenant/:workspace/auth-server/keys/:key/revoke") view=KeyRevocationPage/>
                        <Route path=path!("/:tenant/:workspace/auth-server/fapi") view=FapiPage/>
                        <Route path=path!("/:tenant/:workspace/token-requests") view=DecisionsPage/>
                        <Route path=path!("/:tenant/:workspace/logs") view=LogsPage/>
                        <Route path=path!("/:tenant/:workspace/settings/general") view=GeneralPage/>
                        <Route path=path!("/:tenant/:workspace/settings/authorization") view=AuthorizationPage/>
                        <Route path=path!("/:tenant/:workspace/settings/client-registration") view=ClientRegistrationPage/>
                        <Route path=path!("/:tenant/:workspace/settings/pinned-documents") view=PinnedDocumentsPage/>
                        <Route path=path!("/:tenant/:workspace/settings/new-pinned-document") view=NewPinnedDocumentPage/>
                        <Route path=path!("/:tenant/:workspace/settings/pinned-documents/:document") view=PinnedDocumentPage/>
                        <Route path=path!("/:tenant/:workspace/settings/sign-in") view=SignInSettingsPage/>
                        <Route path=path!("/:tenant/:workspace/settings/trusted-issuers") view=TrustedIssuersPage/>
                        <Route path=path!("/:tenant/:workspace/settings/new-trusted-issuer") view=NewTrustedIssuerPage/>
                        <Route path=path!("/:tenant/:workspace/settings/trusted-issuers/:issuer") view=TrustedIssuerPage/>
                        <Route path=path!("/:tenant/:workspace/settings/danger-zone") view=DangerZonePage/>
                        <Route path=path!("/:tenant/:workspace/guide/refresh-tokens") view=RefreshTokensGuide/>
                        <Route path=path!("/*rest") view=NotFound/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
