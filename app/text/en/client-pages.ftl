# clients/explain.rs
client-pages-explain-new-user = A user who has not consented before
client-pages-explain-about = { $user } signs in, and consents when asked. The request:
client-pages-explain-request-title = Would this request get a refresh token?
client-pages-explain-left-out = Left out: { $scopes }
client-pages-explain-service-answer = Would this request get an access token?
client-pages-explain-service-about = The service authenticates as it is registered. The request:

# clients/explain/answer.rs
client-pages-explain-step-yes = Yes:
client-pages-explain-step-no = No:
client-pages-explain-step-change = Change it here: { $page }

# clients/explain/decisions.rs
client-pages-explain-answer = Answer
client-pages-explain-why = Why
client-pages-explain-user = User
client-pages-explain-when = When
client-pages-explain-action = Explain
client-pages-explain-recent-title = Recent token requests
client-pages-explain-recent-lead = Sign-ins and refusals at the token endpoint, the newest first. The same refusal is recorded once a minute.
client-pages-explain-recent-none = Nothing yet. What this client asks the token endpoint for appears here.
client-pages-explain-recent-table = Answers

# clients/explain/question.rs
client-pages-explain-question-title = Why no refresh token?
client-pages-explain-question-lead = Check what the server would answer to an authorization request. It makes its usual checks, and stores nothing.
client-pages-explain-user-hint = User name, e-mail address or user ID. Leave it empty for a user who has not consented before.
client-pages-explain-signed-in = Signed in already
client-pages-explain-signed-in-hint = The user has a session here when the request comes.
client-pages-explain-scope = Scope
client-pages-explain-scope-hint = Left empty: openid offline_access.
client-pages-explain-resource = Resource servers
client-pages-explain-resource-hint = The addresses that the application sends as resource, separated by spaces.
client-pages-explain-prompt = Prompt
client-pages-explain-prompt-unsent = not sent: the user is asked what is needed
client-pages-explain-prompt-consent = consent: the user is asked to agree
client-pages-explain-prompt-login = login: the user signs in again
client-pages-explain-prompt-none = none: the user is not asked anything
client-pages-explain-request = Authorization request
client-pages-explain-request-hint = Instead of scope, resource servers and prompt: the address that the application sends its users to, as you find it in the browser or a log.

# clients/explain/recorded.rs
client-pages-explain-recorded-title = What was recorded
client-pages-explain-scopes-left-out = Scopes left out
client-pages-explain-reason-code = Reason code
client-pages-explain-advice = What to look at
client-pages-explain-assertion-issuer = Issuer of the assertion
client-pages-explain-assertion-subject = { $claim } of the assertion
client-pages-explain-now = The same request now: { $answer }
client-pages-explain-changes = Then and now
client-pages-explain-condition = Condition
client-pages-explain-then = Then
client-pages-explain-now-head = Now
client-pages-explain-changed-at = Changed at
client-pages-explain-yes = yes
client-pages-explain-no = no
client-pages-explain-refresh-title = Would a refresh work now?
client-pages-explain-with-token = With the current token of { $token }.
client-pages-explain-token-of = the refresh token of { $user }
client-pages-explain-ended = It ended { $time } because { $reason }.
client-pages-explain-ends = Its end is { $time }, by the { $rule }.

# clients/explain/service.rs
client-pages-explain-service-title = Why no access token?
client-pages-explain-service-lead = Check what the server would answer to a token request of this service: whether it can authenticate, has the grant, and may have what it asks for. It makes its usual checks, and stores nothing.
client-pages-explain-service-scope-hint = Left empty: all that the service may have.
client-pages-explain-service-request = Token request
client-pages-explain-service-request-hint = Instead of scope and resource servers: the parameters that the service sends, such as grant_type=client_credentials&scope=orders.read.

