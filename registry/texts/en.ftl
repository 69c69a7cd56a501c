### The words of the front desk. A language is one file like this one; ids never change, sentences may.

language-own-name = English

## Shell

app-name = Likeness Registry
app-skip = Skip to the content
app-doors = Your doors
app-foot = A registry of what was agreed. Nothing here is legal advice.
app-theme = Light or dark
copy = Copy
copy-done = Copied
moment = { $date }, { $time } UTC
none-yet = Nothing here yet.
back-to = Back to { $where }
yes = yes
no = no
unsure = unsure

## Sign in

sign-in = Sign in
sign-out = Sign out
sign-in-failed = E-mail and password do not fit together. After several wrong tries in a row, wait a minute.
sign-in-help = Accounts are opened by the administrator of this registry. A forgotten password is reset there too.
field-email-label = E-mail
field-password-label = Password
password-change = Change password
password-current = Current password
password-new = New password
password-help = At least 10 characters. A few unrelated words are easier to remember and harder to guess than signs and digits.
password-changed = The password is changed.

## Landing page

landing-title = Whose likeness, and did they sign for this
landing-heading = Whose likeness is in it, and did they sign for exactly this?
landing-lead = Before a generated shot leaves the building, the registry answers for every face in it: who was recognised, what they agreed to, what is missing and whom to ask. Every answer comes with a receipt that anyone can check offline.
landing-performer = Performers
landing-performer-detail = Sign, narrow and withdraw consent, and see every use that was asked for. Withdrawing takes one step.
landing-union = Unions
landing-union-detail = Confirm identities, countersign where members are covered, and watch what is checked.
landing-production = Productions
landing-production-detail = Declare what you want to do, check the file, and get a receipt, or the reason why not and whom to ask.
landing-not = What it does not do
landing-not-detail = It does not search faces for the curious, names nobody to a production, keeps no faces of people who are not registered, and never turns doubt into a yes.

## Forms

form-optional = (optional)
form-required = Please fill this in.
form-choice = Please choose one of the list.
form-date = Please give a date such as 2026-11-22.
form-number = Please give a whole number.
form-wrong = This cannot be used. Please check it.
form-problem = Not saved. Please look at what is marked.
form-save = Save
form-file-sending = Sending …

## Refusals

error-400 = That did not arrive as it should
error-400-detail = The request could not be understood. Go back, reload the page and try again.
error-403 = Not yours to open
error-403-detail = This account has no part in that. If it should, its union, production or administrator can grant it.
error-404 = Not found
error-404-detail = There is nothing here that this account may see.
error-405 = Not that way
error-405-detail = This address does not take that kind of request. Go back and use the buttons of the page.
error-409 = Something changed in between
error-409-detail = The record is no longer in the state that this step needs. Look at it again.
error-413 = Too large
error-413-detail = The file is larger than this registry takes.
error-422 = This cannot be used
error-422-detail = Please check what you entered.
error-429 = Too many tries
error-429-detail = Wait a few minutes, then try again.
error-500 = The registry stumbled
error-500-detail = Nothing was changed and nothing was cleared. If it happens again, tell the administrator when it happened.
error-other = That did not work
error-other-detail = Nothing was changed. Go back and try again.
error-back = To your start page
error-form-expired = The page was open for too long, or was opened in another session. Go back, reload it and send it again.

## Administration

administration = Administration
administration-lead = You run this instance. You see no faces, no templates and no consents here, and you can release nothing.
accounts = Accounts
account-new = Open an account
account-create = Open the account
account-created = The account of { $name } is open.
account-disable = Disable
account-disabled = The account is disabled, at once and everywhere.
account-is-disabled = disabled
account-is-administrator = administrator
field-name-label = Name
field-first-password-label = First password
field-administrator-label = Runs this instance (an administrator holds no office for a union, a production or a performer)
field-account-label = Account
field-union-label = Union
unions = Unions
union-new = Register a union
union-create = Register the union
union-created = { $name } is registered.
representative-new = Appoint a union's first representative
representative-help = Later representatives are appointed by the union itself.
representative-grant = Appoint
representative-granted = The representative is appointed.
agreement-assign = Say which union countersigns under an agreement
agreement-assign-help = Once it is said, only that union can hand the agreement on.
agreement-assigned = The agreement has its union.
field-union-id-label = Short name
field-union-id-help = Lower-case words joined by hyphens, such as players-guild. It cannot be changed.
field-contact-label = Contact
field-contact-help = Whom a production is told to ask: an address or a telephone number.
field-calendar-label = Calendar
field-calendar-help = ISO 3166 country or subdivision whose business days count, such as US or US-CA.
field-agreement-label = Agreement

## Start page

home = Start
home-hello = Good to see you, { $name }
home-lead = These are your doors. What is waiting stands behind each.
home-no-door = This account has no part in anything yet.
home-start = Begin something
home-register = Are you a performer? Register yourself, so that your likeness is protected here.
home-production = Are you making something? Register the production to check its files.
door-performer = My likeness
door-represented = For { $performer }
door-production = Productions
door-performer-detail = Your consents, your keys, and every check that found you.
door-union-detail = Members to verify, consents to countersign, checks that touch members.
door-production-detail = Declare, check, and get a receipt or a reason.
door-administration-detail = Accounts, unions and their agreements.

## Productions

productions = Productions
productions-lead = Each production sees its own checks and the consents given to it, nothing else.
production-new = Register a production
production-new-lead = The registry gives it an id; consents name that id and hold for nothing else.
production-create = Register the production
production-created = The production is registered. Its agreements count once the unions confirm them.
production-title-label = Title
production-company-label = Company
production-kind-label = Kind
production-commissioner-label = Commissioned by
production-commissioner-help = A commissioner with a policy of its own adds its rules to every check.
production-agreements-label = Union agreements
production-agreements-help = Tick what you work under. Each union confirms its own.
production-start-label = Start of principal photography
production-jurisdiction-label = Jurisdiction
production-jurisdiction-help = ISO 3166 country or subdivision, such as DE or US-CA.
production-zone-label = Time zone
production-zone-help = Days of a term are counted in it, for example Europe/Berlin.
production-facts = On record
production-id = Production id
production-agreements = Union agreements
production-no-agreement = No agreement is declared.
production-agreement-open = Declared, waiting for the union
production-agreement-confirmed = Confirmed
production-agreement-confirm = Confirm
agreement-confirmed = The agreement is confirmed for this production.

## Lists

checks = Checks
checks-none = No checks yet.
consents = Consents
consents-none = No consents yet.
check-state-queued = waiting
check-state-examining = being examined
verdict-cleared = Cleared
verdict-notify_only = Tell first
verdict-needs_approval = Needs approval
verdict-blocked = Blocked
verdict-cannot_decide = Cannot decide
verdict-none = No registered person
consent-state-requested = asked for
consent-state-deferred = deferred
consent-state-refused = refused
consent-state-given = given
consent-state-renewed = renewed
consent-state-suspended = suspended
consent-state-withdrawn = withdrawn
consent-state-terminated = terminated
consent-state-invalidated = invalid
consent-state-expired = ended
consent-state-superseded = replaced