# clients/quickstart.rs
client-pages-quickstart-values = Your values
client-pages-quickstart-values-lead = They are filled in below.
client-pages-quickstart-values-library = Give them to the library that makes the requests.
client-pages-quickstart-issuer = Issuer
client-pages-quickstart-client-id = Client ID
client-pages-quickstart-redirect-uri = Redirect URI
client-pages-quickstart-example = { $uri } is an example: { $link } and the code has it.
client-pages-quickstart-register = register one
client-pages-quickstart-scopes = Scopes
client-pages-quickstart-secret = Client secret
client-pages-quickstart-reads-secret = The code reads it from the environment variable { $variable }. It is not known here. { $link }
client-pages-quickstart-has-secret = It is not known here. { $link }
client-pages-quickstart-replace-secret = Replace it if it is lost
client-pages-quickstart-device-endpoint = Device authorization endpoint
client-pages-quickstart-verification = Where users enter the code
client-pages-quickstart-key = Private key
client-pages-quickstart-reads-key = The code reads it, in PEM, from the file that the environment variable { $variable } names. The server knows its public half alone.
client-pages-quickstart-has-key = The client has it. The server knows its public half alone.
client-pages-quickstart-certificate = Certificate
client-pages-quickstart-reads-certificate = The code reads it and its private key from the files that the environment variables { $certificate } and { $key } name.
client-pages-quickstart-has-certificate = The client has it and its private key.
client-pages-quickstart-code = Code
client-pages-quickstart-code-lead-browser = A whole program: it finds the endpoints, signs a user in with PKCE, exchanges the code, refreshes and revokes. In a browser it keeps its tokens in memory alone, elsewhere it stores the new refresh token before it uses it. It sends the same request again where no answer comes.
client-pages-quickstart-code-lead-user = A whole program: it finds the endpoints, signs a user in with PKCE, exchanges the code, refreshes and revokes. It stores the new refresh token before it uses it, and sends the same request again where no answer comes.
client-pages-quickstart-code-lead-service = A whole program: it finds the endpoints, gets an access token for itself, and revokes it.
client-pages-quickstart-languages = Languages
client-pages-quickstart-code-for = code for { $language }
client-pages-quickstart-try = To see the same requests without writing code, { $link }.
client-pages-quickstart-try-link = try it
client-pages-quickstart-run-browser = For the browser, { $needs }. Save it as a file that your site serves at the redirect URI, { $uri }, and open that address. To try it on this machine, register { $local }, save it as { $file } and run { $command } beside it.
client-pages-quickstart-run = In { $language }, { $needs }. Save it as { $file } and run { $command }.
client-pages-quickstart-signed = This client authenticates by its private key: each of its requests needs a JWT that it signed (private_key_jwt, RFC 7523). There is no program for that and what else it has to do; a library does it. Give it the values above, its private key, and the issuer as the audience.
client-pages-quickstart-presents = This client presents a certificate: its requests are made over mutual TLS (RFC 8705), which takes a library. Give it the values above, its certificate and its private key, and let it use mtls_endpoint_aliases of the metadata where there are any.
client-pages-quickstart-pushes = This client has to push its authorization requests to the server before it sends the user’s browser (RFC 9126), and signs what it authenticates by. Most libraries do both. Give one the values above and its private key, and switch pushing on.
client-pages-quickstart-signs = This client has to sign its authorization requests (RFC 9101), which most libraries do once they have its private key. Give one the values above and the key, and switch it on; if the requests have to be pushed, too, that as well.
client-pages-quickstart-bound = This client gets tokens that are bound to a key: each of its requests needs a DPoP proof (RFC 9449). Most libraries make them; give one the values above. docs/fapi.md has a program for Node.js without packages, which also pushes its requests and authenticates by its key.
client-pages-quickstart-device = Device
client-pages-quickstart-device-lead = A whole program: it finds the endpoints, shows a code, asks until its user has entered it and decided, refreshes and revokes. It stores the new refresh token before it uses it.
client-pages-quickstart-exchange = Token exchange
client-pages-quickstart-exchange-lead = Exchanges an access token that this client received for one of its own (RFC 8693), which what it calls next accepts.

# clients/quickstart/code.rs
client-pages-quickstart-needs-page = one page, without packages
client-pages-quickstart-needs-shell = a shell script
client-pages-quickstart-needs-reqwest = with reqwest
client-pages-quickstart-needs-nothing = without packages
client-pages-quickstart-needs-library = with the standard library alone

# clients/trial.rs
client-pages-try-kept = This is the result as it came. Reloading the page runs nothing again: start again for another test.
client-pages-try-over = This test is over, or was begun in another session. A test can be answered for ten minutes, in the session that began it.
client-pages-try-title = Test sign-in
client-pages-try-lead-user = Sign in to this client as its users do, and see each request and its answer: authorization, code exchange, refresh, UserInfo, introspection and revocation.
client-pages-try-devices = This client is for devices without a browser: there is no sign-in to try here. Explain tells what its devices get.
client-pages-try-exchanges = This client only exchanges access tokens that it received: there is nothing to try here without one. Quickstart has a program that exchanges one.
client-pages-try-lead-service = Get a token as this client does, and see each request and its answer: token, introspection and revocation.
client-pages-try-configuration = It runs with the client's configuration as it is now, through the same code as the endpoints.
client-pages-try-address = It comes back to this page. For that the client accepts an address of this test alone, for ten minutes; its redirect URIs stay as they are.
client-pages-try-secret = The client's secret is not asked for: you answer for the client, as you may change it.
client-pages-try-tokens = Tokens are shown shortened, and are revoked at the end. The audit log says that you began a test.
client-pages-try-user = You sign in as a user of this workspace, and stay signed in to it in this browser: the next test does not ask who you are. { $link } to test as another user.
client-pages-try-sign-out = Sign out there
client-pages-try-start = Start
client-pages-try-again = Start again
client-pages-try-result = Result
client-pages-try-answered = Answered
client-pages-try-refused = Refused
client-pages-try-request = Request
client-pages-try-request-number = Request { $number }
client-pages-try-answer-number = Answer { $number }
client-pages-try-answer-address = Answer, in the address that the browser came back to
client-pages-try-answer = Answer: { $status }
client-pages-try-answer-empty = Answer: { $status }, without a body
client-pages-try-shortened = { $text } ({ $count } characters)
client-pages-try-claims = Claims of { $token }
client-pages-try-claims-number = Claims of { $token } in answer { $number }
