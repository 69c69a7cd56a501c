### The words of the front desk. A language is one file like this one; ids never change, sentences may.

language-own-name = English

## Shell

app-name = Likeness Registry
app-skip = Skip to the content
app-doors = Main navigation
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
sign-in-failed = Incorrect e-mail or password. After several failed attempts, wait five minutes.
field-email-label = E-mail
field-password-label = Password
password-change = Change password
password-current = Current password
password-new = New password
password-help = At least 10 characters. A few unrelated words are easier to remember and harder to guess than signs and digits.
password-changed = Your password has been changed. This account is signed out everywhere else.
too-many-tries = Too many failed sign-in attempts for this account from your location. Wait five minutes, then try again.
throttle-storage-unusable = LIKENESS_THROTTLE_STORAGE cannot be used: { $problem }. Leave it out for a single process, or write it like redis://localhost:6379 and install what that needs.
sessions = Where you are signed in
sessions-lead = The browsers in which this account is signed in. Sign out any that you do not recognise, then change your password.
session-current = this browser
session-began = Signed in
session-seen = Last used
session-from = from
session-browser-unknown = Unknown browser
session-end = Sign out this browser
session-ended = That browser is signed out.
sessions-end = Sign out everywhere
sessions-end-help = This browser is signed out too. Programs with an access token keep working; revoke their tokens on the access tokens page.
sessions-ended = You are signed out everywhere.
tokens = Access tokens
tokens-lead = With a token a program, such as your pipeline, acts as your account: it may do what you may do here, and nothing else.
tokens-own = Your tokens
tokens-none = You have none.
tokens-all-help = With each of these a program acts as the account. Revoke what nobody needs.
token-new = Create a token
token-create = Create token
token-label = What it is for
token-label-help = So that you can tell later which one to revoke: the program, and the machine it runs on.
token-label-wrong = One line of text is needed, of at most 80 characters.
token-days = Days until it expires
token-days-help = At most 365. Take as few as the work needs.
token-days-wrong = A whole number from 1 to 365 is needed.
token-too-many = This account has { $most } tokens in force. Revoke one that is not needed any more.
token-made = The token has been created.
token-made-help = This is the only time the token is shown. Store it where your program keeps its secrets.
token-ends = expires on
token-used = last used
token-is-expired = expired
token-is-revoked = revoked
token-revoke = Revoke
token-revoked = The token “{ $label }” has been revoked.

## Landing page

landing-title = Whose likeness, and did they sign for this
landing-heading = Whose likeness is in it, and did they sign for exactly this?
landing-lead = Before a generated shot leaves the building, the registry answers for everybody in it: who was recognised, what they agreed to, what is missing and whom to ask. Every answer comes with a receipt that anyone can check offline.
landing-performer = Performers
landing-performer-detail = Sign, narrow and withdraw consent, and see every use that was requested. Withdrawing takes one step.
landing-union = Unions
landing-union-detail = Confirm identities, countersign where members are covered, and watch what is checked.
landing-production = Productions
landing-production-detail = Declare what you want to do, check the file, and get a receipt, or the reason why not and whom to ask.
landing-not = What it does not do
landing-not-detail = It does not let anyone search for people. It names nobody to a production, keeps nothing of people who are not registered beyond the days that a reviewer needs to look at it, and never turns doubt into a yes.

## Forms

form-optional = (optional)
form-required = Please fill this in.
form-choice = Please choose an option from the list.
form-date = Please enter a date such as 2026-11-22.
form-number = Please enter a whole number.
form-wrong = This is not a valid entry. Please check it.
form-problem = Nothing was changed. Please correct the marked fields.
put-on-record = Put on record
form-file-sending = Sending …

## Refusals

error-400 = Bad request
error-400-detail = The request could not be understood. Go back, reload the page and try again.
error-403 = No access
error-403-detail = This account does not have access to this. If it should, its union, its production or the administrator can grant it.
error-not-allowed = This account may not do that ({ $permission }). See what it may act for: likeness user show --as EMAIL. Somebody who already holds the office that this takes, or the administrator, can grant it.
error-404 = Not found
error-404-detail = There is nothing here, or nothing that you may see.
error-405 = This address does not accept that kind of request
error-405-detail = Go back and use the buttons on the page.
error-409 = Something changed in the meantime
error-409-detail = The record is no longer in the state that this step requires. Look at it again.
error-413 = Too large
error-413-detail = The file is larger than this registry accepts.
error-422 = Some entries are not valid
error-422-detail = Please check what you entered.
error-429 = Too many attempts
error-429-detail = Wait a few minutes, then try again.
error-503 = Temporarily unavailable
error-503-detail = The registry is busy. Nothing was changed. Try again in a little while.
error-busy = Several files are being uploaded right now. Try again in a few seconds.
error-other-site = This form did not come from a page of this registry, so nothing was done. Open the registry itself and try again there. If it runs behind a reverse proxy, the proxy has to pass on the host name.
error-500 = Something went wrong in the registry
error-500-detail = Nothing was changed and nothing was cleared. If it happens again, tell the administrator when it happened.
error-records-altered = The registry cannot vouch for its records
error-other = That did not work
error-other-detail = Nothing was changed. Go back and try again.
error-back = To your start page
api-400 = The request is not valid.
api-400-remedy = Correct the entries that are named and send the request again. /api/v1/openapi.json describes what is accepted.
api-401 = The request carried no valid access token.
api-401-remedy = Send the header “Authorization: Bearer SECRET”. Create a token on the page of access tokens, or with: likeness token add
api-403 = The account of this token does not have access to this.
api-403-remedy = If it should have, its union, production or administrator can grant it. What it may act for: GET /api/v1/me
api-404 = There is nothing here, or nothing that this account may see.
api-404-remedy = Check the address and the ids in it. What the account may act for: GET /api/v1/me
api-405 = This address does not accept that kind of request.
api-405-remedy = /api/v1/openapi.json describes what each address accepts.
api-409 = The state of a record does not allow it.
api-409-remedy = Look at the record again: something has changed, or something else has to happen first.
api-413 = It is larger than this registry accepts.
api-413-remedy = Send a smaller file, or ask the administrator to raise the limit.
api-415 = This content type is not accepted here.
api-415-remedy = Send a file as multipart/form-data and everything else as application/json.
api-429 = Too many requests were sent without a valid token.
api-429-remedy = Wait five minutes, and correct the token first.
api-busy-remedy = Wait until one of those in progress has finished, then send it again.
api-500 = Something went wrong in the registry. Nothing was changed and nothing was cleared.
api-503 = The registry cannot accept this right now.
api-503-remedy = Send it again after the number of seconds given in Retry-After. Send fewer files at a time.
api-500-remedy = Try again later. If it happens again, tell the administrator when it happened.
api-records-altered-remedy = Try again later. Whoever runs the registry has been told. Nothing was changed and nothing was cleared.
api-json-wrong = This JSON is not accepted here: { $problem }
api-content-wrong = The request is not valid:
api-part-unknown = This part is not accepted here.
api-part-missing = This part is missing.
api-part-twice = This part may be sent only once.
api-query-wrong = It is not one of the answers that this takes.
api-part-no-file = This part has to be a file, with a name.
error-form-expired = The page was open for too long, or was opened in another session. Go back, reload it and send it again.

## Administration

administration = Administration
administration-lead = You run this instance. You see no likenesses, no templates and no consents here, and you can release nothing.
accounts = Accounts
account-new = Open an account
account-create = Open the account
account-created = The account for { $name } has been opened.
account-disable = Disable
account-disabled = The account has been disabled, with immediate effect and everywhere.
account-is-disabled = disabled
account-is-administrator = administrator
field-name-label = Name
field-administrator-label = Runs this instance (an administrator holds no office for a union, a production or a performer)
field-account-label = Account (its e-mail address)
field-union-label = Union
unions = Unions
neutrals = Neutral reviewers
neutrals-help = They review a finding a second time when it is questioned, review first where a performer has no union, and decide disputes that the unions cannot settle.
neutrals-none = No neutral reviewer has been appointed. Questioned findings then wait for the representatives of other unions.
neutral-since = since
neutral-new = Appoint a neutral reviewer
neutral-new-help = Somebody who speaks for no union and no production. What they look at they see without the production and its file.
neutral-appoint = Appoint
neutral-appointed = The neutral reviewer is appointed.
neutral-dismiss = Dismiss
neutral-dismissed = They can no longer review, with immediate effect.
union-new = Register a union
union-create = Register the union
union-created = { $name } is registered.
representative-new = Appoint a union's first representative
representative-help = Later representatives are appointed by the union itself: likeness user grant EMAIL --union UNION
representative-grant = Appoint
representative-granted = The representative is appointed.
agreement-assign = Assign an agreement to a union
agreement-assign-help = Once an agreement is assigned, only that union can pass it on.
agreement-assigned = The agreement has been assigned.
field-union-id-label = Short name
field-union-id-help = Lower-case words joined by hyphens, such as players-guild. It cannot be changed.
field-contact-label = Contact
field-contact-help = The address or telephone number that productions are given when they have to ask this union.
field-calendar-label = Calendar
field-calendar-help = ISO 3166 country or subdivision whose business days count, such as US or US-CA.
field-agreement-label = Agreement

## Start page

home = Start
home-hello = Welcome, { $name }
home-lead = Choose where to go. Whatever is waiting for you is shown there.
home-no-door = This account holds no office yet.
home-start = Get started
home-register = Are you a performer? Register yourself, so that your likeness is protected here.
home-production = Are you making something? Register the production to check its files.
door-performer = My likeness
# What a check or a consent is called in a sentence.
named-thing = “{ $name }”
door-represented = For { $performer }
door-production = Productions
door-performer-detail = Your consents, your keys, and every check that found you.
door-union-detail = Members to verify, consents to countersign, checks that touch members.
door-production-detail = Declare, check, and get a receipt or a reason.
door-administration-detail = Accounts, unions and their agreements, neutral reviewers.

## Productions

productions = Productions
productions-lead = Each production sees its own checks and the consents given to it, nothing else.
production-new = Register a production
production-new-lead = The registry gives it an ID. Consents name that ID and are valid for nothing else.
production-create = Register the production
production-created = The production is registered. Its agreements count once the unions confirm them.
production-title-label = Title
production-company-label = Company
production-kind-label = Kind
production-commissioner-label = Commissioned by
production-commissioner-help = A commissioner with a policy of its own adds its rules to every check.
production-agreements-label = Union agreements
production-agreements-help = Tick those you work under. Each union confirms its own.
production-start-label = Start of principal photography
production-jurisdiction-label = Jurisdiction
production-jurisdiction-help = The country or US state whose law applies, such as Germany or California.
production-zone-label = Time zone
production-zone-help = Where the production is based. Terms and deadlines begin and end at midnight there.
production-facts = On record
production-id = Production ID
production-agreements = Union agreements
production-no-agreement = No agreement is declared.
production-agreement-open = Declared, not yet confirmed by the union
production-agreement-confirmed = Confirmed
production-agreement-confirm = Confirm
agreement-confirmed = The agreement is confirmed for this production.

## Lists

checks = Checks
checks-none = No checks yet.
check-list-all = { $more ->
    [yes] All of more than { $count } checks
   *[no] { $count ->
        [one] Open the list
       *[other] All { $count } checks
    }
}
check-list-search = Search by file, shot or check ID
check-list-search-other = Search by production, company or check ID
check-list-answer = Answer
check-list-state = State
check-list-state-under_way = In progress
check-list-state-decided = Decided
check-list-state-failed = Could not be examined
check-list-state-again = To be checked or decided again
check-list-clause = Clause
check-list-sort-newest = Newest first
check-list-sort-oldest = Oldest first
check-list-sort-waiting = Longest waiting
check-list-nothing = No check matches.
check-list-due = Being decided again
check-list-over = The time it was cleared for is over
check-list-again = Has to be checked again
check-list-picture = Picture of { $file }
refusals = Checks by clause
refusals-by-clause = What was refused, by clause
refusals-lead = Which clauses kept how many checks from being cleared. Only what concerns your members and agreements is counted.
refusals-count = { $count ->
    [one] 1 check
   *[other] { $count } checks
}
refusals-none = No clause has kept a check from being cleared yet.
consents = Consents
consents-none = No consents yet.
check-state-queued = waiting
check-state-examining = being examined
verdict-cleared = Cleared
verdict-notify_only = Tell first
verdict-needs_approval = Needs approval
verdict-blocked = Blocked
verdict-cannot_decide = Cannot decide
verdict-over = No longer cleared
verdict-none = No registered person
consent-state-requested = requested
consent-state-signed = signed, not yet in force
consent-state-waits = signed, waits for the countersignature of { $union }
consent-state-waits-some = signed, waits for a countersignature
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
consent-state-lapsed = lapsed, never in force

## Biometric release: signed before any template exists; its digest is kept with the signature

biometric-release-face =
    I release this registry to make biometric templates of my face from the pictures that I give it.

    What is made: numbers that describe my face, and by which my face can be recognised. From such numbers a picture that resembles me can be computed; therefore they are encrypted under a key of my own.
    What they are for: to find my face in files that productions submit for a check before release, so that nothing with my likeness leaves without the consent that it needs. For nothing else.
    Who sees the templates: no page shows them to anybody. They are compared by the registry's own program; they are not sold, lent, traded or given to anybody.
    My pictures: they are not kept unless I ask for that. If I do, they are encrypted in the same way, and the latest three are shown to people who have to say whether a face in a file is mine, or whether a look-alike and I are two people: a representative of my union, and where somebody doubts that answer, or I have no union here, also a neutral reviewer or a representative of another union. No page shows them to anybody else, to no production and not to the operator. Whoever runs the server keeps the keys there and could open templates and pictures with them; this release does not allow it. Without kept pictures nobody can make that comparison: a face that is only like mine then stays undecided, and a wrong finding cannot be corrected, until I keep some.
    How long: until I withdraw this release or ask to be forgotten, and at the latest three years after my last dealing with the registry. Then the key, the templates and the kept pictures are destroyed.
    Withdrawing: at any time, in one step, on my page. My consents stay on record; my face is then no longer found in checks.
    This release is no consent to any use of my likeness.

biometric-release-voice =
    I release this registry to make biometric templates of my voice from the recordings that I give it.

    What is made: numbers that describe my voice, and by which my voice can be recognised. They are encrypted under a key of my own, apart from that of any other template of me.
    What they are for: to find my voice in files that productions submit for a check before release, so that nothing with my voice leaves without the consent that it needs. For nothing else; no voice is made from them.
    Who hears me: to enrol I read texts aloud. Until my identity is confirmed with these templates, and for 14 days at most, the recordings are kept, encrypted, beside the texts, so that the representative of my union who confirms that it is me can listen to them. That somebody did is on record. Then they are destroyed, unless I ask to keep them.
    If I keep them, they are encrypted in the same way, and the latest three are heard by people who have to say whether a voice in a file is mine: a representative of my union, and where somebody doubts that answer, or I have no union here, also a neutral reviewer or a representative of another union. No page plays them to anybody else, to no production and not to the operator. Whoever runs the server keeps the keys there and could open templates and recordings with them; this release does not allow it.
    Who sees the templates: no page shows them to anybody. They are compared by the registry's own program; they are not sold, lent, traded or given to anybody.
    How long: until I withdraw this release or ask to be forgotten, and at the latest three years after my last dealing with the registry. Then the key, the templates and the recordings are destroyed.
    Withdrawing: at any time, in one step, on my page. What else I have released stays released until I withdraw that. My consents stay on record; my voice is then no longer found in checks.
    This release is no consent to any use of my voice or likeness.

## Consents, page

consent = Consent
consent-heading = Consent for { $production }
consent-words = In plain words
consent-record = The signed record
consent-record-help = These terms, byte for byte, are what the signatures are made over. The plain words above are part of them by their digest.
consent-digest = SHA-256
consent-record-show = Show the record
consent-download = Download the record
consent-sign = Sign
consent-sign-read = Read the plain words on this page. If something is not what you agreed to, refuse and say what should change.
consent-sign-command = On your own machine, where your key is, sign it. The command shows you the words once more and asks.
consent-sign-send = Send the signature
consent-signed-file-label = Signed file
consent-signed-file-help = The command wrote { $file } beside the record.
consent-signed-file-unreadable = This is not a file written by the command.
consent-signed-file-without-signature = The file contains no signature in this role.
consent-signed = Your signature is valid and on record.
consent-refuse = Refuse
consent-refuse-help = The production is not told that you refused. It only sees that there is no consent.
consent-refused = Refused. The production is not told.
consent-countersign = Countersign
consent-countersign-help = Read the words as the member's union: are the terms at or above your floor, and does the description say specifically what will be done? Then sign the same record with the union's key.
consent-specific-label = Is the description reasonably specific?
consent-specific-help = It must let the member know what will be shown. A blanket description covers nothing.
consent-specific-yes = Yes
consent-specific-no = No
consent-specific-unsure = Cannot say
consent-countersigned = The countersignature is valid and on record.
consent-withdraw = Withdraw
consent-withdraw-help = With immediate effect, and without giving a reason. Nothing new may be made under this consent, and every file that rests on it is decided again. Whether work that was finished before may go on being used is among its terms.
consent-withdraw-now = Withdraw this consent
consent-withdrawn = Withdrawn, with immediate effect.
consent-signatures = Signatures
consent-unsigned = Not signed yet.
consent-role-signer = Signer
consent-role-countersigner = Countersigned by the union
consent-missing = Waiting for the countersignature of { $union }
consent-history = History
coverage = Does one of your agreements cover this work?
coverage-label = This member's work on this production
coverage-yes = is covered
coverage-no = is not covered
coverage-help = Where it is covered, nothing is given before you have countersigned.
coverage-confirmed = The coverage is on record.

## Consents, asking

consent-ask = Request consent
consent-ask-lead = State the terms in full; what you do not state cannot be signed. The performer sees the same terms in plain words.
consent-ask-send = Create the document
consent-again = Ask again
consent-again-help = This consent is not in force and can no longer be given. If you still need it, ask for it anew: the request is filled in with the same terms, from today on, and you can change them before you send it.
consent-asked = The document has been created. Nothing is given until the performer has signed it.
consent-part-what = What, and why
consent-part-where = Where and when
consent-part-limits = Limits
consent-part-pay = Pay
consent-part-more = More terms
consent-part-more-help = Each is set as narrow as it can be meant. Change what has to be another way; all of it stands in the document that is signed.
consent-performer-label = Performer's registry ID
consent-performer-help = The performer or their representative gives it to you; there is no search by name or likeness.
consent-performer-unknown = Nobody with this ID can be asked for consent. Either the ID is wrong, or this person has no signing key yet: ask them.
consent-kind-label = Consent to
consent-replica-label = Kind of replica
consent-replica-help = Only where a replica is made or used.
consent-modalities-label = Parts of the likeness
consent-description-label = What exactly will be done
consent-description-help = Specific enough that the performer knows what will be shown, in at least six words. Say the scene, the action and the words spoken.
consent-reason-label = Why it is needed
consent-character-label = Character
consent-scenes-label = Scenes
consent-any-help = Leave empty for any. The document then says so.
consent-media-label = Media
consent-territories-label = Territories
consent-territories-help = By name, separated by commas: Germany, California, European Union, worldwide.
consent-languages-label = Languages
consent-languages-help = By name, separated by commas: German, Brazilian Portuguese.
consent-from-label = From
consent-until-label = Until (this day included)
consent-until-help = A term ends after ten years at the latest. Days begin and end at midnight in the production’s time zone ({ $zone }).
consent-afterwards-label = After the term
consent-uses-label = Number of uses
consent-uses-help = Leave empty for no limit.
consent-unit-label = Counted by
consent-wrong-replica_type = Choose a kind of replica if a replica is made or used, and “No replica” if none is.
consent-wrong-description = Say specifically what will be done, in at least six words. A blanket description cannot be signed.
consent-wrong-valid_until = The last day has to come after the first, and within ten years of it.
consent-wrong-training = To train a model, training has to be allowed or allowed within limits.
consent-wrong-training_constraint = Say how training is limited, or leave this empty where it is not limited.
consent-wrong-exclusions = Training cannot be allowed and excluded at once.
consent-wrong-notice_days = Say how many days’ notice a withdrawal needs.
consent-per-use-label = Each use needs the performer's approval
consent-alterations-label = Alterations allowed
consent-alterations-help = Only what is ticked. Customary finishing of a picture needs no tick.
consent-sensitive-label = Sensitive content that is allowed
consent-sensitive-help = What is not ticked is excluded.
consent-exclusions-label = Also excluded
consent-training-label = Training of models
consent-training-constraint-label = How training is limited
consent-revocable-label = Withdrawal
consent-notice-days-label = Days of notice
consent-strike-label = During a strike
consent-death-label = Survives the performer's death
consent-delete-label = Scans and replicas are deleted
consent-pay-label = Pay
consent-pay-terms-label = Pay in words
consent-residuals-label = Residuals as if the performer had worked in person
consent-employment-label = Consent is a condition of employment
consent-represented-label = The performer was advised by

## People: what services refuse, and the fields they name

records-altered = Records that this rests on are not what the ledger says, so nothing can be decided on them. Whoever runs this registry has been notified and can find out more with: likeness audit verify
not-found = There is no { $what } { $id } that this account may see.
input-invalid = The entries are not valid:
field-email = An e-mail address such as name@example.org is needed.
field-line = One line of text is needed, not too long and without control characters.
field-password = A password has 10 to 1024 characters.
field-password-wrong = This is not the current password.
field-choice = This is not one of the options.
field-date = This date is not possible: it lies in the future, or before the birth.
field-sha256 = A SHA-256 has 64 hexadecimal digits.
field-slug = Lower-case words of letters and digits joined by hyphens are needed, such as players-guild.
field-calendar = An ISO 3166 country or subdivision is needed, such as US or US-CA.
field-public-key = This is not an Ed25519 public key in base64url, as `likeness key show` prints it.
email-taken = An account with this address already exists.
instance-has-accounts = This instance already has accounts. An administrator opens further ones.
administrator-holds-no-office = An administrator runs the instance and holds no other office. Use another account.
already-granted = The account already holds this office.
instance-key-unrecorded = The ledger does not say since when this key has spoken for the registry. Put it on record with: likeness init
already-offered = This office has already been offered to the account, which has not answered yet.
office-excluded = These offices cannot be held together: the account { $held ->
    [union] speaks for a union
    [neutral] reviews as neutral
    [member] works for a production
    [commissioner] answers for a commissioner
    [counsel] is a production's counsel
    [performer] belongs to a performer
   *[agent] acts for a performer
  }. Nobody does both. Use another account, or have its owner step down from the other office first.
offer-withdrawn = The person who offered this can no longer grant it. Ask for a new offer.
offers = Offices offered to you
offers-help = Someone has offered you these offices. Nothing changes unless you accept.
offers-none = No offers are waiting for your answer.
offer-by = Offered by { $name } on
offer-lapses = lapses on
offer-accept = Accept
offer-decline = Decline
offer-accepted = You now hold this office.
offer-declined = Declined. The person who offered it is told.
office-offered = Offered. It counts once the account's owner has accepted it; they see the offer on their start page.
offices = Your offices
offices-lead = What this account acts as. Nobody who speaks for a union works for a production, and a neutral reviewer does nothing else.
offices-held = Offices you hold
office-lay-down = Step down
office-laid-down = You have stepped down, with immediate effect.
office-laying-down = Step down?
office-laying-down-what = From now on you can no longer act as { $office ->
    [union] a representative of { $name }
    [neutral] a neutral reviewer
    [member] a member of { $name }
    [commissioner] the commissioner's contact for { $name }
   *[counsel] counsel of { $name }
  }. What you have done stays on record. You can only come back if you are appointed again.
office-last = Nobody else who can sign in holds this office. Confirm that you want to end it all the same.
office-last-what = { $office ->
    [union] This is the union's last representative. Nobody can then confirm members, countersign, or see what concerns them, until the administrator appoints somebody new or reopens a stopped account.
   *[member] This is the production's last member. Nobody can then ask for checks or consents, until the administrator appoints somebody new or reopens a stopped account.
  }
office-last-waits = { $count ->
    [one] One signed consent waits for this union's countersignature. It stays out of force until somebody can give it.
   *[other] { $count } signed consents wait for this union's countersignature. They stay out of force until somebody can give it.
  }
office-ending = End { $name }'s office?
office-ending-what = { $office ->
    [union] From now on { $name } can no longer act for { $of }. What they did for the union stays valid. They and the other representatives are told.
   *[member] From now on { $name } can no longer act for { $of }, and sees nothing of it. Checks and consents that they asked for stay. They and the other members are told.
  }
office-end = End office
office-end-now = End this office
office-end-last = End it, although nobody else holds it
office-end-not = Do not end it
office-ended = The office has ended.
office-since = since
holders-representatives = Representatives
holders-representatives-help = They act for the union. Representatives appoint each other, and can end each other's office.
holders-members = Members
holders-members-lead = Who works for this production. Members let in others, and can end each other's membership.
holders-outside = Who approves from outside
holders-outside-help = The production invites the commissioner's contact and counsel. They approve only once the operator, or a contact who was confirmed before, has confirmed that the address is theirs. The administrator dismisses them.
notice-office-ended = You no longer hold an office: { $office ->
    [union] representative of a union ({ $of })
    [member] member of a production ({ $of })
    [commissioner] commissioner's contact for a production ({ $of })
   *[counsel] counsel of a production ({ $of })
  }.
notice-representative-ended = { $name } no longer acts for the union.
notice-production-office-ended = { $name } is no longer { $office ->
    [member] a member of the production
    [commissioner] the commissioner's contact
   *[counsel] the production's counsel
  }.
office-to-record = To the record
office-administrator = You run this instance
office-union = Representative of a union
office-neutral = Neutral reviewer
office-member = Member of a production
office-commissioner = Commissioner's contact for a production
office-counsel = Counsel of a production
office-performer = You are a performer
office-agent = You act for a performer
notice-office-offered = You were offered an office: { $office ->
    [union] representative of a union ({ $of })
    [neutral] neutral reviewer
    [member] member of a production ({ $of })
    [commissioner] commissioner's contact for a production ({ $of })
    [counsel] counsel of a production ({ $of })
    [performer] the performer of a record ({ $of })
   *[agent] somebody who acts for a performer ({ $of })
  }. It counts once you accept it.
notice-office-declined = An office that you offered was declined: { $office ->
    [union] representative of a union ({ $of })
    [neutral] neutral reviewer
    [member] member of a production ({ $of })
    [commissioner] commissioner's contact for a production ({ $of })
    [counsel] counsel of a production ({ $of })
    [performer] the performer of a record ({ $of })
   *[agent] somebody who acts for a performer ({ $of })
  }.
already-confirmed = This has already been confirmed.
account-has-performer = This account already belongs to a performer.
performer-acts-for-themselves = Performers can act for themselves without a grant.
performer-forgotten = This performer's biometric data was deleted. A new biometric release has to be signed first.
union-exists = A union with this name or short name already exists ({ $id }).
key-registered = This key is already registered ({ $fingerprint }). Each signer needs a key of their own.
membership-exists = This membership has already been claimed.
release-text-changed = The text of the release has changed since it was shown. Read it again, then sign.
release-guardian-signs = By the birth date on record this is a minor: a guardian, confirmed by the union, signs the release.
release-adult-signs = By the birth date on record this is an adult, who signs the release.
release-exists = A biometric release is already in force.
release-missing = The biometric release has to be signed by the person concerned before anything is enrolled.
identity-name-differs = This is not the name on record.
identity-key-unknown = This performer has no such key in force.
identity-no-templates = Nothing is enrolled: there is nothing to confirm.
identity-likeness-changed = What is enrolled has changed since it was shown. Look again, then confirm.
identity-disputed = Somebody else claims this likeness. The dispute must be resolved first.
templates-unreadable = What is enrolled cannot be read: its key is missing. The performer must be forgotten and enrolled again.
claim-refused-before = A union representative found that this likeness is not this performer's to register. Talk to your union.
dispute-resolved = This dispute has already been resolved.
enrolment-changed = Someone else was enrolled in the meantime. Try again.
switch-unknown = There are no thresholds for an encoder { $name }. There are for { $known }.
switch-in-force-already = These encoders are already in force. Nothing was changed.
switch-no-thresholds = There are no thresholds for these encoders together. There are for: { $scorers }. Name all that are to be searched with.
switch-weights-differ = The thresholds ({ $thresholds }) do not hold for the weights that are installed of { $encoders }. Install the program and the weights that belong together.
switch-unreadable = { $people ->
    [one] Templates of one person
   *[other] Templates of { $people } people
} cannot be read, so it cannot be known who would be lost: { $who }. Bring back their keys, or let them be forgotten; then try again.
switch-lacking = { $people ->
    [one] One person
   *[other] { $people } people
} would no longer be found, because they have no templates for { $encoders }. Nothing was changed. Enrol them again, in addition to what they have: likeness enrol; a union confirms what is added to a confirmed identity. Who they are: likeness models spaces --lacking
switch-planned = { $people ->
    [one] One person would
   *[other] { $people } people would
} be searched for by { $encoders }. Nothing was changed.
switch-done = { $people ->
    [one] One person is
   *[other] { $people } people are
} searched for by { $encoders } from now on. Every receipt of before is stale: have the files checked again.
enrolment-count = From 1 to { $limit } pictures are needed.

## People: notices

notice-representative-appointed = A representative was appointed; the union's page lists all of them.
notice-representation-claimed = Somebody claims to act for { $performer_id } as { $role }. It counts once a union representative has confirmed it.
notice-representation-confirmed = Your union confirmed that somebody acts for you as { $role }.
notice-representation-ended = Somebody no longer acts for you as { $role }.
notice-membership-claimed = { $performer_id } claims to be a member.
notice-member-left = { $performer_id } is no longer a member.
notice-membership-ended = Your membership in { $union_id } has ended.
notice-union-key-added = A key to countersign with was added: { $fingerprint }
notice-key-added = A key was added to your record: { $fingerprint }. If it was not you, revoke it and tell your union.
notice-key-revoked = A key on your record was revoked: { $fingerprint }
notice-verified = { $union_id } confirmed your identity with the key { $fingerprint }.
notice-enrolled = References of you were enrolled ({ $pictures }). If it was not you, tell your union.
notice-forgotten = Your biometric data has been deleted: the key to your templates is destroyed, and checks no longer find you.
notice-coverage-lost =
    { $why ->
        [unreadable] What you enrolled can no longer be read, and checks no longer find you. Please talk to your union and enrol again.
        [dispute] After a dispute about a likeness your templates were destroyed. Checks no longer find you.
       *[other] Your templates were destroyed. Checks no longer find you.
    }
notice-sense-lost = { $sense ->
        [voice] The templates of your voice were destroyed. Checks no longer find your voice.
        [face] The templates of your face were destroyed. Checks no longer find your face.
       *[other] Some of your templates were destroyed ({ $sense }). Checks no longer find you by them.
    }
notice-member-sense-lost = { $sense ->
        [voice] Checks no longer find the voice of { $performer_id }.
        [face] Checks no longer find the face of { $performer_id }.
       *[other] Checks no longer find { $performer_id } by one of the ways in which they did ({ $sense }).
    }
notice-member-coverage-lost =
    { $why ->
        [unreadable] What { $performer_id } enrolled can no longer be read: checks do not find them, and say so.
       *[other] Checks no longer find { $performer_id }.
    }
notice-dispute-opened = Someone else has registered a likeness like yours. The unions on both sides, or a neutral reviewer, will look into it. You can object to their finding before it is carried out. Your likeness stays protected. An identity that your union confirmed, and its consents, remain valid until then.
notice-member-dispute-opened = Somebody else claims the likeness of { $performer_id } ({ $dispute }). A representative who confirmed neither of the two records a finding, on the page of disputes.
notice-dispute-neutral = A dispute about a likeness ({ $dispute }) needs a neutral reviewer. It is on the page of disputes.
notice-dispute-found = { $outcome ->
        [distinct_people] The finding in the dispute about your likeness: you are two people who look alike.
        [same_person] The finding in the dispute about your likeness: you and the other are one person, registered twice.
       *[other] The finding in the dispute about your likeness: only one of you is the person. Your page says which.
    } It is carried out on { $until } (UTC), unless somebody objects first. You can do that on your page.
notice-member-dispute-found = There is a finding in the dispute about the likeness of { $performer_id }. It is carried out on { $until } (UTC); until then you can object, on the page of disputes.
notice-dispute-objected = Somebody objected to the finding in the dispute about your likeness. It is not carried out, and other people look into it again.
notice-member-dispute-objected = Somebody objected to the finding in the dispute about the likeness of { $performer_id }. It is not carried out; other people have to look into it again, one of them a neutral reviewer.
notice-dispute-resolved =
    { $outcome ->
        [distinct_people] The dispute about your likeness is resolved: you are two people who look alike.
        [withdrawn] The dispute about your likeness is closed: the other side is no longer enrolled, or you are not.
       *[other] The dispute about your likeness is resolved. Your union can tell you how.
    }

## Births and deaths

life = Birth and death
life-help = A union that confirmed this person, or their confirmed estate, puts a birth date or a death on record, stating the proof that was seen. Every consent is then judged by the day on which it was signed.
life-none = Nothing is on record.
life-birth = Born on
life-death = Died on
life-alive = Still alive: the recorded death was an error
life-of_age = Came of age on
life-by-estate = by the estate
life-by-registry = by the registry
life-by-union = for { $union }
life-at-registration = Stated at registration, not confirmed by anybody yet:
life-record = Put on record
life-kind-label = What to record
life-day-label = Day
life-day-help = Leave it empty to correct a death that was recorded in error.
life-proof-label = Proof
life-proof-help = What you have seen, for example: birth certificate, seen on 3 May.
life-recorded = It is on record, and everyone concerned has been notified. The checks it affects release nothing until they have been decided again.
life-in-the-future = This day is in the future in every time zone.
life-on-record = This is already on record.
representation-confirmed-by-another = Whoever put this on record, or gets the authority, cannot confirm it. Another representative of the performer's union has to.
life-corrected-by-another = Whoever recorded a death cannot take it back themselves. A colleague, or the estate, has to do that.
notice-life-birth = A birth date was put on record for { $performer_id }. Consents and releases are judged by the day on which they were signed.
notice-life-death = The death of { $performer_id } was put on record. If that is wrong, tell the union at once.
notice-life-alive = The death recorded for { $performer_id } was an error and has been corrected.
notice-life-of-age = { $performer_id } has come of age: guardians no longer act for them, and consents that a guardian signed need to be looked at.
notice-life-of-age-guardian = { $performer_id } has come of age. Your authority as guardian has ended.
notice-release-void = Your biometric release was signed while you were a minor, so it never held. What you enrolled is set aside: it no longer names you, and a person looks at every file that may show you, until your guardian (or you, once of age) has signed and your union has confirmed you anew.
notice-member-release-void = The biometric release of { $performer_id } was signed by a minor and never held. What they enrolled is set aside until it is signed and confirmed anew.

## Performers, pages

performer-register = Register a performer
performer-register-lead = Registering does not protect anything by itself. The release, the pictures, a key and the union's confirmation follow.
performer-name-label = Name
performer-name-help = The name under which you work and sign.
performer-unions-label = Unions
performer-unions-help = Tick those you are a member of. The union confirms your membership and your identity.
performer-born-label = Date of birth
performer-born-help = Needed only where it matters that someone is a minor.
performer-myself-label = This is me
performer-myself-help = Leave unticked when you register someone for whom you act.
performer-registered = Registered. The next steps are on this page.
performer-waiting = Your protection, step by step
performer-step-release = Biometric release
performer-step-release-detail = Before anything is made of your likeness: read what is made, what for, and how long it is kept.
performer-step-release-done = Signed
performer-step-enrol = Your references
performer-step-enrol-detail = A few pictures of you alone. They are turned into encrypted templates; the pictures are kept only if you choose so.
performer-step-enrol-done = You are enrolled. New productions that show you are found.
performer-step-key = A key of your own
performer-step-key-detail = You sign with a key that only you have. It never reaches this registry.
performer-step-key-done = { $count ->
    [one] One key is on record.
   *[other] { $count } keys are on record.
}
performer-step-verify = Confirmed by your union
performer-step-verify-detail = A representative confirms likeness, key and name together. Until then your consents clear nothing.
performer-step-verify-done = Likeness, key and name are confirmed.
performer-to-sign = { $count ->
    [one] One consent waits for you
   *[other] { $count } consents wait for you
}
performer-checks = Checks that found you
performer-checks-of = Checks that found this performer
performer-checks-of-help = Each time a production checked a file that they were in, as far as you may see it.
performer-checks-help = Every time a production checked a file that you were in, whatever the result.
performer-unions = Unions
performer-no-union = No union has been named.
performer-disputed = Somebody else claims the same likeness. Your identity is confirmed, so your templates and your consents keep working. The unions of both sides, or a neutral reviewer, look into it; you are told what they find, and you can object before anything follows from it.
performer-disputed-waits = Somebody else has registered the same likeness. Your claim, and consents that rest on it, wait until the unions of both sides, or a neutral reviewer, have looked into it; you are told what they find, and you can object before anything follows from it.
performer-leave = Withdraw or delete
performer-leave-detail = Withdrawing the release destroys the templates and keeps your record. Deleting your biometric data destroys everything biometric and ends your registration. Checks then no longer find you.
membership-open = claimed, not confirmed
membership-confirmed = confirmed
membership-claim-label = Union you are a member of
membership-claim = Claim membership
membership-claimed-now = The union has been notified. Your membership counts once it has confirmed it.
membership-confirm = Confirm membership
membership-confirm-help = Membership is separate from identity: it says who belongs to your union, not who someone is.
membership-end = End membership
membership-ending = End membership?
membership-end-own = { $union } will no longer see your record or the checks that found you. It can no longer confirm anything for you, countersign for you as its member, or look for you in reviews.
membership-end-member = { $union } will no longer see the record of { $name } or the checks that found them. It can no longer confirm anything for them, countersign for them as its member, or look for them in reviews.
membership-end-stays = Consents in force and a confirmed identity stay. Checks that rest on the membership are decided again.
membership-end-lapse = { $count ->
    [one] One signed consent waits for { $union } alone to countersign it. It lapses: it never comes into force, and the production has to ask again.
   *[other] { $count } signed consents wait for { $union } alone to countersign them. They lapse: they never come into force, and the productions have to ask again.
  }
membership-end-back = Membership can be claimed again; the union then has to confirm it anew.
membership-end-now = End this membership
membership-end-not = Stay a member
membership-end-keep = Keep the member
membership-ended-now = The membership has ended.
membership-confirmed-now = The membership is confirmed.
standing-unverified = identity not confirmed yet
standing-verified = identity confirmed
standing-disputed = disputed
standing-forgotten = biometric data deleted
notices = Notices
notices-earlier = Earlier ones
release = Biometric release
release-lead = A separate document, apart from every consent. Without it no biometric template of you is made.
release-read = Read the release
release-agreed-label = I have read this and agree to it
release-sign = Sign the release
release-signed = The release is signed. Now the pictures.
release-withdraw = Withdraw the release
release-withdrawn = Withdrawn. The templates and their key are destroyed.
enrol = Enrol
enrol-more = Add pictures
enrol-lead = Three to five pictures of you alone. Either all of them are accepted, or none.
enrol-release-first = The biometric release has to be signed first.
enrol-pictures-label = Pictures
enrol-pictures-help = Choose several at once. Only you in each.
enrol-keep-label = Keep the pictures too, encrypted
enrol-keep-help = So that people can compare: where a finding in a file may be you, a representative of your union sees your latest three pictures beside it; where somebody questions the answer, a neutral reviewer does, too. No production sees them. Without them such a finding stays undecided, and a wrong finding cannot be corrected. They are also used to renew the templates when a better encoder becomes available. If you do not keep them, they are deleted as soon as they have been looked at.
enrol-under-way = Enrolment in progress
enrol-leave = You may leave this page. The result will be here when you return.
enrol-accepted = Accepted
enrol-failed = Nothing was enrolled.
enrol-nothing = Nothing was enrolled. Please take these again:
enrol-good = What makes a good picture
enrol-good-1 = One face, yours, at least a hand's breadth wide in the picture
enrol-good-2 = Sharp, in even light, without filters
enrol-good-3 = From the front, and slightly from each side
enrol-good-4 = No sunglasses, no hand or hair across the face
enrol-good-5 = Taken on different days and with different expressions, if you can
enrol-done = Enrolled. Your union can now confirm likeness, key and name together.
keys = Signing keys
keys-lead = You sign consents with a key that stays with you: a passkey on your device, or a file. Nobody here can sign as you.
keys-held = On record
keys-none = No key is on record.
key-add = Add a key
key-added = The key is on record. It counts once your union has confirmed its fingerprint.
key-step-make = Make a key, where you want to sign. It asks for a passphrase.
key-step-show = Show its public half.
key-public-label = Public key
key-public-help = The line that begins with “public key”. Never the file itself.
key-confirmed = confirmed
key-unconfirmed = not confirmed yet
key-revoke = Revoke
key-revoked = Revoked. It can no longer sign anything new.
forget = Delete my biometric data
forget-what = Your template key is destroyed at once, then the templates and every kept picture. A restored backup cannot read them either. This cannot be undone.
forget-loss = From then on no check finds you. Your unions are notified that you are no longer protected.
forget-stays = What you signed, and what was decided, stays on record without your likeness.
forget-name-label = Type your name to confirm
forget-name-help = As it stands here: { $name }
forget-name-differs = This is not the name on record.
forget-now = Delete my biometric data now
forget-not = No, go back
forget-done = Your biometric data has been deleted. Templates, pictures and their key are destroyed.

## Unions, pages

union-lead = Tasks for the union, and everything that concerns its members.
union-to-verify = { $more ->
    [yes] More than { $count } members to confirm
   *[no] { $count ->
        [0] Members to confirm
        [one] One member to confirm
       *[other] { $count } members to confirm
    }
}
union-none-to-verify = Everyone has been confirmed.
union-to-countersign = { $more ->
    [yes] More than { $count } consents to countersign
   *[no] { $count ->
        [0] Consents to countersign
        [one] One consent to countersign
       *[other] { $count } consents to countersign
    }
}
union-none-to-countersign = Nothing to countersign.
union-disputes = { $count ->
    [one] One dispute
   *[other] { $count } disputes
}
union-disputes-help = Neither side sees the other. Meet both, then record what you found. Whoever confirmed or registered either of them may not take part, and nobody takes part twice.
dispute-between = { $first } and { $second }
dispute-outcome-label = What did you find?
dispute-distinct_people = Two people who look alike: both stay
dispute-same_person = One person, registered twice: the later record is closed
dispute-claim_refused = The later one is not that person
dispute-claim_upheld = The earlier one is not that person
disputes = Disputes about likenesses
disputes-lead = Two records claim the same likeness. The unions of both sides have to reach the same finding; where they cannot, a neutral reviewer takes part. A finding is open to objections before anything is erased.
disputes-waiting = Waiting for your finding
disputes-none = No dispute is waiting for you.
disputes-found = Findings that are open to objections
dispute-again = an earlier finding was objected to
dispute-speak = Record this finding
dispute-spoken-now = Your finding is on record. Someone else has to record theirs before anything is carried out.
dispute-found-now = Enough people agree. Both sides are told, and can object until the period for objections ends.
dispute-found-heading = There is a finding in the dispute about this likeness.
dispute-you-first = You registered it first.
dispute-you-later = You registered it later.
dispute-objections-until = Objections are open until
dispute-object = Object
dispute-object-help = An objection stops it: nothing is carried out, and other people look into it again, one of them a neutral reviewer. Each side can object once.
dispute-objected-now = Your objection is on record. Nothing is carried out.
dispute-found = There is already a finding in this dispute. It is open to objections.
dispute-nothing-found = There is no finding to object to at the moment.
dispute-objected-before = This side has already objected. Each side can object once.
union-declared = { $count ->
    [one] One production says it works under your agreement
   *[other] { $count } productions say they work under your agreements
}
union-checks = Checks that concern members and agreements
union-consents = Consents of members
union-members = Members
union-agreements = Agreements
union-ledger = The ledger
union-ledger-help = One signed line that says how far this registry's ledger has come. Keep one now and then: with it anybody can tell later whether anything recorded before was changed, by whomever.
union-ledger-download = Download the signed head
union-keys = Keys of the union
union-keys-lead = The union countersigns with keys of its own. Private halves never reach this registry.
union-keys-held = { $count ->
    [0] No key is on record. Without one nothing can be countersigned.
    [one] One key is on record.
   *[other] { $count } keys are on record.
}
verify = Confirm likeness, key and name together
verify-help = Meet the person, or see them live. Compare name and face with a document, and have them read the fingerprint of their key to you, from their own screen.
verify-pictures = The pictures from which the templates were made are not shown here, and are kept only if the person chose so. Have the person enrol in your presence, or check a fresh picture of them that you took yourself. Your confirmation names the templates by their digest; if they change, it has to be given again.
verify-incomplete = Pictures or key are still missing. Only all three can be confirmed together.
verify-disputed = Somebody else claims this likeness. The dispute comes first.
verify-name-label = Name, as proven to you
verify-name-help = It must be the name on record, letter by letter.
verify-key-label = Fingerprint, as read to you
verify-key-help = Compare at least the beginning and the end.
verify-method-label = How did you verify it?
verify-method-help = For example: met in person, passport seen.
verify-confirm = Confirm
verify-done = Confirmed, under your name.
verify-record = On record
verify-membership = Membership
verify-templates = Templates
verify-parked = { $count ->
    [one] one waits
   *[other] { $count } wait
}
verify-likeness = References, by digest
verify-keys = Keys

## Enrolment: what to take again

enrol-no-picture = This is no still picture. Send a photograph, not a film.
enrol-no-face = No face was found. Take it again from closer up, in even light.
enrol-several-faces = There are { $count } faces. Take one with only you in it.
enrol-not-encodable = The face cannot be read well enough. Take it again from the front, without anything across the face.
enrol-too-small = The face is { $size } pixels wide; { $limit } are needed. Move closer, or use the original file.
enrol-voice-silent = Nobody can be heard speaking. Record again, closer to the microphone.
enrol-voice-several = { $count } people can be heard. Record one person alone, with no radio or television on.
enrol-voice-too-short = Only { $seconds } seconds of speech can be heard. Speak for at least { $limit } seconds in each recording.
enrol-voice-quiet = The recording is too quiet ({ $level } dB; at least { $limit } dB is needed). Speak closer to the microphone.
enrol-voice-noisy = The voice stands out from the background by only { $noise } dB; at least { $limit } dB is needed. Record in a quieter room.
enrol-voice-clipped = The recording is too loud and distorts. Turn the microphone down, or speak from further away.
enrol-voice-unsteady = The voice does not sound like one person's throughout. Record in a room without echo, in your usual voice, alone.
enrol-blurred = The face is not sharp. Hold the camera still, in more light.
enrol-turned = The head is turned by about { $degrees } degrees; at most { $limit } are useful. Look into the camera more.
enrol-tilted = The head is tilted by about { $degrees } degrees; at most { $limit } are useful. Hold head and camera upright.
enrol-nodding = The face looks up or down by about { $degrees } degrees; at most { $limit } are useful. Hold the camera at eye level.
enrol-unclear = The face is partly covered or hard to see. Take off glasses and hats; avoid shadows.
enrol-disagrees = This does not seem to be the same person as in the others. Check who it is, and leave it out or take it again.
enrol-repeated = This is nearly the same as another of them. Use another one.

## Checks, pages

check = Check
check-send = Start check
check-file-label = Picture, film or sound
check-file-help = A picture (JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, HEIC; GIF, PNG and WebP may move), a film (MP4, MOV, MKV, WebM, MXF, AVI), sound (WAV, BWF, AIFF, FLAC, MP3, M4A, OGG, Opus), or numbered frames in a ZIP or TAR file. Where this registry does not compare voices, whatever has sound is refused. The file is examined in isolation, and deleted with the decision, or within days where a person has to look first. A small picture of it stays until the receipt ends; only you and those who approve for you see it.
check-unit-label = Shot or asset
check-under-way = Check in progress
check-progress-lost = The registry has not responded for a while. The check continues without this page, which keeps trying to reconnect.
check-times = Who appears when
check-times-seen = Seen
check-times-heard = Heard
check-times-nobody-heard = No voice was found in the sound.
check-lane-seen = When { $person } is seen
check-lane-heard = When { $person } speaks
check-waveform-alt = The outline of the sound, which is loudest at { $at } of { $length }
check-waveform-silent = The outline of the sound: silence throughout
check-speaks = speaks { $times }
check-sound = sound, loudest at { $at }
check-sampling = { $looked } of its { $frames } frames were looked at. The longest time between two of them is { NUMBER($gap, maximumFractionDigits: 2) } s, from { $at }: somebody who is there for no longer can have been missed.
check-known-all = All of it is as in version { $version } (check { $check }): where people are in it was taken from there, and who they are was compared anew.
check-known-some = { $known ->
    [one] One of its { $of } half minutes is as in version { $version } (check { $check }), at { $times }: where people are in it was taken from there. The others were searched anew, and who everybody is was compared anew.
   *[other] { $known } of its { $of } half minutes are as in version { $version } (check { $check }), at { $times }: where people are in these was taken from there. The others were searched anew, and who everybody is was compared anew.
}
check-known-none = No half minute of it is as in version { $version } (check { $check }): all of it was searched anew.
film-play = Play the film
film-file = The film on your computer
film-play-help = The registry keeps no copy. Choose the file that you sent: it is played from your disk, and nothing of it is sent. A click on a time goes there; where somebody speaks, it plays what is said and stops at its end. J and L jump to the last and next person, K plays and pauses, the arrow keys go by a frame, with Shift by a second.
film-comparing = Comparing the file with the one that was checked …
film-same = This is the file that was checked.
film-other = This is another file than the one that was checked. The times may not fit it.
film-unplayable = Your browser cannot play this format. Export an MP4 (H.264) of the same length to look at the times.
check-times-help-plain = The file lasts { $length }.
check-times-help = The file lasts { $length }. The picture above shows how it begins.
film-proxy = Make a small copy to play
film-proxy-help = Your browser cannot play this format. The file can be sent once more, and comes back as a small copy that it plays, with the same frames at the same times. Neither is kept.
film-proxy-making = The small copy is being made …
film-proxy-made = This is a small copy of the file that was checked, made for this player.
film-proxy-failed = The small copy did not arrive. Try again, or export an MP4 (H.264) of the same length.
proxy-busy = Another small copy is being made at this moment. Try again soon.
proxy-other-file = This is another file than the one that was checked.
proxy-not-made = The small copy could not be made. Export an MP4 (H.264) of the same length to look at the times.
proxy-too-long = Small copies are made of films of up to { $minutes } minutes. Export an MP4 (H.264) of the same length to look at the times.
proxy-no-film = No small copy is made of such a file. Export an MP4 (H.264) of the same length to look at the times.
film-play-sound = Play the file
film-file-sound = The sound file on your computer
film-play-help-sound = The registry keeps no copy. Choose the file that you sent: it is played from your disk, and nothing of it is sent. A click on a time plays what is said there and stops at its end. J and L jump to the last and next turn, K plays and pauses, the arrow keys go by a moment, with Shift by a second.
film-unplayable-sound = Your browser cannot play this format. Export a WAV or MP3 file of the same length to listen to the times.
check-span = { $start } to { $end }
check-cancel = Cancel this check
check-leave = You may leave this page. The result will be here when you return.
check-of = Decided
back-to-production = Back to the production
check-superseded = A later version of this unit has been checked since. This receipt is no longer valid.
check-picture-alt = { $count ->
    [0] The checked file. Nobody was found.
    [one] The checked file with one person marked. The list below says what was found.
   *[other] The checked file with { $count } people marked. The list below says what was found.
}
check-person-by-person = Person by person
check-your-part-performer = What concerns you
check-your-part-union = What concerns your members
check-not-looked-at = The file could not be examined.
check-whole = The file as a whole
check-duties = Conditions
duty-done = done
duty-open = not on record
check-declared = Declared use
check-sha256 = SHA-256 of the file
answer-match = recognised
answer-possible = possibly recognised; a person has to look
answer-none = not registered
answer-not_identifiable-voice = speaks too briefly, or with others at once, to be recognised
answer-cannot_decide = cannot be decided
answer-declared = named by you, not found
answer-named = named in words
known-error-match = An answer this strong is given wrongly for 1 in { $one_in } strangers, with up to { $gallery } people registered.
known-error-seen = Compared with those who are seen in the file, and with nobody else near; 1 in { $one_in } strangers would pass for one of them.
known-error-declared = Compared with the person whom the production names, and with nobody else near; 1 in { $one_in } strangers would pass for that person.
known-error-possible = 1 in { $one_in } strangers would be as much like somebody, with up to { $gallery } people registered.
known-error-none = Not like anybody registered. Of people who are registered, { $missed } ({ $low } to { $high }) are missed in photographs, with up to { $gallery } of them; in generated material far more. In films this was not measured.
known-error-none-voice = Not like the voice of anybody registered. Of people whose voices are registered, { $missed } ({ $low } to { $high }) are missed in recordings of read speech, with up to { $gallery } of them; more over a telephone, and far more where a voice is cloned, acted or altered.
known-error-none-unmeasured-voice = Not like the voice of any of up to { $gallery } people registered; how many of them are missed was not measured.
known-error-none-unmeasured = Not like anybody of up to { $gallery } people registered; how many of them are missed was not measured.
known-error-not_identifiable = With so little to go by, more than one registered person in five would be missed.
known-error-answered = People compared the two. How often they are wrong is not measured.
answer-nobody-sound = Nobody was heard to speak for long enough to be recognised. Singing, shouts, whispers and speech under loud music may be overlooked.
answer-nobody = Nobody was found. Faces from 20 pixels on were found in all of 350 test photographs. Painted, masked or turned-away faces may be overlooked, and in a film faces that show only briefly.
verdict-cleared-means = You may use this file for what you declared, as long as the receipt is valid.
verdict-notify_only-means = Allowed once those named below have been notified and that is on record.
verdict-needs_approval-means = Not yet. Someone has to approve it first; see below who.
verdict-blocked-means = Do not use this file. What is missing, and whom to ask for it, is stated below.
verdict-cannot_decide-means = Do not use this file. Something in it could not be decided, so it is not cleared.
verdict-none-means = No registered person was found.
verdict-cleared-means-other = The production may use the file for what it declared.
verdict-notify_only-means-other = The production may use the file once it has notified those it has to notify.
verdict-needs_approval-means-other = The production may not use the file until someone has approved it.
verdict-blocked-means-other = The production was told not to use the file.
verdict-cannot_decide-means-other = The production was told not to use the file, because something could not be decided.
verdict-none-means-other = No registered person was found.
verdict-none-part = Nobody you act for
verdict-cleared-means-part = Nothing on your side stands in the way of the declared use. The production is told the result for the whole file.
verdict-notify_only-means-part = On your side, the declared use is allowed once those who have to be notified have been.
verdict-needs_approval-means-part = On your side, the declared use needs an approval that has not been given yet.
verdict-blocked-means-part = The production was told not to use the file.
verdict-cannot_decide-means-part = The production was told not to use the file, because something could not be decided.
verdict-none-means-part = No performer you act for was found in it.
answer-none-of-yours = Nobody you act for was recognised in it. Somebody painted, masked or turned away, or in a film only briefly, may be overlooked.
check-decided-again = Something that it rests on has changed: it is being decided again. Reload this page in a moment.
check-again = Something that this check rests on has changed: the file has to be checked again.
check-ended-yours = Do not use this file any more: the time it was cleared for is over. The receipt ended by itself, or with a consent or an approval that it rests on. To go on using the file, have it checked again.
check-ended = The time for which the production could use this file is over. To go on using it, the production has to have it checked again.
check-again-help = People have been enrolled since. Show the same file again: it is compared with them under the same declaration. Approvals, and what reviewers have answered, stay valid.
check-continued = People have been enrolled since, and the file is being compared again in
check-file-kept = The file is kept until the reviewers have looked, a few days at most, so that it can be compared with people who are enrolled in the meantime. Then it is deleted.
check-not-stale = Check { $check } does not need its file again.
ask-union = Ask { $union } ({ $contact })
ask-performer = Ask the performer or their representative
ask-production = To be done by the production
ask-production-for-production = To be done by you
ask-performer-for-performer = For you or your representative
ask-union-for-union = For { $union }
ask-operator = Ask the administrator of this registry
ask-review = A reviewer has to look
ask-commissioner = Ask the commissioner's contact
ask-legal = Ask legal counsel
somebody = Somebody
the-union = the performer's union
ask-commissioner_contact = Ask the commissioner's contact
ask-for = { $whom }: { $what }
receipt = Receipt
receipt-help = Signed by this registry, bound to this file and this declaration. Anyone can verify it without asking us.
receipt-download = Download the receipt
conform = Carry the receipt over to a master
conform-help = Check the master as a later version of the same unit first. Where it shows the same frames, and the same people are seen and heard in it, a signed statement carries the receipt of this file over to it, for as long as the receipt counts.
conform-master = The master
conform-version = version { $version }
conform-compare = Compare
conform-no-masters = No other file of this unit has been checked yet.
conform-download = Sign and download the statement
conform-carried = The receipt is carried over: the master shows the same frames, and the same people are seen and heard in it.
conform-not-carried = The receipt is not carried over. The master needs a receipt of its own.
conform-lacks-frames = It shows other frames.
conform-lacks-unseen = Somebody is seen or heard in it where its frames could not be compared.
conform-lacks-people = Other people are seen or heard in it, or a person has to look or listen first.
conform-lacks-stopped = Its own check stops it.
conform-lacks-declaration = It is declared to be something else.
conform-agrees = It agrees
conform-differs = It differs
receipt-verify = To verify it on another machine, next to the receipt and the file:
receipt-trust = this registry's public key; download it once and keep it
receipt-status = the receipts that no longer count; a list holds for an hour
receipt-use = what was declared, since this is not finished work
consent-state-ended = not in force

### checks: why a check was not decided, or waits

check-timeout = The examination took longer than { $seconds } seconds and was stopped, { $times } times.
check-records-altered = Records that this decision rests on are not what the ledger says. Nothing was decided. Whoever runs this registry has been notified and can find out more with: likeness audit verify
check-failed = Something went wrong while the file was examined. Nothing was decided.
check-file-changed = The file under examination is not the one that was handed in. Hand it in again.
check-gallery-restless = People were enrolled or removed faster than the file could be compared. Try again.
check-stretch = This happened between { $start } and { $end } of the file.
check-cancelled = The check was cancelled. Nothing was decided.
conform-no-receipt = Check { $check } has no receipt that lets its file be used now. Only such a receipt is carried over.
conform-no-master = Check { $check } is not of another file of the same production.
conform-not-decided = Check { $check } is not decided, or its receipt has expired. Check the file again.
conform-not-kept = What the frames of one of the two files are known by is kept no longer, or there are none. Check both files again.
credential = Write Content Credentials
credential-help = Hand in the checked file once more, and take it back with a signed manifest that says: this registry cleared it, by which decision, and until when. It names nobody. The receipt of this check knows the written file as the same file.
credential-signer = It is signed by { $signer }. Once it is written, this page says whether that signer is on the trust list.
credential-unlisted = not on the trust list, as programs that show Content Credentials say, too
credential-file = The file that was checked
credential-file-help = It has to be the same to the last byte. It is not kept.
credential-beside = Write the manifest to a file of its own and leave the checked file as it is
credential-write = Write and download
credential-written-list = Files written so far
credential-written-inside = SHA-256 of the file with its manifest
credential-written-beside = SHA-256 of the manifest beside the file
credential-written-signer = Signed by
credential-statement = The signed statement, for likeness verify --credential
credential-withdrawn-help = A manifest cannot be recalled. It says when the receipt ends, and where to ask whether it still counts. Once the receipt counts no longer, neither does the written file.
credential-done = { $file } was written. It is signed by { $signer }, not on the trust list.
credential-done-trusted = { $file } was written. It is signed by { $signer }.
credential-not-cleared = Check { $check } does not let its file be used, so nothing is written into it.
credential-not-current = The receipt of check { $check } does not count at this moment: the check is not decided, has to be decided again, or its receipt was recalled or has expired. Check the file again.
credential-other-file = This is not the file that was checked: its SHA-256 is different. Hand in the very file.
credential-no-format = Content Credentials do not know this kind of file, so neither it nor a file beside it can carry them. The receipt says the same.
credential-beside-only = Nothing is written into this kind of file. Ask for a manifest in a file of its own.
credential-busy = Other files are being written at this moment. Try again soon.
credential-not-written-failed = No manifest could be written: the file cannot be read as what it seems to be, or it carries a manifest that cannot be kept. Ask for one in a file of its own, or check a repaired file.
credential-not-written-changed = A manifest inside this file would move or change something else in it, and then it would not be the file that was checked. Ask for one in a file of its own.
credential-not-written-time = Writing took too long and was stopped.
credential-not-written-isolation = This machine cannot keep the program that reads the file apart from everything else, so nothing was written. Whoever runs this registry finds out more with: likeness doctor
credential-certificate-unset = Whoever runs this registry has named no certificate for Content Credentials.
credential-certificate-chain = The certificate chain for Content Credentials cannot be read. Whoever runs this registry has to look at LIKENESS_CREDENTIAL_CHAIN.
credential-certificate-key = The key for Content Credentials cannot be read. Whoever runs this registry has to look at LIKENESS_CREDENTIAL_KEY.
credential-certificate-open = The key for Content Credentials can be read by others on this machine, or belongs to somebody else, so it is not used. Whoever runs this registry has to close it: chmod 600
credential-certificate-other-key = The key for Content Credentials is not that of the certificate.
credential-certificate-self-signed = The certificate for Content Credentials is signed by itself. It has to be signed by an authority.
credential-certificate-purpose = The certificate for Content Credentials is not for that: it needs the extended key usage e-mail protection or document signing.
credential-certificate-period = The certificate for Content Credentials is not valid at this time.
credential-certificate-algorithm = The key for Content Credentials is of a kind that is not used here. Take an elliptic curve (P-256, P-384) or Ed25519.
dev-ca-made = For trying only: nobody else trusts this authority. Set LIKENESS_CREDENTIAL_CHAIN={ $chain } and LIKENESS_CREDENTIAL_KEY={ $key }. Readers that are to trust it need { $authority }.
check-over = Check { $check } has already ended.
check-worker-died = The examination was interrupted { $times } times. The file may be the cause.
check-queue-full-production = { $most } checks of this production are under way, which is the most that it may have at a time. Send the next file when one of them has finished.
check-queue-full-account = { $most } checks that this account asked for are under way, which is the most that it may have at a time. Send the next file when one of them has finished.
files-queue-full = { $most } enrolments and shown files of this account are under way, which is the most that it may have at a time. Send the next one when one of them has finished.
files-wait = No examiner could be started. The files are waiting as { $job } until a worker processes them: likeness worker
files-not-allowed = This account may no longer do that. Nothing was done with the files.
check-no-receipt = Check { $check } has no receipt: it was not decided.
reason-check-cannot-decide = { $person }: this cannot be decided ({ $why }).
reason-check-declared-not-found = { $person } is declared, and was not found in the file.
reason-check-found-unlicensed = { $person } is a registered performer who has given this production no consent or confirmation for this use. The registry does not say who it is.
reason-check-found-not-declared = { $person } is in the file, and the declaration does not name them.
reason-check-possible = { $person } may be a registered performer. A person has to look.
reason-check-coverage-unconfirmed = { $person }: the union has not yet stated whether its agreement covers this work.
reason-check-coverage-lost = { $people ->
    [one] The references of one registered performer cannot be read, so nobody can say that they are not in the file.
   *[other] The references of { $people } registered performers cannot be read, so nobody can say that they are not in the file.
}
reason-check-contradiction = The declaration contradicts itself ({ $path }): { $why }
reason-check-copy-own = This file shows frames of check { $check }, with somebody whose use is not allowed there and who is not found here. A person has to look.
reason-check-copy-other = This file shows frames of material that was checked before and is not allowed. A person has to look.
reason-check-temporary-in-final = This final shows frames of “{ $unit }”, which was cleared in check { $check } because it was declared to be temporary.
reason-check-version-taken = Version { $version } of this unit is already cleared with another file: a unit has one cleared file at a time.
reason-check-death-not-on-record = { $person }: the declaration says that this person has died, but no death is on record here.
reason-check-rules-failed = A rule could not be applied to this case.
reason-identity-unverified = { $person }: the identity behind this registration is not confirmed.
reason-consent-missing = There is no consent on file that allows this use.
remedy-consent-missing = consent to exactly this use
remedy-declare-dub = a declaration that says what was done to the speech, or the performer's or their union's confirmation that it is shown as it was performed
remedy-look = a review of the file by a reviewer
remedy-any-consent = their consent, or their confirmation of what is shown, once the declaration names them
remedy-declare-person = a declaration that names this person
remedy-confirm-identity = confirmation of this person's identity
remedy-confirm-coverage = a statement whether its agreement covers this work
remedy-new-references = new references for the people concerned
remedy-correct-declaration = a declaration that does not contradict itself
remedy-copy-look = a review of the file by a reviewer; a file that shows everybody in full answers it at once
remedy-copy-look-own = a review of the file by a reviewer; the earlier check, once it is allowed, answers it, too
remedy-temporary-written = written approval of the temporary material in the final
remedy-higher-version = the file as a higher version of its unit
remedy-record-death = a record of the death, or a declaration without it
remedy-smaller-file = a smaller or simpler file: fewer pixels, fewer people, without transparency
remedy-log = a look at the log of this instance
check-stage-queued = Waiting for its turn
check-stage-queued-behind = { $before ->
    [one] Waiting for its turn, behind one other file
   *[other] Waiting for its turn, behind { $before } other files
}
check-stage-examining = Looking for people
check-stage-looking = Looking at the files
check-stage-pieces = Looking for people, piece by piece
check-pieces = { $done } of { $pieces } pieces done
check-pieces-left = { $left ->
    [0] { $done } of { $pieces } pieces done, less than a minute left
    [one] { $done } of { $pieces } pieces done, about a minute left
   *[other] { $done } of { $pieces } pieces done, about { $left } minutes left
}
check-stage-comparing = Comparing with the registry
check-stage-deciding = Deciding
check-stage-decided = Decided
check-stage-failed = Not decided
declaration-invalid = The declaration cannot be used: { $problem }
declaration-field-wrong = This is not an accepted value.
declaration-other-production = The declaration is of another production.
unit-version-taken = Version { $version } of this unit is already cleared with another file. Give this file a higher version number.
contradiction-temporary-and-final = Final or library material is not temporary: answer this principle with no.
contradiction-replica-made-and-used = Making a replica belongs to the stage "capture". Material in which the replica is used is another element, such as "performance".
contradiction-draft-and-final = An element of this kind is always a draft and cannot be at this stage.
contradiction-captured-and-made = An original recording by a camera shows nobody who was generated or altered.
contradiction-making-is-new = Making a replica and generating in real time always make something new: the two answers contradict each other.
contradiction-released-draft = What has been released is no longer a draft: its stage is "final" or "library".
contradiction-before-it-was-made = This day is before the day on which it was generated.
contradiction-in-the-future = This day is still to come.
contradiction-person-twice = This person is in the cast already. List each person once, with everything that applies to them.
contradiction-performed-and-generated = What a replica, a generated likeness or a synthetic performer shows was not performed: answer this with no.
contradiction-named-nobody = A synthetic performer is not a real person, so no real person can be declared as one. Declare it of everybody else in the file, or say what of this person is used.
contradiction-features-unnamed = Say which features of this person are used.
contradiction-age = This contradicts the age that is declared.
contradiction-living-and-dead = Somebody who is declared as living cannot have a date of death.
contradiction-disclosed-nowhere = A place is given, but the audience is declared as not told.
contradiction-synthetic-unknown = The declaration itself says that somebody is synthetic, so this cannot be unknown.
contradiction-picture-for-ears = The file is a picture or a film, but this is for sound only.
contradiction-nothing-heard = Nothing can be heard in the file, but it is declared as a voice.
contradiction-sound-for-eyes = The file can only be heard, but this can only be seen.
upload-disk-full = There is no space left for the file. Nothing was stored.
upload-not-stored = The file could not be stored: { $problem }
upload-too-large = The file is larger than { $megabytes } MB.
notice-check-found = You were found in a file that a production checked: { $check }.
notice-named-in-prompt = Your name stands in the prompt that a file was generated from, and the production holds no consent of yours: { $production_id }.
notice-member-named-in-prompt = The name of a member stands in the prompt that a file was generated from, and the production holds no consent of theirs: { $performer_id }, { $production_id }.
notice-check-members = A check found members of your union: { $check }.
use-medium = Medium
use-territory = Territory
use-language = Language
use-content = Sensitive content
use-character = Character
use-scene = Scene
use-alteration = Alteration
use-exemption = Exemption
use-date = Day of the use
use-lines = Lines
use-script_date = Script of
use-performed_on = Performed on
use-new_generation = Newly generated
use-generated_on = Generated on
use-realtime_generation = Generated in real time
use-purpose = Purpose
use-recipient = Given to
use-paid = Paid
use-released_on = Released on
check-duty = { $done ->
    [true] done
   *[other] to be done
}: { $what }
consent-file-unsigned = there is no signature of a { $role } in it

### consents: what a service refuses, and whom it tells

consent-document-invalid = The terms cannot be signed as they are: { $problem }
consent-signer-has-no-key = Nobody who signs as { $role } for this performer has registered a key yet.
consent-signer-barred = This signature would never count: { $why }
consent-not-open = Consent { $consent } has already been signed or has ended.
consent-over = Consent { $consent } has already ended.
consent-not-signed-yet = Consent { $consent } has to be signed before it is countersigned.
consent-signed-by-same-side = Whoever signed a consent, or brought its signature, cannot countersign it.
consent-signature-invalid = The signature is not valid: { $problem }
consent-signature-other-key = The document names another key than { $fingerprint }.
consent-signature-key-unknown = The key { $fingerprint } is not registered for this signer.
consent-signature-no-union-key = The key { $fingerprint } is not registered for a union that has to countersign.
notice-consent-requested = You have been asked for your consent, for “{ $title }”.
notice-countersign = Consent { $consent } is waiting for your countersignature under { WORD($agreement) }.
notice-consent-given = Consent { $consent } has been given.
notice-consent-refused = Consent { $consent } was refused.
notice-consent-withdrawn = Consent { $consent } was withdrawn.
notice-consent-not-usable = Consent { $consent } is no longer usable.
notice-consent-lapsed = Consent { $consent } has lapsed: the union that had to countersign it no longer can. What was signed was never in force. If the production still wants it, it has to ask again.
notice-consent-ask-again = Consent { $consent } can no longer be given. Ask again if you still need it.
notice-consent-usable-again = Consent { $consent } is usable again.
notice-consent-affected =
    { $verdict ->
        [blocked] Consent { $consent } no longer counts, because of a birth or a death that is on record now.
        [none] Consent { $consent } counts again, by what is on record of a birth or a death now.
       *[needs_approval] A person has to look at consent { $consent }, because of a birth or a death that is on record now.
    }

### productions: what a service refuses, and whom it tells

production-agreement-unassigned = No union countersigns under { WORD($agreement) } here yet.
production-kind-unknown = This kind of production is not known.
production-commissioner-unknown = This commissioner is not known.
input-line-of-text = One line of text is needed, of at most 200 characters.
input-territory-unknown = Enter a country or US state, such as Germany or California.
input-time-zone-unknown = Choose a time zone, such as Europe/Berlin.
zone-utc = UTC
place-worldwide = Worldwide
place-eu = European Union
any-language = any language
any-place = any place
form-places = At least one of these is no place that we know. Enter countries or US states by name, such as Germany or California, or European Union, or worldwide.
form-languages = At least one of these is no language that we know. Enter languages by name, such as German or Brazilian Portuguese.
notice-agreement-declared = “{ $title }” ({ $company }) has declared that it works under { WORD($agreement) }. Please confirm it.
event-consent-drafted = Written
event-consent-signed = Signed
event-consent-countersigned = Countersigned
event-consent-given = Given
event-consent-waits = Waits for the countersignature of { $union }, whose agreement covers the work
event-consent-counts_again = In force again: no countersignature is missing any more
event-consent-refused = Refused
event-use-counted = One use was counted
event-use-released = One counted use was given back
event-consent-withdrawn = Withdrawn
event-consent-suspended = Suspended
event-consent-resumed = In force again
event-consent-superseded = Replaced by a later one
event-consent-lapsed = Lapsed: signed, and no union can countersign it any more
event-consent-affected = Reassessed because of a birth or a death on record

## Words of the closed vocabulary, as forms and pages show them

choice-feature = Feature film
choice-series = Series
choice-commercial = Commercial
choice-game = Game
choice-documentary = Documentary
choice-news = News
choice-animation = Animation
choice-sound_recording = Sound recording
choice-sketch = Sketch
choice-web = Web production
choice-netflix = Netflix
choice-other = Another company
choice-sag_tvtheatrical_2023 = SAG-AFTRA TV/Theatrical 2023
choice-sag_tvtheatrical_2026 = SAG-AFTRA TV/Theatrical 2026
choice-sag_commercials_2025 = SAG-AFTRA Commercials 2025
choice-sag_interactive_2025 = SAG-AFTRA Interactive Media 2025
choice-sag_sound_recordings_2024 = SAG-AFTRA Sound Recordings 2024
choice-sag_tv_animation_2024 = SAG-AFTRA TV Animation 2024
choice-tag_2024 = Animation Guild 2024
choice-wga_2026 = WGA 2026
choice-verdi_bffs_genai_2025 = ver.di/BFFS generative AI 2025
choice-ideation = Ideation
choice-temp = Temporary material
choice-final = Final deliverable
choice-capture = Capture session
choice-library = Library
choice-performance = Performance
choice-voice = Voice
choice-crowd = Crowd
choice-background_art = Background art
choice-background_signage = Background signage
choice-background_video = Background video
choice-character_design = Character design
choice-vfx_environment = VFX environment
choice-moodboard = Mood board
choice-previs = Previsualisation
choice-storyboard = Storyboard
choice-script = Script
choice-outline = Outline
choice-script_input = Input to a script
choice-prop_document = Document as a prop
choice-reference_image = Reference picture
choice-replica_creation = Making of a replica
choice-reenactment = Re-enactment
choice-archive_photo = Archive photograph
choice-archive_representation = Archive representation
choice-news_report = News report
choice-pitch_material = Pitch material
choice-temp_music = Temporary music
choice-training_data = Training data
choice-personal_data = Personal data
choice-proprietary_material = Material of the commissioner
choice-unreleased_footage = Unreleased footage
choice-trailer = Trailer
choice-audio_commercial = Audio commercial
choice-social = Social media
choice-live = Live event
choice-merchandise = Merchandise
choice-nudity = Nudity
choice-simulated_sex = Simulated sex
choice-sexually_explicit = Sexually explicit content
choice-political = Political content
choice-religious = Religious content
choice-product_ad = Advertising for a product
choice-food_ad = Advertising for food
choice-gambling = Gambling
choice-alcohol = Alcohol
choice-tobacco = Tobacco
choice-drugs = Drugs
choice-medical = Medical content
choice-violence = Violence
choice-slurs = Slurs
choice-training = Training of models
choice-cosmetic = Cosmetics
choice-wardrobe = Wardrobe
choice-lighting = Lighting
choice-timing = Timing or speed
choice-continuity = Continuity
choice-pitch = Pitch or tone
choice-noise_reduction = Noise reduction
choice-visual_effects = Visual effects
choice-age = A different age
choice-age_up = An older age
choice-body = A different body
choice-emotion = A different emotion
choice-translation = Translation
choice-lip_sync_scripted = Lip movements for scripted words
choice-lip_sync_redub = Lip movements for a re-dub
choice-lip_sync_new_dialogue = Lip movements for new dialogue
choice-face_replacement_on_double = The face on a double's body
choice-behaviour_intoxicated = Seeming intoxicated
choice-treatment-none = Filmed, unchanged
choice-processing = Customary processing
choice-tiling = Tiling of a crowd
choice-alteration = Altered performance
choice-replica_employment_based = Replica, made with the performer's participation
choice-replica_no_scan = Replica, made without a scan
choice-replica_independent = Replica, made without the performer
choice-replica_background = Replica of a background actor
choice-synthetic = Synthetic performer
choice-synthetic_nonhuman = Synthetic, not human
choice-synthetic_with_features = Synthetic with features of a real person
choice-training_input = Input for training
choice-likeness_of_real_person = Likeness of a real person
choice-principal = Principal
choice-background = Background
choice-stunt = Stunt
choice-yes = yes
choice-no = no
choice-unsure = unsure
choice-create_replica = Making a digital replica
choice-use_replica = Using a digital replica
choice-alter_performance = Altering a performance
choice-train_model = Training a model
choice-dub = Dubbing
choice-realtime_generation = Generating in real time
choice-biometric_template = Keeping a biometric template
choice-replica-none = No replica
choice-employment_based = Made in the course of employment, with the performer
choice-employment_based_no_scan = Made in the course of employment, without a scan
choice-independently_created = Made without the performer's participation
choice-replica-background = Of a background actor
choice-face = Face
choice-modality-body = Body
choice-movement = Movement
choice-name = Name
choice-exploitation-finished_work_only = Finished work may go on being shown
choice-exploitation-none = All use ends
choice-shot = Shot
choice-line = Line
choice-day = Day
choice-asset = Asset
choice-minute = Minute
choice-allowed = Allowed
choice-notAllowed = Not allowed
choice-constrained = Within limits
choice-revocable-no = Withdrawal ends nothing that was agreed
choice-yes_new_generation = Withdrawal ends new generation
choice-yes_with_notice_days = Withdrawal counts after days of notice
choice-suspend_all_use = All use is suspended
choice-suspend_new_generation = New generation is suspended
choice-death-no = No
choice-death-yes = Yes
choice-picture_delivered = When the picture is delivered
choice-delete-none = No date is agreed
choice-day_equivalent = By the day, as if worked
choice-per_line = By the line
choice-flat = A flat sum
choice-unpaid = Unpaid
choice-counsel = Counsel
choice-union = The union
choice-represented-none = Nobody

## Why something could not be looked at (the reasons of the matching room)

file-missing = There is no file { $name }.
file-not-a-file = { $name } is not a file.
file-unreadable = { $name } cannot be read, or it changed while it was read.
file-empty = { $name } is empty.
file-too-large = { $name } has { $megabytes } MB; at most { $limit } MB are looked at.
picture-unknown-format = { $name } is not a picture, film or recording of a known format (JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, HEIC; MP4, QuickTime, Matroska, WebM, AVI, MXF; WAV, AIFF, FLAC, MP3, M4A, OGG, Opus; frames in a ZIP or TAR file).
picture-damaged = { $name } is damaged or cut off. Export it again.
picture-too-many-pixels = { $name } has { $width } × { $height } pixels; more than { $limit } in all are not looked at.
picture-too-long = { $name } has { $width } × { $height } pixels; no side of more than { $limit } is looked at.
picture-animation = { $name } is animated ({ $frames } frames). Send one still picture.
picture-too-many-frames = { $name } has { $frames } frames; more than { $limit } of an animated picture are not looked at. Export it as a film.
picture-several-pages = { $name } holds { $pages } pictures. Send them one by one.
picture-more-than-a-picture = { $name } holds more than the picture that it shows, such as a second picture or data after its end. Export it again as a plain picture.
picture-profile = The colour profile of { $name } is broken, not for its colours, or in another file. Convert the picture to sRGB and export it again.
picture-too-many-views = { $name } can be shown in too many ways: by its transparency, its colour profiles and the pictures in it. Export it again as a plain picture in sRGB.
picture-too-many-faces = The picture, or a frame of the film, shows more faces, or more that may be one, than are looked at ({ $limit }). Have it checked in parts.
picture-takes-too-long = The file shows so much that it could not be looked at within { $seconds } seconds. Have it checked in parts.
film-broken = { $name } cannot be read as a film: its structure is broken or cut off. Export it again.
film-no-frames = { $name } holds no moving pictures.
film-sound-only = { $name } holds sound alone, and nothing here listens to it, so nobody can be ruled out.
film-damaged = { $name } cannot be decoded from { $start } to { $end } seconds. Export it again.
film-times = In { $name } some frames have no time, or one before the last. Export it again.
film-size-changes = The frames of { $name } change their size after { $at } seconds. Have each part checked by itself.
film-shape = The pixels of { $name } are said to be more than eight times as wide as high, or as high as wide. Export it again.
film-too-long = { $name } lasts more than { $limit } hours. Have it checked in parts.
film-too-many-frames = { $name } has more than { $limit } frames a second. Export it at the rate at which it is shown.
film-colours = The colours of { $name } are coded in a way that is not read. Export it in BT.709 or BT.2020.
film-codec = { $name } holds a film in a format that is not read ({ $codec }). Export it as H.264, HEVC, VP9, AV1, ProRes, DNxHR or MPEG-2.
film-encrypted = { $name } is encrypted. Export it without protection.
film-transparent = { $name } has transparency that cannot be read. Export it over the background that people will see.
film-subtitles = { $name } holds subtitles that are pictures, which are not looked at. Export it without them, or with them in the picture.
film-too-much-found = More was found in one minute of the film than is kept ({ $megabytes } MB). Have it checked in parts.
film-sound-unheard = The film has sound, and this registry does not compare voices, so nobody can be ruled out. Send the picture without its sound, and have the sound cleared by other means.
sound-broken = { $name } cannot be read as sound: its structure is broken or cut off. Export it again.
sound-empty = { $name } holds no sound.
sound-damaged = The sound of { $name } cannot be decoded from { $start } seconds on. Export it again.
sound-times = The sound of { $name } does not follow its own timestamps. Export it again.
sound-changes = The sound of { $name } changes its sample rate or its channels after { $at } seconds. Have each part checked by itself.
sound-too-long = { $name } lasts more than { $limit } hours. Have it checked in parts.
sound-too-many-channels = { $name } has { $channels } channels of sound; { $limit } are listened to at most. Have it checked in parts.
sound-rate = { $name } has a sample rate of { $rate } Hz, which is not read. Export it at 48,000 Hz.
sound-codec = { $name } holds sound in a format that is not read ({ $codec }). Export it as WAV, FLAC, AAC, MP3, Vorbis or Opus.
sound-no-numbers = Some samples of { $name } are not numbers, so nobody knows how they sound. Export it again.
sound-more-than-sound = { $name } holds { $bytes } bytes that nobody hears when it is played, in chunks, tags or tracks that hold something other than words. Export the recording alone, without them (ffmpeg -i OLD -map 0:a -map_metadata -1 -c copy NEW).
film-more-than-a-film = { $name } holds bytes that no player shows ({ $bytes } of them), such as a second film, a track of data or padding that is not empty. Write it again without them: copy its pictures and its sound alone into a new file (ffmpeg -i OLD -map 0:v -map 0:a? -c copy NEW).
film-attachment = Something that is attached to { $name }, such as a font, cannot be looked at. Export it without attachments.
sequence-manifest = Manifest of the frames (SHA-256): { $sha256 }
archive-broken = { $name } is no plain archive: it is damaged, holds the same name twice, or has data between or behind its files. Pack it again as a ZIP or TAR file.
archive-encrypted = { $member } in { $name } is encrypted. Pack the frames without a password.
archive-link = { $member } in { $name } is a link, not a file. Pack the file itself.
archive-path = { $member } in { $name } points outside the archive. Pack the frames without such paths.
archive-too-large = { $member } in { $name } has more than { $limit } MB. Send smaller frames.
sequence-no-frames = { $name } holds no frames. They are named as in shot.0001.exr: EXR, DPX, TIFF, PNG or JPEG.
sequence-not-a-frame = { $member } in { $name } is not a frame of the format that its name says. Frames are named as in shot.0001.exr: EXR, DPX, TIFF, PNG or JPEG.
sequence-several = { $name } holds more than one sequence: { $member } and { $other }. Send each by itself.
sequence-missing = In { $name } the frames from { $first } to { $last } are missing. Add them, or send the parts one by one.
sequence-sizes = { $member } in { $name } has another size than the frames before. Send each size by itself.
sequence-frame = { $member } in { $name } cannot be looked at: it is damaged, or holds more than one picture. Export it again as a plain picture.
sequence-rate = { $name } does not say how many frames a second it has. Write a rate of 1 to 240 into its sequence.json, such as 24000/1001.
decoder-timeout = { $name } took longer than { $seconds } seconds to decode.
decoder-failed = { $name } could not be decoded.
decoder-not-isolated = Pictures cannot be decoded safely on this machine. See: likeness doctor
model-missing = The weights of { $model } are not in { $folder }. { $model ->
    [dlib] Install the program again: they come with its packages.
   *[other] Run: likeness models fetch { $model }
}
model-altered = The weights of { $model } are not the known file ({ $file }). { $model ->
    [dlib] Install the program again: they come with its packages.
   *[other] Run: likeness models fetch { $model }
}
engine-failed = The engine { $engine } failed on this file.
thresholds-missing = There are no thresholds for { $encoders } together, so nobody can be named.
thresholds-unreadable = The thresholds ({ $file }) cannot be read, so nobody can be named.
face-not-encodable = This face cannot be read well enough to compare it.
face-too-small = This face is too small to say whose it is.
face-too-blurred = This face is too blurred to say whose it is.
face-too-little = Too little of this face can be seen to say whose it is.
face-unclear = This face shows clearly only when the picture, or a frame of the film, is brightened, inverted, narrowed, turned or smoothed, or in one of its colours alone, so nobody can be ruled out. Export the file again as people will see it.
face-changes = This face becomes somebody else's while it is followed. Say which of the two is meant to be seen, and check the shot with that face alone.
voice-not-encodable = This voice could not be turned into numbers that can be compared.
voice-too-short = Too little of this voice can be heard to say whose it is. About three seconds of clean speech are needed.
voice-narrow = This voice sounds as if over a telephone: its upper tones are missing, so nobody can be ruled out. Check the line as it was recorded or generated, before it was filtered.
voice-overlap = Several people may be speaking at once here, so it cannot be said whose voice this is. Send the dialogue as separate stems if you have them.
voice-at-once = More than one person speaks here at the same time, so it cannot be said whose voice this is. Send the dialogue as separate stems if you have them.
voice-several-people = More than one registered person sounds like this. A person decides.
voice-look-alikes = Two registered people sound like this, and are known to be two. A person decides.
voice-person-elsewhere = Whoever this sounds like was found at another place in the file. A person decides.
voice-other-pitch = Found only when played at another pitch: the voice may have been changed so that it is not recognised. A person decides.
face-several-people = More than one registered person looks like this. A person decides.
face-look-alikes = Two registered people look like this, and are known to be two. A person decides.
face-person-elsewhere = Whoever this looks like was found at another place in the file. A person decides.
gallery-empty = Nobody is enrolled, so nothing was compared.
gallery-encoder-missing = People are searched for by { $encoder }, which did not look at this file, or with other weights. Ask the operator.
gallery-too-large = { $subjects } people are enrolled; the thresholds hold for { $limit } at most.

## Accounts: offices

last-administrator = This is the last administrator of the instance. Appoint another one first.

### approvals: what a service refuses, and whom it tells
check-stale = What { $check } says no longer counts: something that it rests on has changed. Have the file checked again.
approval-two-roles = You already have another role in this matter: nobody may approve, confirm or answer twice in it.
approval-revoked = This answer has already been withdrawn.
approval-by-minor = A minor cannot approve this alone: their guardian has to.
preference-performers-own = The performer has prohibited this themselves. Only they can withdraw the prohibition.
approval-performer-said-no = The performer has refused this themselves. Only they can withdraw the refusal.
consent-below-floor = The consent is wider than the floor terms of the performer's union allow in: { $dimensions }.
floor-invalid = Not a floor term: { $problem }
strike-is-on = A strike under { WORD($agreement) } is already on.
strike-is-over = This strike is already over.
preference-file = This is not a file of declarations: one key, "declarations", with a list of value, modality and declared_on.
field-required = This is required.
notice-approval-given = An answer was given: { WORD($approval) }, { WORD($answer) }.
notice-approval-revoked = An answer was withdrawn: { WORD($approval) }, { WORD($answer) }.
word-written = written approval
word-disclosed = notice to the commissioner's contact
word-notice = notice to the union
word-disclosure = disclosure to the public
word-ai_material_disclosed = disclosure to the writer
word-description_specific = description of the use
word-payment_to_plan = payment to the health and pension plans
word-search_for_heirs = search for heirs
word-use_approval = approval of this use
notice-check-redecided = Check { $check } was decided again: something that it rests on or waits for has changed.
notice-check-stale = Check { $check } can no longer be decided from what was found. Please show { $file } again; approvals, and what reviewers have answered, stay valid.
notice-check-compared = People have been enrolled since check { $earlier }, and its file is being compared again as { $check }. Approvals, and what reviewers have answered, stay valid.
notice-strike-thrown = A strike under { WORD($agreement) } has begun.
notice-strike-lifted = The strike under { WORD($agreement) } is over.
notice-preference-set = Your standing preferences were changed. If it was not you, tell your union.

## Who acts for a performer, pages

acting = Who acts for this performer
acting-confirmed = authority confirmed
acting-open = claimed, not confirmed
acting-confirm = I have seen the proof
acting-end = End
representation-confirmed = The authority is confirmed, under your name.
representation-ended = Ended, with immediate effect.
verify-whole-record = Consents, checks and who acts for this member
choice-role-guardian = Guardian
choice-role-authorised_representative = Authorised representative
choice-role-manager = Manager
choice-role-estate = Estate

## Rules, pages

schemas = For programs
schemas-lead = What a pipeline needs to send files and to read the answers.
schemas-api = The API
schemas-api-help = A program acts as an account, with an access token that the account makes and can revoke.
schemas-openapi = Every address, what it takes and what it answers (OpenAPI 3.1)
schemas-papers = The documents, as JSON Schemas
schema-case = The facts that likeness decide reads
schema-consent = A signed consent: the document, the text that its signer was shown, and the signatures
schema-declaration = The declaration of a use (USE.json)
schema-conform = A signed statement that carries a receipt over to a master
schema-credential = A signed statement of the file that carries a cleared file's Content Credentials
schema-receipt = The signed receipt of a check
schema-scope = The terms that likeness consent draft reads
rules = Rules
rules-lead = What every verdict rests on: contracts, guidance and laws, each rule with its clause and with how far its source is to be trusted.
rules-count = { $count ->
    [one] One rule
   *[other] { $count } rules
}
rules-kind-agreement = Union agreements
rules-kind-agreement-means = They apply where a production works under them.
rules-kind-guidance = What commissioners ask for
rules-kind-guidance-means = Principles and guidance for generative tools.
rules-kind-law = Laws
rules-kind-law-means = They apply where the work is made or shown.
rules-kind-bill = Bills
rules-kind-bill-means = Not yet law. They apply only where a declaration asks for them.
rules-kind-practice = Practice of a field
rules-kind-practice-means = What a field expects of its own members.
rules-kind-registry = This registry
rules-kind-registry-means = What a consent has to be before it counts: who signed what, for which use, and whether it still holds.
rules-about = About this source
rules-speaks = Applies when
rules-in-force = In force
rules-any-day = on any day
rules-from = from { $since }
rules-until = until { $until }
rules-between = from { $since } until { $until }
rules-version = Version
rules-trust = How far it is to be trusted
rules-layer = Layer
rules-says = Outcome
rules-remedy = Remedy
rules-waives = an exception
rules-waives-what = What it makes unnecessary
rules-ask-performer = The performer
rules-ask-production = The production
rules-ask-commissioner = The commissioner's contact
rules-ask-union = The union
rules-ask-guardian = The guardian
rules-ask-estate = The estate
rules-ask-legal = Legal counsel
rules-ask-registry = This registry
rules-why = Why it was decided this way
layer-performer_consent = What the performer agreed to
layer-commissioner = What the commissioner requires
layer-union = What the union agreed
layer-law = What the law requires
layer-check = What the check itself found
trust-P = first-hand
trust-P-means = Read in the source itself.
trust-S = second-hand
trust-S-means = Taken from good accounts of the source, not from its own words.
trust-S- = one account
trust-S--means = Taken from one account of the source. Look it up before you rely on it.
trust-U = not certain
trust-U-means = Nobody could confirm it. Its rules refer the question to a person instead of deciding it.
chain = Rules examined, and their results
chain-lead = Every rule that was examined for this decision.
chain-whole-own = You see what was asked about you, your members and your agreements.
chain-whole-makers = What performers agreed to is not taken apart here. Whom to ask for a consent stands with the result.
chain-changed = These rules have changed since the decision; the list shows them as they are today:
chain-broken = { $count ->
    [0] Rules that are not satisfied
    [one] One rule that is not satisfied
   *[other] { $count } rules that are not satisfied
}
chain-broken-means = They concern this use, and what they ask for is missing or open.
chain-met = { $count ->
    [0] Rules that are satisfied
    [one] One rule that is satisfied
   *[other] { $count } rules that are satisfied
}
chain-met-means = They concern this use, and what they ask for is there.
chain-silent = { $count ->
    [0] Rules that do not apply
    [one] One rule that does not apply
   *[other] { $count } rules that do not apply
}
chain-silent-means = The conditions they look for are absent from this use.
chain-not_in_force = { $count ->
    [0] Rules that are not in force
    [one] One rule that is not in force
   *[other] { $count } rules that are not in force
}
chain-not_in_force-means = They are not in force yet, or no longer.
chain-day = looked up for { $day }
chain-show = { $count ->
    [one] Show it
   *[other] Show all { $count }
}
chain-none = None.
explain-not-decided = There is no decision to explain yet.
explain-not-understood = The case of this check was written in an older form, which these rules cannot explain.
parameter-elements = What it is
parameter-stages = Stages
parameter-treatments = How the likeness was made
parameter-content = Content
parameter-places = Places
parameter-media = Media
parameter-days = Days
parameter-hours = Hours
parameter-years = Years
parameter-since = From
parameter-until = Until

### reviews: findings that wait for a person

reviews = Reviews
reviews-lead = Findings that may be a registered performer, and findings that somebody questions. You see or hear what was found and nothing of the file around it.
reviews-none = No reviews are waiting for you.
review = Is this { $performer }?
review-voice = Is this the voice of { $performer }?
review-kind-possible = This may be the performer.
review-kind-not_found = The production declares this performer, and nothing in the file was recognised as theirs.
review-kind-match = This was recognised as the performer, and somebody questions it.
review-kind-again = A person has answered, and somebody questions the answer.
review-side-check = asked by the check
review-side-production = asked by the production
review-side-performer = asked by the performer
review-side-union = asked by a union
review-side-earlier = answered in an earlier check of the same file
review-due = Due { $day }
review-overdue = Overdue since { $day }
review-band-weak = A faint likeness
review-band-fair = Some likeness
review-band-strong = A strong likeness
review-declared = The production declares this performer in the file.
review-undeclared = The production does not declare this performer.
review-evidence = The finding in question
review-evidence-alt = The finding in question, cut out of the file
review-evidence-alt-voice = The voice in question, as it is heard in the file
review-evidence-none = No evidence of it is kept. The production is asked to show the file once more.
review-unnamed = { $count ->
    [one] The finding without a name in the file
   *[other] The { $count } clearest findings without a name in the file
}
review-unnamed-label = Findings without a name in the file
review-unnamed-alt = Finding { $number } without a name, cut out of the file
review-unnamed-alt-voice = Voice { $number } without a name, as it is heard in the file
review-unnamed-none = The file has no finding without a name: there is nothing to look at. Somebody turned away or masked may be in it all the same.
review-lacks-references = There is nothing to compare with: this performer keeps no pictures or recordings for it here. Ask them to enrol once more and to keep their pictures or recordings. Until then this waits; you can only answer that you cannot tell, and then somebody else has to look or listen.
review-lacks-evidence = The evidence in question is no longer kept. The production is asked to show the file once more. Until then this waits.
review-lacks-none = The file has no finding without a name, so nothing can be compared.
review-references = The performer's own pictures
review-references-voice = The performer's own recordings
review-reference-alt = Reference picture { $number } of { $performer }
review-reference-alt-voice = Recording { $number } of { $performer }, read aloud by them
review-references-none = This performer keeps no reference pictures here, so there is nothing to compare with.
review-references-none-voice = This performer keeps no recordings here, so there is nothing to compare with.
review-spoken = Answers so far
review-standing-union = { $union }
review-standing-neutral = A neutral reviewer
review-standing-performer = The performer
review-standing-production = The production
review-answer-label = What do you see?
review-answer-label-voice = What do you hear?
review-reason-choose = Choose a reason
review-reason-none-yet = Not chosen yet
review-reason-label = Why?
review-answer = Answer
review-answer-confirm = It is this performer
review-answer-not_this_person = It is not this performer
review-answer-cannot_tell = I cannot tell
review-answer-settled = Settled by another answer
review-reason-same_person = It is the same person
review-reason-same_person-voice = It is the same voice
review-reason-known_from_production = Known from the work on it
review-reason-told_by_performer = The performer says so
review-reason-other_person = It is another person
review-reason-look_alike = It is a look-alike
review-reason-look_alike-voice = It is somebody who sounds alike
review-reason-invented_person = It is nobody: an invented person
review-reason-invented_person-voice = It is nobody: an invented voice
review-reason-not_in_the_file = They are not in the file
review-reason-too_little_seen = Too little can be seen
review-reason-too_little_seen-voice = Too little can be heard
review-reason-no_reference = There is nothing to compare with
review-reason-altered_too_far = It has been altered too much
review-reason-other_person_filmed = Somebody else was filmed
review-reason-other_person_filmed-voice = Somebody else was recorded
review-reason-not_me-voice = It is not my voice
review-reason-it_is_me-voice = It is my voice
review-reason-not_me = It is not me
review-reason-it_is_me = It is me
review-answered-now = Your answer is on record. The check is being decided again.
review-one-more = Your answer is on record. Somebody else has to give the same answer before it counts.
review-two-needed = Removing a name takes a union and a neutral reviewer. Somebody else has to give the same answer.
review-over = This review is closed.
review-open = A person is already reviewing this.
review-not-yours = This review is not yours to answer, or you have already answered in this matter.
review-spoken-before = You have already answered in this matter. Nobody may do so twice.
review-answer-mismatch = This reason does not go with this answer. Choose another one.
review-nothing-to-doubt = No person has to review anything in this check, and there is no finding to question.
review-appealed-before = Your side has already requested another review in this matter.
review-other-file = This is not the file that was checked.
review-of-yours = Human review
review-of-yours-help = What a person is reviewing in this check, when the answer is due, and how to ask for another review.
review-of-yours-open = See the reviews, or appeal
review-known = What is known
door-reviews = Reviews
door-reviews-detail = Findings that wait for a person, and until when.
review-state-open-voice = a person listens to it
review-state-second-voice = a second person listens to it
review-state-answered-voice = answered
review-state-open = a person looks at it
review-state-second = a second person looks at it
review-state-answered = answered
review-appeal = Appeal: request another review
review-appeal-help = Someone else looks at it or listens to it, within { $days } business days. You can request this once.
review-appeal-reason-label = What is wrong?
review-appealed = Another review has been requested.
review-override = Question this name
review-override-help-voice = You say that this is not your member's voice. A neutral person has to say the same before the name is taken away, and the performer is told.
review-override-help = You say that this is not your member. A neutral person has to say the same before the name is taken away, and the performer is told.
review-show-again = Show the file once more
review-show-again-help = A reviewer has to look, and the evidence is no longer kept. The same file is needed; only the finding in question is cut out of it.
review-show-again-voice = Send the file once more
review-show-again-help-voice = A reviewer has to listen, and the evidence is no longer kept. The same file is needed; only what the voice in question says is taken out of it.
review-showing = The file is shown once more
review-showing-leave = You may leave this page. The finding is cut out of the file, and the file is deleted.
review-shown-again = The finding is shown to the reviewer.
neutral-has-office = Somebody who acts for a union or a production, or is a performer or acts for one, is not appointed as neutral. Choose somebody without an office.
notice-review-waits = A finding waits for you until { $due }: review { $review }.
notice-review-no-pictures = Review { $review } cannot be decided by comparing: { $performer_id } keeps no pictures or recordings for it. Ask them to enrol once more and to keep them.
notice-pictures-missing = You keep no pictures here, so nobody can compare a finding with you: one that is like you stays undecided, and a wrong finding cannot be corrected. Enrol once more and choose to keep the pictures.
notice-recordings-missing = You keep no recordings here, so nobody can compare a voice with yours: one that is like yours stays undecided, and a wrong finding cannot be corrected. Enrol your voice once more and choose to keep the recordings.
notice-review-waits-neutral = Somebody neutral has to look at a finding until { $due }: review { $review }.
notice-review-overdue-asked = In check { $check } a person was to look until { $due }, and nobody has. They were told again.
notice-review-overdue = Review { $review } was due on { $due } and is still open.
notice-review-answered = A person has looked at check { $check }. It is decided again.
notice-review-overridden = In check { $check } your name was taken away from a finding again: two people found that it is not you. If it is you, ask for another look.
notice-review-upheld = In check { $check } people have looked at it once more, and the finding stands.
notice-review-appealed = Another review has been requested in check { $check }.
notice-review-show-again = A person has to look at check { $check }. Show the same file once more.
reason-check-voice-of-another = { $person } is alone in view and declared as performed while { $voice } is heard. If { $person } was made to speak these words, both have to agree: the one whose lips they are, and the one whose voice it is.
reason-check-declared-absent = { $person } is declared, and a person found that they are not in the file.
remedy-correct-cast = a declaration without this person

## Declaring a use: drafts, questions, the verdict before anything is made

drafts = Declarations
drafts-lead = What you want to make or use. Nothing here is sent anywhere before you send a file.
drafts-none = No declarations yet.
draft-new = Declare a use
draft-ask-first = Ask before you generate
draft-lead = Answer what is asked; more is asked only where it matters. You see the verdict before anything is made.
draft-begin-help = Once you have said what it is, the questions that matter for it follow.
draft-continue = Save and continue
draft-drop = Delete this declaration
draft-dropped = The declaration was deleted. Checks that were made with it keep their own copy.
draft-declared = a file was sent in
draft-part-what = What it is
draft-part-people = People
draft-part-use = The use
draft-part-made = How it is made
draft-part-told = Unions and the public
draft-person = Person { $number }
draft-person-more = Someone else
draft-why = Which rule asks for this?
draft-wrong = This entry could not be understood. Please check it.
draft-too-many-names = Please name at most twelve people here.
draft-open = { $count ->
    [0] Nearly there
    [one] One answer is missing
   *[other] { $count } answers are missing
}
draft-open-help = You see the verdict once they are filled in.
draft-tells = What you may record already
draft-told = It is on record that they were told. If the declaration changes, they have to be told again.
draft-file = Send the file
draft-file-help = The result is bound to exactly this file and this declaration.
draft-download = Download as USE.json, for the command line
outlook-means = This follows from your declaration and what is on record now. Nothing has been examined yet: what the file shows, and answers that are still to come, can add requirements.
outlook-because = Reasons
reason-outlook-by-name = Whether { $name } has to agree can only be looked up once the file is sent.
remedy-performer-id = the person's registry ID in the declaration

q-unit-id = Your name for it
q-unit-id-help = Such as SC12-040. All versions of one shot or asset are one use.
q-unit-version = Version
q-unit-version-help = Leave empty for 1.
q-asset-element = What is it?
q-asset-stage = For which stage?
q-asset-stage-help = Temporary material is not counted as a use.
q-people = Does it involve a real person?
q-people-help = Seen, heard, imitated, or named in a prompt, a script or a credit.
q-names = Real people named in a prompt, a script or a credit
q-names-help = One per line. A name counts as a use even where nobody is recognised.
q-others-treatment = Everybody else in it
q-others-treatment-help = Applies to everyone not named above, extras included.
q-others-role = Role of everybody else
q-others-role-help = Leave empty for background.
q-others-performed_as_shown = Did everybody else perform what is shown?
q-nobody_else_identifiable = Does the cast attest that nobody else can be recognised?
q-nobody_else_identifiable-help = It counts only for findings in which too little can be perceived for anybody to be recognised.
q-use-medium = Medium
q-use-territory = Territory
q-use-territory-help = A country or US state by name, European Union, or worldwide.
q-use-language = Language
q-use-language-help = By name, such as English or Brazilian Portuguese.
q-use-date = Day of the use
q-use-date-help = Leave empty for today.
q-use-content = Does it show any of this?
q-use-character = Character
q-use-scene = Scene
q-use-alteration = What is changed in what somebody did?
q-use-lines = How many lines?
q-use-exemption = Does an exemption apply?
q-use-exemption-help = It has to be confirmed by the performer or their union.
q-use-script_date = Date of the script
q-use-performed_on = Day of the performance
q-use-purpose = A special purpose?
q-use-recipient = Who receives it?
q-use-paid = Is it paid for?
q-use-new_generation = Is something new generated for it?
q-use-generated_on = When was it generated?
q-use-released_on = Day of release
q-use-realtime_generation = Does it generate while people play?
q-asset-prominence = How prominent is it?
q-asset-presented_as = How is it presented?
q-asset-source_type = Where does it come from?
q-asset-credentials = Does the file carry Content Credentials?
q-asset-credentials-help = If you promise them and they are not in the file, it is not let through.
q-asset-content_changed = Was its content changed?
q-asset-human_input = How much of it is a person's work?
q-asset-sensitive = Is it sensitive?
q-principles = Do the five principles hold?
q-principles-help = 1 It replicates nothing of others that is protected. 2 The tools keep nothing and train on nothing. 3 They run in a secured environment where possible. 4 It is temporary and not delivered (of final material this is never said). 5 It replaces nobody's performance or covered work without consent.
q-principles-no_third_party_replication = 1 It replicates no material of others that is protected or recognisably theirs
q-principles-no_store_train = 2 The tools neither keep our material nor train on it
q-principles-secure_environment = 3 The tools run in a secured environment where possible
q-principles-temporary_only = 4 What is generated is temporary and not part of what is delivered
q-principles-no_unconsented_replacement = 5 It replaces no performance and no covered work without consent
q-asset-tool-enterprise_secured = Does the tool run under a secured company agreement?
q-asset-tool-enterprise_alternative = Is there a secured tool that could do it?
q-asset-tool-retains_or_trains = Does the tool keep what it is given, or train on it?
q-asset-tool-terms_checked = Did somebody check the tool's terms?
q-union-craft = Whose craft does it touch?
q-union-required_by_company = Does the company require that the tool is used?
q-union-replicas_counted = Do replicas fill the day's counts of background actors?
q-session-notice_hours = Hours of notice before the capture session
q-transfer-requested = Will a replica be handed to another company?
q-transfer-transferee_undertaking = Has that company undertaken to keep the terms?
q-disclosure-present = Is the audience told?
q-disclosure-place = Where?
q-cast-who = Registry ID or name
q-cast-who-help = With an ID, the verdict is exact. A name is only looked up once the file is sent.
q-cast-modalities = Which parts of their likeness are in it?
q-cast-treatment = How is it made?
q-cast-role = Role
q-cast-performed_as_shown = Did they perform what is shown?
q-cast-performed_as_shown-help = A yes waits until they or their union confirm it.
q-cast-features = Which features are theirs?
q-cast-prompted_by_name = Was their name in the prompt?
q-cast-minor = Are they a minor?
q-cast-life = Are they alive?

unknown = not known
choice-nobody = No
choice-somebody = Yes
choice-all = all five
choice-some = not all, or not sure
choice-promised = Yes, they are in the file
choice-meaningful = A person shaped it in a meaningful way
choice-authentic = As authentic
choice-recreation = As a re-creation
choice-fleeting = Fleeting
choice-incidental = Incidental
choice-story_relevant = Relevant to the story
choice-key = Central to the story
choice-algorithmicMedia = Computed, without training data
choice-algorithmicallyEnhanced = Captured and enhanced by software
choice-composite = Composite
choice-compositeCapture = Composite of captured pictures
choice-compositeSynthetic = Composite with generated parts
choice-compositeWithTrainedAlgorithmicMedia = Composite with parts from a generative model
choice-computationalCapture = Captured, several shots combined
choice-dataDrivenMedia = Drawn from data
choice-digitalCapture = Digital camera
choice-digitalCreation = Drawn or modelled by a person
choice-humanEdits = Edited by a person
choice-negativeFilm = Negative film
choice-positiveFilm = Positive film
choice-print = Print
choice-screenCapture = Captured from a screen
choice-trainedAlgorithmicMedia = Generative model
choice-virtualRecording = Recorded in a virtual world
choice-caption = Caption
choice-credits = Credits
choice-metadata = Metadata
choice-on_screen = On screen
choice-eyes = Eyes
choice-hair = Hair
choice-jaw = Jaw
choice-mouth = Mouth
choice-nose = Nose
choice-smile = Smile
choice-deceased = No
choice-living = Yes
choice-design = Design
choice-music = Music
choice-writing = Writing
choice-unrecognisable = Nobody is recognisable
choice-commentary = Commentary
choice-documentary_biographical = Documentary or biography
choice-new_cut = A new cut
choice-news_report_about_replica = News about the replica itself
choice-parody = Parody
choice-re_release = A new release
choice-satire = Satire
choice-test = Test
choice-train_public_commercial_gai = Training a public commercial system
choice-modalities-body = Body
look-alike-not-enrolled = Nothing of { $performer } is enrolled yet. That comes first.
look-alike-no-key = { $performer } has no confirmed key to sign with. Add one, and let a union confirm it.
look-alike-yourself = This is the performer's own ID. The other person's is needed.
look-alike-other-unknown = Nobody with this ID is enrolled here. Compare it with the other person's own page; they have to be enrolled, too.
look-alike-exists = The two are already on record as look-alikes.
look-alike-under-way = This is declared already and not decided yet: { $pair }.
look-alike-signed = This declaration has already been signed.
look-alike-over = This declaration was withdrawn. Create another one.
look-alike-not-open = This declaration does not wait for a decision.
notice-look-alike-waits = A performer has signed that a look-alike is somebody else: { $pair }. Whoever confirmed neither of them approves or refuses it.
notice-look-alike-refused = A union did not approve your declaration { $pair } of a look-alike. Your union can tell you why; you can declare it again.
notice-look-alike-ended = You and a look-alike are no longer known as two people: they took their declaration back. Whoever is like both may be taken for one of you.
notice-look-alike-approved = You and a look-alike are known as two people now. Whoever is like both goes to a person.
notice-references-parked = Your references are too similar to those of many other people. Until that changes, whoever is like them goes to a person before you are named. Other pictures may help.
notice-member-references-parked = The references of { $performer_id } are too similar to those of many other people. Whoever is like them goes to a person before they are named.
notice-references-released = Your references are no longer too similar to those of others. Whoever is like them is named again.
notice-member-references-released = The references of { $performer_id } are no longer too similar to those of others. Whoever is like them is named again.

## The ways to a yes, pages

waiting = Waiting for you
waiting-lead = Uses that cannot go ahead until you have answered.
waiting-none = Nothing is waiting for you.
notices-received = Notices received
notices-received-help = Your union was notified of these uses. The clocks run on its own calendar.
door-waiting = Waiting
door-waiting-detail = Approvals, confirmations and notices that checks are waiting for.
answers = Answers
answers-link = Answers given and outstanding
answers-for-you = { $count ->
    [0] Nothing is waiting for you
    [one] One answer is waiting for you
   *[other] { $count } answers are waiting for you
}
answers-nothing-for-you = The reasons say whose answer is outstanding.
answers-given = Answers on record
answers-counts = in force
answers-revoked = withdrawn
answers-over = no longer in force
answers-until = until
answers-revoke = Withdraw
own-performer = What the file shows of you
own-union = What the file shows of your members
own-version = version { $version }
own-crop = In close-up
own-crop-voice = The voice
own-shot = In the shot
own-crop-alt = { $performer }, cut out of the file. Everybody else is unrecognisable.
own-crop-alt-voice = The voice of { $performer }, as it is heard in the file. Nobody else speaks in it.
own-shot-alt = The shot with { $performer } in it. Everybody else is unrecognisable.
own-help = Kept for 14 days after the file was checked, then deleted. Everybody else is made unrecognisable. That you opened it is on record.
own-help-voice = Kept for 14 days after the file was checked, then deleted. What others say is left out. That you opened it is on record.
own-gone-days = There is no picture any more. It was deleted 14 days after the file was checked. It comes back once the production has the file checked again. You need not answer what you have not seen.
own-gone-days-voice = There is no recording any more. It was deleted 14 days after the file was checked. It comes back once the production has the file checked again. You need not answer what you have not heard.
own-gone-erased = There is no picture any more. It was deleted together with the person's biometric data.
own-gone-erased-voice = There is no recording any more. It was deleted together with the person's biometric data.
own-gone-none = There is no picture. Either none could be cut out of the file, or the file was checked before such pictures were kept.
own-gone-none-voice = There is no recording: nothing could be taken out of the file that nobody else speaks in.
own-treatment = Declared as:
own-not-declared = not declared by the production
own-consent = The consent that this rests on:
own-nobody-performer = Nobody whom you answer for was found in this file.
own-nobody-union = None of your members was found in this file, so there is no picture to show.
counter = Counter-proposal
counters = Counter-proposals
counter-new = Propose other terms
counter-lead = Change what you would agree to. The production sees each difference beside what it asked for, and may ask again on your terms. Nothing is agreed until you have answered that.
counter-help = Neither a yes nor a no: the production learns on which terms you would agree.
counter-text-label = Your words to the production
counter-send = Send the counter-proposal
counter-back = Back
counter-sent = Your counter-proposal is on record. The production has been told.
counter-terms = Terms that would be different
counter-term = Term
counter-asked = Asked for
counter-proposed = Proposed
counter-term-media = Media
counter-term-territories = Territories
counter-term-languages = Languages
counter-term-valid_from = From
counter-term-valid_until = Until
counter-term-max_uses = Number of uses
counter-term-unit = Counted by
counter-term-training_constraint = How training is constrained
counter-term-per_use_approval = Approval of each use
counter-term-alterations_allowed = Alterations allowed
counter-term-training = Training
counter-term-compensation = Pay
counter-term-medium = Medium
counter-term-territory = Territory
counter-term-language = Language
counter-term-character = Character
counter-term-scene = Scene
counter-term-alteration = Alteration
counter-take-up = Ask again on these terms
counter-take-up-consent = Makes a new request with these terms. It has to be signed like any other, and then replaces the first.
counter-take-up-draft = Makes a new draft of your declaration with these terms.
counter-taken-up-consent = A new request was made on the terms that were proposed. It waits for signature.
counter-taken-up-draft = This draft has the terms that were proposed. Look through it, then send a file.
counter-taken-up-before = This counter-proposal was already taken up.
counter-is-taken-up = Taken up
counter-is-open = Waiting for the production
counter-answer = Look at it and answer
counter-nothing = Every term is as it was asked for. Change at least one.
counter-invalid = These terms cannot be written into a consent. Look at the fields that are marked.
counter-constraint-unsaid = How training would be constrained has to be worded by the production. Say it in your own words below, and leave this as it was asked for.
counter-text-wrong = Use at most 1,000 characters and no invisible ones.
counter-check-over = This check was replaced by another one. Answer there.
counter-consent-over = The request was answered meanwhile. There is nothing to ask again.
notice-counter-proposed = Somebody whom you asked has proposed other terms: { $about }.
notice-counter-taken-up = The production asks again on the terms that you proposed for { $about }.
shots = Shots
shots-lead = Every shot with its latest version first.
shots-as-list = All checks as a list
shots-search = Search by shot or file
shots-more = { $count ->
    [one] One earlier check
   *[other] { $count } earlier checks
}
team-inside = In the production
team-outside-none = Nobody yet. Invite the commissioner’s contact and legal counsel here. Both have to be from outside the production.
team-past = { $count ->
    [one] One former member
   *[other] { $count } former members
}
answers-picture = The picture of the check, with strangers made unrecognisable.
approval-answered = Your answer is on record. The check is being decided again; reload this page in a moment.
approval-taken-back = Your answer was withdrawn, and the verdict was decided again.
approval-until = Valid until
approval-until-help = The last day on which it is valid, in the production's time zone. Leave empty for as long as file and declaration stay unchanged.
approval-until-days = Leave empty for { $days } days. A changed file or declaration ends it at once.
approval-param-place = Place
approval-param-text = Text
approval-written = Written approval
approval-written-help = The commissioner's decision on exactly this file, as declared. It does not replace anyone's consent.
approval-legal_review = Legal review
approval-legal_review-help = Counsel's review of exactly this file, as declared.
approval-description_specific = Description of the use in a consent
approval-description_specific-help = Whether the consent describes the intended use specifically enough. The consent's own words are on its page.
approval-disclosed = Notice to the commissioner's contact
approval-disclosed-help = Put on record that the contact was told about this use.
approval-notice = Notice to the union
approval-notice-help = Put on record that the union was told. Its clock starts now.
approval-usage_report = Usage report to the union
approval-usage_report-help = Put on record that the report was sent.
approval-disclosure = Disclosure to the public
approval-disclosure-help = Put on record where the audience is told, and in which words.
approval-ai_material_disclosed = Disclosure to the writer
approval-ai_material_disclosed-help = Put on record that whoever received the material was told that it was generated.
approval-bargaining = Bargaining
approval-bargaining-help = Whether the union and the company have agreed.
approval-significant_additional_value = Significant additional value
approval-significant_additional_value-help = Whether the union agrees that the use adds something that a person could not.
approval-consultation = Consultation
approval-consultation-help = Whether the union was consulted about this work.
approval-payment_to_plan = Payment to the health and pension plans
approval-payment_to_plan-help = Whether what is due has been paid.
approval-background_count = Background actors
approval-background_count-help = Whether people, not replicas, filled the day's counts.
approval-company_consent = Consent of the company
approval-company_consent-help = Whether the company agreed that the tool is used.
approval-transfer = Transfer of a replica
approval-transfer-help = Whether the replica may be handed to the other company.
approval-search_for_heirs = Search for heirs
approval-search_for_heirs-help = Whether the search for someone entitled to sign is documented.
approval-use_approval = Your approval of this use
approval-use_approval-help = The consent requires approval of each use. The production is not told about a refusal.
approval-confirmation = Confirmation
approval-confirmation-help = The production states this. It counts once you confirm it.
approval-camera_original = Camera original
approval-camera_original-help = Whether this file is what the camera recorded.
approval-provenance = Provenance
approval-provenance-help = Whether the file's provenance shows it.
fact-performed_as_shown = performed as shown
fact-not_altered = not altered
fact-exemption = the exemption applies
give-granted = Approve
give-refused = Refuse
give-passed = Passed
give-told = Record that they were told
give-sent = Record that it was sent
give-placed = Record that it was placed
give-agreed = Agreed
give-open = Still open
give-not_argued = Not argued
give-yes = Specific enough
give-no = Too vague
give-done = Done
give-paid = Paid
give-met_by_people = Met by people
give-not_met = Not met
give-given = Given
give-not_given = Not given
give-approved = Approve
give-documented = Documented
give-none = Not done
give-confirmed = Confirm
give-denied = This is not true
gave-yes = specific enough
gave-no = too vague
gave-granted = approved
gave-refused = refused
gave-passed = passed
gave-told = told
gave-sent = sent
gave-placed = placed
gave-agreed = agreed
gave-open = still open
gave-not_argued = not argued
gave-done = done
gave-paid = paid
gave-met_by_people = met by people
gave-not_met = not met
gave-given = given
gave-not_given = not given
gave-approved = approved
gave-documented = documented
gave-none = not done
gave-confirmed = confirmed
gave-denied = denied
side-commissioner = Commissioner
side-counsel = Counsel
side-production = Production
side-union = Union
side-performer = Performer
clocks = Clocks
clock-sent = notified on
clock-due = ends on
clock-left = { $days ->
    [0] has run out
    [one] one business day left
   *[other] { $days } business days left
}
clock-left-calendar = { $days ->
    [0] has run out
    [one] one day left
   *[other] { $days } days left
}
clock-bargaining_days = Bargaining
clock-arbitration_days = Arbitration may be requested
clock-latest = Arbitration at the latest
clock-days = Answer to a transfer
principle-short-no_third_party_replication = Replicates nothing of others
principle-short-no_store_train = Nothing kept or trained on
principle-short-secure_environment = Secured environment
principle-short-temporary_only = Temporary only
principle-short-no_unconsented_replacement = Nobody replaced
union-terms = Strikes and floor terms
strikes = Strikes
strikes-help = Only the union can begin and end a strike here. Receipts for checks that a strike affects are invalid at once.
strike-agreement-label = Agreement
strike-production-label = Against one production
strike-production-help = Leave empty for all producers.
strike-may-refuse-label = May a performer lawfully refuse to work?
strike-throw = Begin a strike now
strike-lift = End the strike
strike-on = on
strike-over = over
strike-began = since
strike-ended = until
strike-thrown-now = The strike has begun. Nothing it affects is released from now on; those checks are being decided again.
strike-lifted-now = The strike is over. The checks it affected are being decided again.
floors = Floor terms
floors-help = The widest that the union accepts in its members' consents. A member may tighten it; nobody may loosen it.
floor-dimension-label = Term
floor-value-label = Widest value allowed
floor-choose = Set this term
floor-any = any
floor-nothing = nothing
floor-every-agreement = Every agreement
floor-scenes-help = By number or name, separated by commas.
floor-territories-help = By name, separated by commas: Germany, California, European Union, worldwide.
floor-languages-help = By name, separated by commas: German, Brazilian Portuguese.
floor-valid_from-help = No consent may begin before this day.
floor-valid_until-help = No consent may last beyond this day.
floor-max_uses-help = Leave empty for any number.
floor-alterations_allowed-help = Choose nothing to allow no alteration.
floor-sensitive_content-help = Choose nothing to allow none of it.
floor-exclusions-help = What every consent has to exclude. Choose nothing to ask for no exclusion.
floor-per_use_approval-help = Yes: every consent has to keep the performer’s approval of each use.
floor-agreement-label = Applies under
floor-set = Set
floor-end = End
floor-set-now = The floor term is in force from now on.
floor-ended-now = The floor term is no longer in force.
preferences = Standing preferences
preferences-lead = Your general wishes about your likeness. Productions never see them, and allowing something here never counts as consent.
preferences-held = In force
preference-own = State a preference
preference-value-label = Generative use of your likeness
preference-modality-label = Applies to
preference-modality-help = Leave empty for everything.
preference-everything = Everything
preference-keep = Save
preference-kept = Your preference has been saved. The checks it affects have been decided again.
preference-end = Remove
preference-ended-now = The preference has been removed.
preference-import = Import from a register
preference-import-help = A file of declarations as exported by the Human Consent Registry.
preference-file-label = File
preference-source-own = stated here
preference-source-human_consent_registry = from the Human Consent Registry
choice-preference-allowed = Allowed
choice-preference-allowed_with_terms = Allowed with terms, ask me
choice-preference-prohibited = Not allowed
choice-unclear = Unclear
choice-dimension-kind = Kinds of consent
choice-dimension-modalities = Modalities
choice-dimension-scenes = Scenes
choice-dimension-media = Media
choice-dimension-territories = Territories
choice-dimension-languages = Languages
choice-dimension-valid_from = Valid from
choice-dimension-valid_until = Valid until
choice-dimension-exploitation_after_end = Use after the end
choice-dimension-max_uses = Number of uses
choice-dimension-alterations_allowed = Alterations
choice-dimension-exclusions = Exclusions
choice-dimension-sensitive_content = Sensitive content
choice-dimension-training = Training
choice-dimension-realtime_generation = Generating in real time
choice-dimension-per_use_approval = Approval of each use
choice-dimension-strike_behaviour = In a strike
choice-dimension-survives_death = After death
choice-dimension-condition_of_employment = As a condition of employment
answer-not_identifiable = too small, too blurred or too covered to be recognised
reason-check-not-identifiable = { $person }: { $why } The cast has to attest that nobody else can be recognised.
reason-check-not-identifiable-unplaced = { $person }: { $why } The cast's word that nobody else can be recognised is not enough for that.
reason-check-not-identifiable-large = { $person }: { $why } It fills much of the frame, so the cast's word that nobody else can be recognised is not enough.
remedy-name-the-face = a file in which this person can be recognised, or the person's name in the cast, so that somebody looks
remedy-cast-attestation = a declaration in which the cast attests that nobody else can be recognised

### The error report

errors = Known error rates
errors-lead = How often a stranger is given a name, and how often an enrolled person is missed. Nothing on this page changes a threshold.
error-source-live = What is promised here, and what reviewers found
error-source-bundled = Measured on the demo's people
error-source-folder = Measured on a folder of labelled files
error-demonstration = These people do not exist, and there are few of them. This shows how the measurement works; it is not evidence.
error-live-help = Counted from checks that were decided and reviews that were answered here. Only findings that somebody questioned or was asked about were reviewed, so the true error rates may be higher. These figures change no threshold.
error-possible = Findings that were possible, by how alike they were, and what people said of them
error-promised = { $people } people are enrolled. With up to { $gallery }, at most 1 stranger in { $match } is given a name, and at most 1 in { $possible } sent to a person.
error-promised-missed = Of enrolled people with { $references ->
    [one] one reference
   *[other] { $references } references
  }, not found in photographs
error-not-measured = not measured
error-matches = Names that were given
error-matches-given = given
error-matches-upheld = questioned, and upheld
error-matches-overturned = questioned, and overturned
error-not-found = People declared and not found
error-not-found-answered = answered
error-not-found-missed = in the file, and missed
error-not-found-by_word = in the file, by a union's word
error-not-found-absent = not in the file
error-rates = Rates
error-rate-what = Error
error-rate-answers = Answers
error-rate-wrong = Errors
error-rate = Rate, with its 95 % interval
error-rate-names_wrong = Names taken away again, of all that were given
error-rate-possible_wrong = Possible findings that were somebody else, of all that were decided
error-rate-people_missed = People missed, of people found and missed
error-rate-by-size = { $label } pixels
error-rate-by-sharpness = sharpness { $label }
error-rate-help = A rate is stated only for at least 200 answers; for fewer, its interval would be too wide to mean anything.
error-band = Likeness
error-names-taken-away = { $count ->
    [0] No name was taken away by people.
    [one] One name was taken away by people.
   *[other] { $count } names were taken away by people.
}
error-measure = Measure it yourself
error-measure-help = On the bundled pictures, or on any folder with a protocol (--folder and --protocol). The latest report is shown here.
error-set = { $people } people enrolled with up to { $references } pictures, { $probes } pictures of theirs, { $strangers } of strangers.
error-threshold = Threshold
error-level-possible = possible
error-level-match = match
error-fpir = Strangers given a name (FPIR)
error-fnir = Enrolled people missed (FNIR)
error-det = DET curve: people missed over strangers named
error-det-help = Each point is one threshold. Nearer to the lower left corner is better; the dots are the thresholds in force.
error-scores = How scores are spread
error-scores-help = The less the two overlap, the better they can be told apart.
error-score = Score
error-share = Share
error-genuine = the same person
error-impostor = strangers, best score
error-numbers = Figures
error-by-size = People missed, by size
error-by-size-label = Pixels, shorter side
error-by-sharpness = People missed, by sharpness
error-by-sharpness-label = Sharpness
error-by-group = People missed, by group
error-by-group-label = Group
error-probes = Pictures
error-too-few = too few
error-no-groups = The protocol names no groups, so no figures are given for them.

### Look-alikes

look-alikes = Twins and look-alikes
look-alikes-short = Does somebody look like you? A finding that could be either of you then goes to a person.
look-alikes-lead = A twin, a sibling, a double: sign that you are two different people. Once a union has approved it, a finding that could be either of you goes to a person instead of being taken for one of you.
look-alikes-declared = On record
look-alikes-waiting = { $count ->
    [one] One declaration of look-alikes waits
   *[other] { $count } declarations of look-alikes wait
}
look-alikes-waiting-help = A performer signed that somebody is a look-alike and another person. Whoever confirmed neither of the two approves or refuses.
look-alike-declare = Declare a look-alike
look-alike-declare-help = You get a document to sign with your own key. The other person does not have to sign; they are told once it is in force.
look-alike-other-label = Registry ID of the other person
look-alike-other-help = Such as P-7K3M9QX2BD. They read it on their own page and give it to you; there is no search by name or likeness.
look-alike-write = Create the document
look-alike-not-ready = Before you can declare a look-alike, you are enrolled, and your union has confirmed likeness, key and name.
look-alike-to-steps = See the steps
look-alike-by-another = Somebody who looks like you declared that the two of you are two people, and a union approved it.
look-alike-since = since
look-alike-drafted = The document has been created. It counts for nothing until it is signed and a union has approved it.
look-alike-heading = { $performer } and { $other }
look-alike-says = { $performer } declares: { $other } is somebody else, although a camera may take one for the other.
look-alike-follows = Once a union has approved it, whoever is like both goes to a person instead of naming one of them.
look-alike-words = What is declared
look-alike-other = The other person
look-alike-pictures = Pictures that { $performer } keeps here
look-alike-paper = The document
look-alike-paper-help = The signature is made over exactly these bytes.
look-alike-paper-show = { $signed ->
    [yes] Show the document and its signature
   *[no] Show the document
}
look-alike-download = Download the document
look-alike-key = Key that signs
look-alike-signature = Signature
look-alike-signature-holds = It is valid, and the key was confirmed as the performer's.
look-alike-sign = Sign the document
look-alike-sign-read = Read the declaration.
look-alike-sign-command = On your own machine, sign it with the key that this page names. The command shows both IDs once more and asks.
look-alike-signature-file-label = Signature file
look-alike-signature-file-help = The command wrote { $file } next to the document.
look-alike-signature-text-label = Or what the file says
look-alike-signature-text-help = Open the file, copy everything in it, and paste it here. Never your key.
look-alike-signature-missing = Choose the signature file, or paste what it says.
look-alike-signature-unreadable = This is not what the command wrote. Look for the file whose name ends with .signature.json.
look-alike-signed-now = Your signature is valid and on record. A union now decides.
look-alike-waits = A union representative who confirmed neither of you decides. You are told here.
look-alike-for-a-colleague = Not yours to decide: you confirmed one of the two or are part of it. Somebody else of a union of theirs decides.
look-alike-decide = Are they two people?
look-alike-decide-help = Meet both, or see both live at once, and check each against their identity documents. Pictures alone do not show that people who look alike are two.
look-alike-other-elsewhere = The other person is no member of your union, so you see only their ID. Ask the performer how to reach them.
look-alike-refused-before = Another declaration about these two was refused:
look-alike-approve = Approve: they are two
look-alike-approved = The two are known as look-alikes now.
look-alike-refuse = Refuse
look-alike-refuse-help = Where you do not find that they are two, refuse. The performer who declared it is told, and nothing changes for anybody.
look-alike-refused = The declaration is refused. The performer is told.
look-alike-what-now = A union did not find that the two are two people. Talk to your union; then you can declare it again.
look-alike-end = Withdraw
look-alike-end-help-drafted = The document can then no longer be signed. You can create another one.
look-alike-end-help-signed = Then nobody decides about it any more. You can declare it again.
look-alike-end-help-approved = From then on, a finding that could be either of you may be taken for one of you again. The other person is told.
look-alike-end-now = Withdraw this declaration
look-alike-ended-now = The declaration has been withdrawn.
look-alike-history = History
look-alike-became-drafted = Written
look-alike-became-signed = Signed
look-alike-became-approved = Approved by a union
look-alike-became-refused = Refused by a union
look-alike-became-ended = Withdrawn
look-alike-state-drafted = to be signed
look-alike-state-signed = waits for a union
look-alike-state-approved = approved
look-alike-state-refused = refused
look-alike-state-ended = withdrawn

## Long lists

list-any = Any
list-sort = Sort by
list-show = Show
list-all = Show all
list-pages = Pages of this list
list-previous = Previous page
list-next = Next page
list-count = { $more ->
    [yes] More than { $count } entries
   *[no] { $count ->
        [one] 1 entry
       *[other] { $count } entries
    }
}
list-nothing = Nothing matches.
list-whole = { $more ->
    [yes] All of more than { $count }
   *[no] { $count ->
        [one] Open the list
       *[other] All { $count }
    }
}
list-state = State
list-waits = Waiting for
list-waits-verify = confirmation by the union
list-waits-countersign = the union's countersignature
list-standing = Identity
list-membership-confirmed = confirmed
list-membership-claimed = claimed, not confirmed
list-sort-name = Name
list-sort-newest = Newest first
list-sort-oldest = Oldest first
list-sort-ending = Ends soonest
list-sort-due = First due
list-kind = Question
list-review-possible = Possible match
list-review-not_found = Declared, not found
list-review-match = Questioned match
list-review-again = Questioned answer
list-due = Due
list-due-overdue = overdue
consents-search = Search by performer, production, company or ID
members-search = Search by name or ID
members-none = No members yet. Performers claim membership on their own page; you then confirm it.
reviews-search = Search by performer or ID
accounts-search = Search by name or e-mail
tokens-search = Search by owner or purpose
notices-none = No notices yet.
account-state-active = active
account-state-disabled = disabled
account-state-administrator = administrator
token-state-in_force = in force
token-state-expired = ended
token-state-revoked = revoked
account-unknown = There is no account with this address.
list-answer = Answer
waiting-search = Search by production, company, performer or check ID

## Letters

letter-subject = Likeness Registry: there is something for you to read
letter-text =
    Dear { $name },

    A notice is waiting for you in the Likeness Registry. Sign in to read it.

    This message was sent by the registry itself, and says nothing of what the notice is about. It contains no link, and never asks for
    your password.

## Getting in

sign-in-how = You need an invitation to get in: from your union, from your production, or from the operator of this registry.
password-forgotten = I do not have a password, or forgot it
register-link = Open an account
field-your-name-label = Your name
field-your-name-help = As others here will see it.
field-password-common = This password is too easy to guess. Choose another: a few unrelated words are good.
field-password-personal = This password is too easy to guess from your name, your address or the name of this registry. Choose another: a few unrelated words are good.
link-gone = This link does not work
link-gone-detail = Each link works once, and for a limited time. It may have been used, replaced or withdrawn. Ask for another where this one came from.
account-new-help = Its owner gets a letter with a link, and chooses the password. Nobody else ever knows it.
account-has-password = This account has a password. Its owner asks for another on the sign-in page.
join = Your invitation
join-to-performer = { $by } of { $of } invites you to have your likeness registered. You see every use that is asked for, and you say yes or no.
join-to-union = { $by } invites you to act for { $of }.
join-to-member = { $by } invites you to work on { $of } in this registry.
join-to-commissioner = { $by } invites you to approve uses for the commissioner of { $of }.
join-to-counsel = { $by } invites you to approve uses as legal counsel for { $of }.
join-unconfirmed = A production does not choose who approves what it does. So your approval counts only once the operator of this registry, or another contact who was confirmed before, has said that your address belongs to the commissioner or to counsel.
join-as = You are signed in as { $name }.
join-account-there = There is an account for { $email } already. Sign in, then accept.
join-sign-in = Sign in
join-address = Your account will be for
join-accept = Accept
join-not = You did not expect this? Do nothing: without your yes nothing happens.
join-until = The link works until
join-done = Welcome. You are in.
invitation-not-yours = This invitation was sent to another address than that of your account. Sign out, and sign in with the right account.
ask-password = Choose a new password
ask-password-lead = Type the e-mail address of your account. You will get a letter with a link.
ask-registration = Open an account
ask-registration-lead = Type your e-mail address. You will get a letter with a link that opens your account.
ask-send = Send me a link
asked = Look into your mail
asked-password = If there is an account with this address, a letter with a link is on its way. The link works for 30 minutes.
asked-registration = A letter is on its way. Its link works for 24 hours.
asked-nothing = Nothing after some minutes? Look among unwanted mail, and check the address that you typed.
choose-password = Choose a new password
choose-password-do = Save the password
choose-account = Account:
choose-password-help = You will be signed out everywhere, and told that the password was changed.
choose-registration = Open your account
choose-registration-do = Open the account
reset-done = The password is saved. Sign in with it now.
second-factor = Second factor
second-factor-on = Signing in takes a code of your authenticator app. { $left ->
    [0] No recovery code is left: turn the second factor off and on again to get new ones.
    [one] One recovery code is left.
   *[other] { $left } recovery codes are left.
}
second-factor-off = Signing in takes the password alone. With a second factor a stolen password opens nothing.
second-factor-asked = You decide for others here. With a second factor nobody can do that with your password alone.
second-factor-asleep = In this registry whoever decides for others needs a second factor. Until you have one and have signed in with it, you can read what is your own, but decide nothing.
second-factor-set-up = Set up a second factor
second-factor-lead = An authenticator app on your telephone shows a code of six digits that changes every 30 seconds. You type it each time you sign in.
second-factor-scan = Open the authenticator app, and let it read this picture:
second-factor-picture = QR code for your authenticator app
second-factor-type = No camera? Type this key into the app:
second-factor-code = Code
second-factor-code-help = The six digits that your authenticator app shows, or a recovery code.
second-factor-first-help = The six digits that the app shows now.
second-factor-turn-on = Turn it on
second-factor-is-on = The second factor is on.
second-factor-give = Your second factor
second-factor-go-on = Go on
second-factor-lost = You lost both the telephone and the recovery codes? The operator of this registry can turn the second factor off, once they know that it is you.
second-factor-remove = Turn the second factor off
second-factor-remove-lead = From then on your password alone opens your account. The recovery codes are void.
second-factor-keep = Keep it
second-factor-removed = The second factor is off.
second-factor-wrong = This code is wrong, or was used already. Wait for the next one.
second-factor-missing = There is no second factor to turn on or off.
second-factor-is-there = The second factor is on already.
second-factor-own = Turn your own second factor off on your page of sessions.
recovery-codes = Recovery codes
recovery-codes-lead = Each of these codes opens your account once, when you do not have your telephone. Keep them on paper or in a password manager. They are shown this once.
recovery-codes-kept = I have kept them
invitations = Invitations
invite = Invite somebody
invite-people = Invite people
invitations-lead = Whoever you invite gets a letter with a link. They choose their own name and password, and get in when they accept.
invitations-sent = Sent
invitations-none = Nobody was invited yet.
invitation-to = As
invitation-to-performer = Performer, member of the union
invitation-to-union = Representative of the union
invitation-to-member = Member of the production
invitation-to-commissioner = Commissioner's contact
invitation-to-counsel = Legal counsel
invitation-outside-help = The commissioner's contact and counsel cannot have an address of a member's mail domain. After they accept, the operator of this registry, or a contact who was confirmed before, checks that the address is theirs. Only then does their approval count.
invitation-name-help = They can change it.
invitation-record = Record
invitation-record-new = A new record
invitation-record-help = A member's record that has no account yet becomes theirs.
invitation-send = Send the invitation
invitation-sent = The invitation to { $email } is on its way.
invitation-resend = Send again
invitation-resent = Another link is on its way. The one before does not work any more.
invitation-withdraw = Withdraw
invitation-by = sent by { $by }
invitation-waiting = waits for an answer
invitation-expired = expired
invitation-accepted = accepted
invitation-withdrawn = withdrawn
invitation-unconfirmed = accepted, waits until the address is confirmed
invitation-confirmed = accepted and confirmed
invitation-refused = refused: the address is not theirs
invitation-same-domain = This address is of the same mail domain as a member's. Whoever approves for the commissioner or as counsel has to be somebody else.
invitation-waits-already = An invitation to this address waits for an answer. Send it again, or withdraw it first.
invitation-answered = Somebody has answered this already.
invitation-too-many = { $most } invitations are waiting. Withdraw some first.
approvers-to-confirm = Approvers to confirm
approvers-lead = These people accepted a production's invitation to approve what it does. Confirm only if you know, from somebody other than the production, that the address belongs to the commissioner or to counsel.
approvers-none = Nobody waits to be confirmed.
approver-confirm = The address is theirs
approver-refuse = It is not
approver-confirmed = Confirmed. They can approve from now on.
approver-refused = Refused. They and the production are told.
notice-approver-confirmed = The address of { $office ->
    [commissioner] the commissioner's contact
   *[other] legal counsel
} was confirmed. Their approval counts from now on.
notice-approver-waits = Somebody accepted a production's invitation to approve what it does. Confirm or refuse their address: { $email }, for { $of }.
notice-approver-refused = The address of { $office ->
    [commissioner] a commissioner's contact
   *[other] legal counsel
} was not confirmed. They cannot approve.
notice-password-changed = The password of your account was changed. If that was not you, choose a new one at once, and tell the operator of this registry.
notice-new-browser = Your account was signed in to in a browser that it has not used before ({ $browser }). If that was not you, end the session and change your password.
notice-second-factor-added = A second factor was turned on for your account. If that was not you, tell the operator of this registry.
notice-second-factor-removed = The second factor of your account was turned off. If that was not you, tell the operator of this registry.
notice-recovery-code-used = A recovery code of your account was used; { $left } are left. If that was not you, change your password and tell the operator of this registry.
letter-invitation-subject = Likeness Registry: you are invited
letter-invitation-text =
    { $by } invites you to the Likeness Registry, for { $of }: { $office ->
        [performer] to have your likeness registered, and to decide how it is used.
        [union] to act for the union.
        [member] to work on the production.
        [commissioner] to approve for the commissioner.
       *[counsel] to approve as legal counsel.
    }

    Open this link to see what it is about, and to accept. It works once, until { $until }:

    { $link }

    You did not expect this? Do nothing. Without your yes nothing happens.
letter-password-subject = Likeness Registry: choose a new password
letter-password-text =
    Dear { $name },

    Somebody, probably you, asked for a new password for your account. Open this link to choose one. It works once, until { $until }:

    { $link }

    That was not you? Do nothing, and your password stays as it is.
letter-welcome-subject = Likeness Registry: your account
letter-welcome-text =
    Dear { $name },

    An account in the Likeness Registry was opened for you. Open this link to choose a password. It works once, until { $until }:

    { $link }

    After that, ask for another link at { $address }.
letter-trial-subject = Likeness Registry: a test letter
letter-trial-text =
    This letter was sent from the operator's page, to try out how letters leave.

    The registry is at { $address }.

letter-registration-subject = Likeness Registry: open your account
letter-registration-text =
    Somebody, probably you, asked for an account in the Likeness Registry with this address. Open this link to choose a name and a password. It works once, for 24 hours:

    { $link }

    That was not you? Do nothing. Without your yes there is no account.
letter-registered-subject = Likeness Registry: you have an account
letter-registered-text =
    Dear { $name },

    Somebody, probably you, asked for an account in the Likeness Registry with this address. There is one already. If you forgot the password, choose another at { $address }.

    That was not you? Do nothing.
letter-new-browser-subject = Likeness Registry: a new sign-in
letter-new-browser-text =
    Dear { $name },

    Your account was signed in to on { $at }, in a browser that it has not used before: { $browser }

    That was you? Then there is nothing to do. If it was not, go to { $address }, end that session, and change your password.

## Passkeys

passkeys = Passkeys for signing in
passkeys-lead = With a passkey you sign in without a password: your device checks that it is you. A passkey for signing in never signs a consent.
passkeys-held = Your passkeys
passkeys-none = You have none yet.
passkeys-manage = Passkeys
passkey-sign-in-make = Make a passkey to sign in
passkey-sign-in-added = From now on you can sign in with this passkey.
passkey-sign-in = Use a passkey instead
passkey-sign-in-failed = This passkey opens no account here. Try again, or use your password.
passkey-remove = Remove
passkey-removed = Removed. It opens nothing any more.
passkey-label-label = What you call it
passkey-label-help = The device or the place it is kept, such as “My phone”.
passkey-failed = Nothing was done. It was cancelled, took too long, or this device has no passkey for it. You can try again.
passkey-make = Make it on the signing page
passkey-backed-up = kept in more than one place by its maker
passkey-may-be-backed-up = may be kept in more than one place by its maker
passkey-one-device = on one device alone
passkey-used = last used
passkey-key = Sign with a passkey
passkey-key-help = The simplest way: your phone or computer makes a key and checks each time that it is you. You sign on a page of its own, which shows you the words first. Nothing has to be installed.
passkey-union-key-help = Your phone or computer makes a key with which you countersign for the union, on a page of its own. Only you can use it.
passkey-key-file = Or sign with a key file
passkey-page-hash = How the signing page is checked: its address and its SHA-256
passkey-added = The passkey is made and on record. A performer’s counts once their union has confirmed its fingerprint.
passkey-sign = Sign with your passkey
passkey-sign-help = The signing page shows you the words once more. Your device then checks that it is you.
passkey-elsewhere = This consent names the passkey “{ $label }”. Only the account that made it can sign with it, at the address at which it was made.
passkey-other-way = Or with a key file
passkey-countersign = Countersign with your passkey
passkey-withdraw = Withdraw with your passkey
passkey-withdraw-help = Signed, so that anybody can see later that it was you.
passkey-withdraw-unsigned = Or withdraw without a signature
passkey-answer-help = With your passkey the answer is signed. It then proves itself.
passkey-answer-approved = Approve with your passkey
passkey-answer-refused = Refuse with your passkey
passkey-answer-unsigned = Or answer without a signature
passkey-signed-withdrawal = The signed withdrawal
passkey-signed-answer = The signed answer
passkey-no-place = Passkeys cannot be used at this address. The operator has to say by which name people reach this registry (LIKENESS_ORIGIN).
passkey-refused = The passkey was refused: { $problem }.
passkey-other-key = This passkey is not the key that may sign here.
passkey-known = This passkey is on record already.
passkey-copied = This passkey has signed before with a higher count, so somebody may have copied it. Revoke it, and tell your union.
passkey-too-many = You have { $most } passkeys. Remove one that you no longer use.
passkey-none-for-this = You have no confirmed passkey for this. Make one on your page of signing keys, or sign with a key file.
signing-request-unknown = There is nothing to sign here. Go back to the registry and begin again.
signing-request-used = This was signed already. Go back to the registry to see it.
signing-request-expired = This request is over. Go back to the registry and begin again.
signing-request-unreadable = What the browser sent cannot be read. Go back to the registry and begin again.
signing-request-forbidden = You may not do this any more. Go back to the registry to see why.
act-differs = The signed paper says something else than what is to be done.
origin-missing = LIKENESS_SIGN_ORIGIN is set, LIKENESS_ORIGIN is not. Say by which name people reach the pages, too.
origin-same-host = LIKENESS_ORIGIN and LIKENESS_SIGN_ORIGIN name the same host, { $host }. Passkeys that sign need a host of their own.
origin-unusable = { $origin } is no address such as https://registry.example.org: a scheme (https, but for localhost), a host in lower case, perhaps a port, and nothing after it.
notice-passkey-removed = A passkey was removed from your account: { $label }. If it was not you, change your password and end the other sessions.
notice-passkey-added = A passkey was added to your account: { $label }. If it was not you, remove it and change your password.
notice-key-replaced = A union put the key { $by } in the place of your lost key { $fingerprint }. If it was not you, tell your union.
verify-replaces-label = This key takes the place of a lost one
verify-replaces-none = No, it is a further key
passkey-signed-replacement = A lost key was replaced: what the union signed
passkey-replace = Replace the lost key, signed with your passkey
verify-replaces-help = What the lost key signed before still counts. It signs nothing new.
schema-act = A signed act: a withdrawal, or an answer for one use
key-replaces-itself = This is the key that you are confirming. Choose the key that was lost, or say that this one is a further key.
key-confirmed-elsewhere = Another union confirmed the lost key, and only that one puts another in its place. Confirm the new key as a further one.

## Verifying a receipt

verify-receipt = Verify a receipt
verify-lead = Check whether a receipt of this registry is genuine, still counts, and belongs to the file in front of you. You need no account.
verify-receipt-label = Receipt
verify-receipt-help = The .json file that the production gave you.
verify-receipt-wrong = This file is not a receipt. Choose the .json file that was downloaded from the check’s page.
verify-receipt-unknown = The signature holds, but the receipt is in a form that this version does not know.
verify-file-label = The file you want to use
verify-file-help = Your browser works out its SHA-256. The file itself stays on your device.
verify-hashing = Working out the SHA-256
verify-hashed = Done. Only the SHA-256 below will be sent.
verify-hash-failed = The file could not be read. Choose it again, or enter its SHA-256 below.
verify-sha256-label = SHA-256 of the file
verify-sha256-help = 64 characters, as sha256sum prints them. Filled in for you when you choose the file above.
verify-sha256-wrong = A SHA-256 has 64 characters, 0–9 and a–f.
verify-use-label = Declared use (USE.json)
verify-use-help = Needed unless the receipt says that the file is for the finished work.
verify-use-wrong = This file is not a declaration. Choose the USE.json that was downloaded from the check’s page.
verify-now = Verify
verify-trust = This page takes the registry’s own word for its key. If you would rather not, keep a copy of trust.json and use likeness verify, which works offline.
verify-id-counts = Receipt { $receipt } still counts. Add the receipt and the file to see what it allows.
verify-id-recalled = Receipt { $receipt } no longer counts. Have the file checked again.
verify-id-unknown = This registry has issued no receipt { $receipt } that is still within its period of validity.
verify-yes = You may use this file as declared
verify-no = Do not use this file
verify-says = What the receipt says
verify-another = Verify another receipt
verify-other-registry = The receipt was not signed by this registry. Verify it where it was issued.
verify-open-file = You have not named the file. Choose it, so that it is compared with the one that was checked.
verify-open-use = The receipt is not for the finished work, so it counts only for the use that was declared. Add that declaration (USE.json).
verify-open-status = Nobody has checked whether the receipt was recalled.
receipt-declared = Declared as
receipt-declared-words = { $element }, stage { $stage }: unit { $unit }, version { $unit_version }
receipt-issued = Issued
receipt-ended = Was valid until
receipt-expires = Valid until
receipt-code = Scan to check whether this receipt still counts.
receipt-code-link = Open that page

## Many files under one declaration

batch = Check several files
batch-lead = Every file is checked as declared, as a shot of its own. The shot and its version are read from the file’s name: SH010_v003.jpg is version 3 of SH010.
batch-declaration = Declaration
batch-open = Check several files with this declaration
batch-files = Files
batch-files-help = Choose pictures, films or recordings, or drop files or a folder here. A folder is taken with all that is in it. Where scripts are off, up to { $most } at a time.
batch-folder = Or a whole folder
batch-send = Check these files
batch-sent = Results
batch-file = File
batch-answer = Answer
batch-waiting = Waiting to be sent
batch-sending = Sending
batch-failed = Not sent. Choose the file again.
batch-later = Too many checks are waiting. This file is sent as soon as there is room.
batch-others = Files left out because they are neither pictures, films nor recordings: 0
batch-unread = Files or folders that the browser could not read: 0
batch-all = Files answered
batch-left = Files still to be sent: 0
batch-not-taken = Not accepted
batch-none = Choose at least one file.
batch-too-many = That is too many at once. Choose at most { $most } files.
batch-not-declared = Answer the open questions first. Then you can send files.

## From no to yes

remedies = What you can do
remedy-renew = Check it again
remedy-renew-help = Opens a new declaration with everything you declared. Change what is different by now, and send the same file.
remedy-correct = Correct the declaration
remedy-correct-help = Opens a new declaration with everything you declared. Change what was wrong and send the file again.
remedy-consent = Ask { $performer } for consent
remedy-consent-help = The request is filled in with the use that you declared.
remedy-answers = See who has to approve
remedy-answers-help = Notify or ask whoever has to answer for this use.
remedy-appeal = Appeal or ask for a review
remedy-history = See the shot’s history
remedy-history-help = Its versions, answers, notes and counter-proposals, in one place.
remedy-registry = Ask the administrator of this registry
remedy-registry-help = This is missing in the registry itself. Nobody in a production or a union can put it right here.
remedy-consent-of-name = { $name } is declared by name alone
remedy-consent-of-name-help = Consent is asked of a registry ID. Ask the person or their union for it, then correct the declaration.
remedy-appeal-help = If the wrong person was recognised, or somebody was missed, a person takes another look.
draft-taken-up = This is a copy of what you declared. Change what was wrong, then send the file again.

## A shot and its history

shot-lead = Every version that was checked, who answered, and what was written about it.
shot-history = History
shot-versions = Versions
shot-sent = Sent for a check: { $file }
shot-decided = Decided
shot-note = Note
shot-note-new = Add a note
shot-note-help = The production, the commissioner’s contact and counsel can read it. Performers and unions cannot.
shot-note-about = About
shot-note-whole = The whole shot
shot-note-write = Add the note
note-empty = Write something first.
note-too-long = A note has at most 2,000 characters.
note-hidden-characters = A note cannot contain control characters or invisible formatting characters.
note-written = Your note has been added.

## Before something that cannot be undone

sure-not = No, go back
sure-files = { $files ->
    [0] No file that is cleared now is affected.
    [one] One file that is cleared now can no longer be used until it has been decided again.
   *[other] { $files } files that are cleared now, of { $productions ->
        [one] one production
       *[other] { $productions } productions
    }, can no longer be used until they have been decided again.
}
consent-withdraw-follows = From this moment on, nothing new may be made under this consent. { $after ->
    [finished_work_only] By its terms, { $production } may go on using what it finished before, as the consent allows.
   *[none] { $production } may not go on using what it finished before, either.
  } A withdrawn consent cannot be restored; you would have to sign a new one.
consent-withdraw-told = The production is told that the consent can no longer be used, not by whom or why.
release-withdraw-follows = Your templates and the key that encrypts them are destroyed. Nobody can be recognised as you until you enrol again and your identity is confirmed again.
release-withdraw-stays = Your record, your consents and their signatures stay.
strike-follows = { $agreement }, against { $whom }: from this moment on nothing that the strike affects may be used.
strike-told = The productions are told at once. You can end the strike at any time; files are then decided again.
strike-choose = Choose whom the strike is against
strike-every = Every production under the agreement
account-disable-follows = { $name } is signed out everywhere and cannot sign in until you enable the account again. Their access tokens are revoked for good.
account-disable-stays = What they signed, approved or decided stays on record.

# --- terms of art ---
glossary = Terms of art
glossary-lead = What the words on forms and in decisions mean.
glossary-what = What does this mean?
glossary-digital-replica = Digital replica
glossary-digital-replica-means = A picture or voice that was generated or altered and in which a real performer can be recognised.
glossary-replica-employment = Employment-based replica
glossary-replica-employment-means = A digital replica that was made while the performer was employed on the project, with the performer taking part, usually by a scan.
glossary-replica-independent = Independently created replica
glossary-replica-independent-means = A digital replica of a real performer that was made without that performer taking part, from existing material for example.
glossary-replica-background = Background actor replica
glossary-replica-background-means = A digital replica of somebody who was engaged as a background actor. It may not be used to avoid engaging background actors.
glossary-synthetic-performer = Synthetic performer
glossary-synthetic-performer-means = A generated person who is not recognisable as any real performer. Unions usually have to be told before one takes the place of a human.
glossary-alteration = Alteration
glossary-alteration-means = A change of a performance that was recorded: of how somebody looks, moves or sounds, or of what is said. Some changes, such as colour and light, are customary and need no consent of their own.
glossary-treatment = Treatment
glossary-treatment-means = How a person came to be in the file: filmed as shown, altered, or generated as a replica or as somebody who does not exist.
glossary-modality = Part of the likeness
glossary-modality-means = What somebody can be recognised by: face, voice, body, movement or name. Each needs consent. Today files are examined for faces; a voice is never said to be absent.
glossary-scope = Scope
glossary-scope-means = What a consent allows in every respect: project, medium, territory, language, content, time and number of uses. What it does not name is not allowed.
glossary-use = Use
glossary-use-means = One shot, line, picture or other piece of material under one consent. New versions of the same shot are the same use.
glossary-exploitation = After the term
glossary-exploitation-means = Whether a work that was finished during the term may still be shown when the term is over. Nothing new may be made then.
glossary-per-use-approval = Approval of each use
glossary-per-use-approval-means = The performer sees and approves every single use before it is cleared, in addition to the consent.
glossary-countersignature = Countersignature
glossary-countersignature-means = The union’s signature under a consent that one of its agreements covers. Until it is there, the consent does not count.
glossary-floor-term = Floor term
glossary-floor-term-means = The widest that a union accepts in its members’ consents. Members may agree to less, never to more.
glossary-strike = Strike
glossary-strike-means = A union’s stop of all uses under one of its agreements. The consent says whether finished uses stop too.
glossary-training = Training
glossary-training-means = Teaching a model with somebody’s likeness or performance. It is never part of another consent and has to be agreed by itself.
glossary-day-equivalent = Day equivalent
glossary-day-equivalent-means = Pay as for the days that the performer would have worked to do what the replica does.
glossary-residuals = Residuals
glossary-residuals-means = Further pay each time that a work is shown again.
glossary-commissioner = Commissioner
glossary-commissioner-means = The company that ordered the work. Some of them ask for written approval before generated material is final.
glossary-stage = Stage
glossary-stage-means = Whether the file is an idea, temporary material that will be replaced, or part of what is delivered. Final material has to meet more conditions.
glossary-source-type = Digital source type
glossary-source-type-means = The IPTC word for how a picture, a film or a recording came about: captured, altered, or generated by a model. It travels with the file as metadata.
glossary-principles = The five principles
glossary-principles-means = What a large commissioner asks of its partners about generated material: do not replicate what is not yours, use tools that neither keep nor train on your data, in a secured environment, as temporary material, and never to replace a performance without consent.
glossary-exemption = Exemption
glossary-exemption-means = A use for which an agreement asks no consent, such as an alteration that leaves the performance as it was scripted and recorded. Somebody other than the production has to confirm it.
glossary-territory = Territory
glossary-territory-means = Where a work will be shown. A consent for Germany does not cover the European Union.
glossary-declaration = Declaration
glossary-declaration-means = What the production says about a file: what it is, who is in it, how it was made and how it will be used. A receipt counts for exactly this file and this declaration.
glossary-receipt = Receipt
glossary-receipt-means = The signed result of a check. It counts for one file and one declaration, until its expiry or until something it rests on changes.
glossary-biometric-release = Biometric release
glossary-biometric-release-means = A performer’s signed permission to keep templates of their likeness for the one purpose of finding uses of it.

## The inbox

inbox = Inbox
inbox-lead = Everything that you were told, for yourself and for everybody you act for.
inbox-read-all = Mark all as read
inbox-all-read-now = Everything is marked as read.
inbox-settings = How to be told
inbox-settings-lead = Choose for each kind of notice whether you also get an e-mail.
inbox-settings-help = Whatever you choose, every notice is in your inbox. An e-mail never says what a notice is about. If very many come within an hour, not each of them is mailed.
inbox-settings-save = Save
inbox-settings-kept = Your choice is saved.
inbox-new = New
inbox-open = Open
inbox-read = Mark as read
inbox-archived = Archive
inbox-restore = Back to the inbox
inbox-from = notice of
inbox-whom = For
inbox-kind = Kind
inbox-yourself = You
inbox-state-unread = unread
inbox-state-read = read
inbox-state-archived = archived
door-inbox = Inbox
door-inbox-detail = Everything that you were told.
door-count-inbox = { $count ->
    [one] 1 unread
   *[other] { $count } unread
}
door-count-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
}
notice-kind-asked = Asked of you
notice-kind-asked-help = Somebody waits for your decision, your signature or a file.
notice-kind-used = A likeness was used
notice-kind-used-help = A check found you or a member, and what people made of it.
notice-kind-checks = Files and answers
notice-kind-checks-help = A check has another answer, somebody answered, or a time limit ran out.
notice-kind-consents = Consents
notice-kind-consents-help = A consent was given, ended or changed.
notice-kind-people = Memberships and offices
notice-kind-people-help = Somebody joined, left or was confirmed.
notice-kind-strikes = Strikes
notice-kind-strikes-help = A strike has begun or is over.
notice-kind-security = Security
notice-kind-security-help = Keys, passkeys, sign-ins, identity, references, who acts for whom.
notice-kind-fixed = Always mailed at once; this cannot be switched off.
notice-how-at_once = E-mail at once
notice-how-digest = In one e-mail a day
notice-how-inbox = Only in the inbox
digest-subject = Likeness Registry: your day
digest-text =
    Dear { $name },

    These notices are unread in your inbox in the Likeness Registry:

    { $lines }

    Sign in to read them. This message was sent by the registry itself, and says nothing of what the notices are about. It
    contains no link, and never asks for your password.
digest-asked = Asked of you: { $count }
digest-used = A likeness was used: { $count }
digest-checks = Files and answers: { $count }
digest-consents = Consents: { $count }
digest-people = Memberships and offices: { $count }

## Notices of what nobody was told before

notice-answer-asked = Check { $check } waits for your answer.
notice-agreement-confirmed = The union confirmed that your production works under { WORD($agreement) }.
notice-approval-over = An answer has run out and no longer counts: { WORD($approval) }. It can be given again.
notice-clock-ran-out = A time limit in check { $check } ran out on { $due }.
notice-consent-ended = The term of consent { $consent } has ended.
notice-coverage-said = { $covered ->
    [yes] A union confirmed that work for “{ $title }” is covered by { WORD($agreement) }.
   *[no] A union found that work for “{ $title }” is not covered by { WORD($agreement) }.
}
notice-membership-confirmed = { $union_id } confirmed that you are a member.
notice-office-given = You hold an office now: { $office ->
    [union] representative of the union { $of }
    [neutral] neutral reviewer
    [member] member of the production { $of }
    [commissioner] the commissioner’s contact for { $of }
    [counsel] counsel for { $of }
   *[other] { $office }
}. If you did not expect this, tell the operator.
notice-production-office-given = Somebody joined your production as { $office ->
    [commissioner] the commissioner’s contact
    [counsel] counsel
   *[member] a member
}; the page of its members lists everybody.
notice-token-created = An access token was made for your account: { $label }. If it was not you, revoke it and change your password.
notice-union-key-revoked = A key to countersign with was revoked: { $fingerprint }

## What waits

waiting-everything-lead = Everything that waits for you, longest first. Each line leads to where you answer it.
waiting-everything-search = Search by production, person, shot or ID
waiting-kind = What is asked
waits-since = since
waits-answer = Your answer
waits-sign = A consent to read and sign
waits-countersign = A consent to countersign
waits-coverage = Say whether the work is covered
waits-file = Show the file again
waits-review = Look at a finding
waits-appeal = Look at a disputed finding
waits-dispute = A dispute about a likeness
waits-look_alike = A look-alike to approve or refuse
waits-identity = An identity to confirm
waits-membership = A membership to confirm
waits-representation = Somebody’s authority to confirm
waits-agreement = A production’s agreement to confirm
waits-offer = An office that you are offered

## What a check says to those who see a part of it

verdict-part = Your part: { $verdict }
checks-once-confirmed = Checks that find you are shown here once your union has confirmed your identity. Until then nothing is shown, whether there are any or not.
checks-once-member = Checks of a member are shown here once your union has confirmed the membership. Until then nothing is shown, whether there are any or not.
checks-of-own-productions = Checks of productions in which you have a part yourself are on the page of the production alone.
draft-assumed = Recorded as well, since it was not asked
contradiction-somebody-shows = Somebody who can be recognised is visible in the file.

## The operator's pages

operating = State of this instance
operating-lead = What likeness doctor says on the command line, and what is going on. Counts and sizes: nothing here shows a likeness, and nothing can be released.
operating-fine = Everything that is needed is here and works.
operating-wrong = { $count ->
    [one] One thing is missing or wrong.
   *[other] { $count } things are missing or wrong.
} What to do stands beside it.
operating-health = Health
operating-ok = fine
operating-missing = missing
operating-optional = to note
operating-conflicts = Conflicts of office
operating-conflicts-none = Nobody holds two offices that should not lie in one hand.
operating-conflict = excluded
operating-both-sides = on both sides
operating-excluded = Nobody may hold these two offices together. They step down from one of them, or you disable the account.
operating-apart = Both may be held. In the matter that they share this account acts for one side only: somebody else has to confirm, countersign and review.
operating-queue = Queue
operating-waiting = Waiting
operating-at-work = At work
operating-oldest = Oldest since
operating-mail = Mail
operating-mail-server = Letters are handed to { $server }.
operating-mail-folder = No mail server is set. Letters lie in the outbox folder of the instance, where a mail server may take them.
operating-failing = Tried in vain so far
operating-lost = Given up or refused
operating-lost-count = { $count ->
    [0] none
    [one] one letter, to one address
   *[other] { $count } letters, to { $addresses ->
        [one] one address
       *[other] { $addresses } addresses
    }
}
operating-delivered = Last handed over
mail = Mail
mail-more = What is set, which letters wait, and a letter to try it with
mail-set = What is set
mail-set-where = Mail is set in the environment of the registry and of its worker (LIKENESS_SMTP_HOST and its neighbours, LIKENESS_BASE_URL), never on a page: a password that a page could change, a page could give away.
mail-server = Mail server
mail-security = Encryption
mail-security-starttls = STARTTLS, required
mail-security-tls = TLS from the start
mail-security-none = none: only for a server on the same machine
mail-user = Signs in as
mail-password = Password
mail-password-set = set, not shown
mail-sender = Sender
mail-address = Links begin with
mail-none = not set
mail-no-sender = LIKENESS_SMTP_SENDER names no address, so no server takes a letter.
mail-try = Send me a test letter
mail-tried = The server has taken a letter to { $to }. Whether it arrives, your mailbox shows.
mail-tried-folder = No mail server is set. A letter lies in { $folder }.
mail-tried-in-vain = No letter to { $to } was taken: { $problem }.
mail-late = Letters that wait or were lost
mail-late-help = Letters that wait come first. What was refused or given up is not sent again; a notice stays in the inbox, and whoever was invited is invited anew.
mail-late-none = No letter waits, and none was lost in the last 30 days.
mail-state-waiting = waits
mail-state-refused = refused
mail-state-given_up = given up
mail-tries = { $count ->
    [one] tried once
   *[other] tried { $count } times
  }
mail-next = next
mail-since = Written
mail-problem = The server said last:
operating-storage = Storage
operating-free = Free on the disk
operating-place-database = Database
operating-place-uploads = Uploads under examination
operating-place-incoming = Uploads that are arriving
operating-place-outbox = Outbox
operating-place-keystore = Key store
operating-files = { $count ->
    [one] one file
   *[other] { $count } files
}
operating-kept = Pictures kept by performers
operating-kept-count = { $count ->
    [one] one picture
   *[other] { $count } pictures
}
operating-kept-help = Performers chose to keep them for reviewers. They are encrypted, and you cannot open them.
operating-backups = Backups
operating-backup-last = { $name }, with { $entries } ledger entries:
operating-backup-none = No copy of the database is known.
operating-backup-own = The database is PostgreSQL: its own tools copy it, and nothing is known of that here.
operating-backup-how = On the machine that runs the instance, while it goes on working:
operating-backup-keys = The key store is in no backup. Keep it by other means, and never both in one place.
operating-models = Models
operating-model-verified = checksum right
operating-model-missing = not here
operating-model-altered = altered
account-office-administrator = Runs this instance
account-office-union = Representative,
account-office-neutral = Neutral reviewer
account-office-member = Member of the production
account-office-commissioner = Commissioner’s contact,
account-office-counsel = Counsel,
account-office-performer = Performer
account-office-agent = Acts for a performer
account-offices = Offices
account-offices-none = This account holds no office.
account-offices-help = Offices are given and ended by those whose they are: unions, productions and the account itself.
account-opens = What opens it
account-password-set = set
account-password-none = none chosen yet
account-since = Opened
account-acts = What you can do
account-own = This is your own account. Another administrator would have to change it.
account-enable = Enable
account-enable-help = The account may sign in again, with the offices it held. Its sessions and access tokens stay gone.
account-enabled = The account may act again.
account-welcome = Send the letter again
account-welcomed = A letter with a new link is on its way.
account-reset = Reset sign-in
account-reset-follows = { $name } is signed out everywhere. Password, passkeys for signing in and access tokens stop working at once. A letter to { $email } lets them choose a new password.
account-reset-stays = A second factor stays, and so do offices, keys for signing and everything signed.
account-was-reset = Nothing opens the account any more but the link in the letter.
account-reset-own = You cannot reset your own account. Ask for a new password on the sign-in page.
account-reset-disabled = The account is disabled. Enable it first.
account-factor-reset = Turn off second factor
account-factor-follows = Whoever has { $name }’s password gets in with that alone, until a new second factor is set up.
account-factor-first = First make sure that it is they who ask, in person or by a telephone number that you know.
account-factor-was-reset = The second factor is off. The account’s owner is told.
notice-account-reset = The operator reset your sign-in: password, passkeys and access tokens stopped working. If you did not ask for that, tell your union.
letter-account-reset-subject = Likeness Registry: choose a new password
letter-account-reset-text =
    Dear { $name },

    The operator of the Likeness Registry reset how you sign in. Your password, your passkeys for signing in and your access tokens no longer work. Open this link to choose a new password. It works once, until { $until }:

    { $link }

    You did not ask for that? Tell the operator, or your union.
operating-checksum = SHA-256

## From an empty instance to one that works

steps = First steps
steps-lead = What a registry needs before it can answer, in order. This page looks at the records each time it is opened.
steps-missing = Still missing
steps-all = All first steps
steps-none = There is nothing for this account to set up.
step-done = done
step-open = missing
step-invited = Invited: { $email }, who has not accepted yet.
step-factor = Your second factor
step-factor-help = You decide for others. A password alone is not enough for that.
step-factor-do = Set it up
step-mail = A mail server
step-mail-help = Until one is set, letters with links lie in a folder on the machine that runs the instance.
step-mail-who = Set LIKENESS_SMTP_HOST and LIKENESS_SMTP_SENDER where the instance runs.
step-union = The first union
step-union-help = It confirms who people are, and countersigns for its members.
step-union-do = Create it
step-agreement = Its agreement
step-agreement-help = Say which collective agreement the union countersigns under.
step-agreement-do = Assign it
step-representative = Its first representative
step-representative-help = Invite somebody who acts for the union. They bring in the others.
step-representative-do = Invite them
step-key = The union’s key
step-key-help = The union countersigns with it: a passkey on a representative’s phone, or a key file.
step-key-who = A representative makes it.
step-key-do = Make it
step-member = The first member
step-member-help = Invite a performer. They release their biometrics, enrol and make a signing key themselves.
step-member-who = A representative invites them.
step-member-do = Invite them
step-identity = The first confirmed identity
step-identity-help = Once a performer has enrolled and made a key, a representative confirms likeness, key, name and membership.
step-identity-who = A representative confirms it.
step-identity-do = See the members
step-production = The first production
step-production-help = Open an account for somebody who makes one. They register the production on their start page.
step-production-do = Open an account
step-release = Your release
step-release-help = Read what is done with your likeness, and agree to it. Nobody is recognised without it.
step-release-do = Read it
step-likeness = Your likeness
step-likeness-help = Enrol with a few pictures, so that you can be recognised.
step-likeness-do = Enrol
step-passkey = Your signing passkey
step-passkey-help = You sign consents with it, on your own phone.
step-passkey-do = Make it
step-confirmed = Your identity
step-confirmed-help = Your consents count once a union has confirmed that likeness, key and name belong together.
step-confirmed-who = Your union confirms it.
step-contact = The commissioner’s contact
step-contact-help = Invite whoever approves for the commissioner. What they have to approve can otherwise not be cleared.
step-contact-do = Invite them
step-check = The first check
step-check-help = Declare what you want to do with a file, and check it.
step-check-do = To the production
prove = Is it you?
prove-lead = This gives another device or program a way into your account. Show once more that the account is yours.
prove-go-on = Go on
prove-passkey = A passkey opens your account without a password. You are asked for your password or a passkey once more before you make one.
prove-token = A token lets a program act as you without your password. You are asked for your password or a passkey once more before you create one.
prove-first = Show once more that the account is yours, then try again.
passkey-not-this-account = This passkey does not open this account.

## The demo

story = What to look at
story-free = Nobody here exists, and nothing you do leaves this machine. The next likeness demo begins anew.
story-performer = You are Mara Lind, and you play in The Quiet Harbour. The production wants to make shots of you that the weather kept you from playing.
story-performer-1 = See what the registry keeps of your likeness, and that your union confirmed it is you.
story-performer-2 = Read the consent that you signed, in plain words: one production, two media, twenty shots.
story-performer-3 = Look at a shot on the quay in which you were found. It stays within what you signed, and the commissioner approved it.
story-performer-4 = Look at a shot with two others in it. You see your own part; whether it may be used depends on them as well.
story-performer-5 = Play a line in which you are seen and heard. Your consent covers your face and your voice.
story-performer-6 = Look at a shot that has your words come out of another mouth. It is not allowed.
story-performer-7 = Say in advance what nobody need ask you for.
story-performer-8 = See what a withdrawal would stop. You are asked again before anything happens.
story-union = You are Ursula Reyes, and you represent the Harbour Players’ Union. Its members rely on you to confirm, countersign and watch.
story-union-1 = Start with what waits for you, and with the latest checks that touch members.
story-union-2 = Read what the production asks of Tandi Mokwele, who has not signed yet.
story-union-3 = Answer a review: somebody looks like a member. A person decides whether it is them.
story-union-4 = Look at a shot with three people in it, one of whom the production did not declare.
story-union-5 = See which clauses refused how many files.
story-union-6 = Set floor terms, or begin a strike; you are told how many files it stops before it does.
story-production = You are Petra Olsen of Northlight Pictures, and The Quiet Harbour has to be delivered. Each shot is declared and checked before it leaves the house.
story-production-1 = A shot that is cleared: download its receipt, which anyone can check without this registry.
story-production-2 = A market in Brazil: the consent covers two other countries. See the clause, and ask for what is missing from there.
story-production-3 = A shot of three: somebody is in it whom you did not declare. You learn whom to ask, and no name.
story-production-4 = An office scene for which no consent holds. You are not told whether there ever was one.
story-production-5 = A spoken line that is allowed: its face and its voice are both found, and both are signed for.
story-production-6 = A spoken line that is not: the consent is for the face alone.
story-production-7 = A face that was made to speak somebody else’s line. The clause that stops it is named.
story-production-8 = A mood board with nobody in it: allowed once the commissioner’s contact has been told.
story-production-9 = Declare a shot of your own, question by question, with the answer beside it.
story-production-10 = Verify a receipt as a stranger would. The file never leaves the browser.
story-commissioner = You are Conrad Weiss, the commissioner’s contact for The Quiet Harbour. What is on your list is not used without your written yes.
story-commissioner-1 = See the shot on the quay with the approval that you gave. It holds for that file and that declaration alone.
story-commissioner-2 = See what waits for your answer.
story-commissioner-3 = Look at a file that is blocked for another reason: your yes would not lift it.
story-commissioner-4 = Read the rules, each with its source.
story-operator = You are Ada Admin, and you run this instance. You see no likeness, and you can release nothing.
story-operator-1 = See the state of the instance: health, queue, mail, storage, backups and models.
story-operator-2 = See all accounts with their offices; disable one, or reset how it signs in.
story-operator-3 = See what a registry needs before it can answer.
story-operator-4 = Confirm who may approve for a commissioner, or as counsel.
story-operator-5 = Read how often the recognition is wrong, as measured.

## Enrolment by voice

reading-sentence-1 = On { $day } at noon, { $name } carried a { $colour } { $thing } and { $number } apples to the { $place }.
reading-sentence-2 = Nobody near the { $place } had seen the { $colour } { $animal } since { $day }, when { $name } counted { $number } of them.
reading-sentence-3 = If { $name } sells the { $thing } for { $number } crowns, we can buy { $other } loaves and a { $colour } scarf.
reading-sentence-4 = The { $animal } slept beside the { $thing } until { $day }, and then walked { $number } miles to the { $place }.
reading-sentence-5 = Please tell { $name } that the { $place } opens at { $number } and that the { $colour } { $thing } is still broken.
reading-sentence-6 = Between the { $place } and the river, { $name } planted { $number } trees and painted the gate { $colour }.
reading-sentence-7 = On { $day } a { $colour } { $animal } jumped over { $number } fences and hid behind the { $thing }.
reading-sentence-8 = { $name } remembers { $number } songs about the { $place }, but only one about a { $colour } { $animal }.
reading-sentence-9 = We waited at the { $place } for { $number } hours, until { $name } arrived with a { $thing } and a quiet { $animal }.
reading-sentence-10 = Last { $day } the orchestra lost { $number } chairs, { $other } music stands and one { $colour } { $thing }.
reading-sentence-11 = Whoever finds the { $colour } { $thing } near the { $place } should give it to { $name } before { $day } evening.
reading-sentence-12 = An old { $animal } watched { $name } climb { $number } steps to the { $place } with a heavy { $thing }.
reading-sentence-13 = Each { $day } the baker wraps { $number } rolls in { $colour } paper and hands one to the { $animal } outside.
reading-sentence-14 = Though the { $place } was closed, { $name } measured the { $thing } twice: { $number } inches, then { $other }.
reading-words-number = seven, eleven, thirteen, fourteen, seventeen, nineteen, twenty-two, twenty-six, thirty-one, thirty-eight, forty-three, fifty-seven, sixty-four, seventy-two, eighty-five, ninety-six
reading-words-day = Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
reading-words-colour = yellow, purple, silver, scarlet, crimson, turquoise, pale blue, dark green, golden, charcoal
reading-words-animal = heron, donkey, otter, spaniel, magpie, tortoise, pony, hedgehog, swallow, badger
reading-words-place = harbour, cinema, old station, market hall, lighthouse, library, orchard, concert hall, riverside, bakery
reading-words-thing = violin, basket, ladder, lantern, kettle, typewriter, suitcase, mirror, telescope, bicycle
reading-words-name = Ottilie, Barnaby, Yusuf, Philippa, Joaquin, Thandeka, Gregor, Mirabel, Shoshana, Leopold
reading-count = Between 1 and { $limit } texts can be drawn at a time.
reading-each = Each recording needs a text of its own that was read aloud in it, as the enrolment page (or `likeness enrol --texts`) gives it.
reading-unknown = One of these texts was not drawn for this enrolment by this account. Take fresh texts and record them.
reading-used = One of these texts was used before. Each is good for one recording: take fresh texts.
reading-expired = One of these texts has expired; they last { $minutes } minutes. Take fresh texts and record them.
enrol-nothing-to-read = No text belongs to this recording. Take a fresh text and read it aloud.
enrol-no-recording = This is no recording that a browser plays (WAV, FLAC, MP3, M4A, OGG, Opus or WebM).
enrol-read-too-short = { $seconds ->
        [one] This holds one second of speech, too little
       *[other] This holds { $seconds } seconds of speech, too little
    } for its text. Read all of it, in a quiet room.
enrol-read-too-long = This holds { $seconds } seconds of speech, too much for its text. Read the text once, and nothing else.
enrol-too-little-speech = All recordings together hold { $seconds } seconds of speech; { $limit } are needed. Read more calmly, or from closer to the microphone.
release-face = Release for the face
release-voice = Release for the voice
release-signed-voice = The release is signed. Now the recordings.
release-withdraw-one = Withdraw the release: { $sense }
release-withdraw-one-follows = These templates ({ $sense }), the key that encrypts them, the recordings or pictures kept of them, and what you can see or hear of yourself in checked files by them are destroyed. Checks no longer find you by them until you enrol again and that is confirmed.
release-withdraw-others-stay = What else is enrolled stays, and so does your identity where it was confirmed with that.
ways = What checks find you by
ways-help = Each has a release of its own, which can be refused, signed and withdrawn by itself.
way-enrolled = enrolled
way-missing = not enrolled
way-released = Release signed
way-not-released = No release is signed. Without one, no template is made.
way-gap = A consent in force covers it, but checks cannot find it: a use that goes beyond the consent would go unnoticed.
way-more = Add more
way-withdraw = Withdraw
voice-enrol = Enrol your voice
voice-lead = Read a few short texts aloud: together at least half a minute of your voice, and nobody else’s. Either all recordings are accepted, or none.
voice-release-first = The release for the voice has to be signed first.
voice-draw = Show the texts
voice-draw-again = Take fresh texts
voice-draw-again-help = Three others come in their place. What you recorded and have not sent is lost.
voice-draw-help = You get three short texts that are made up for you now. Each is good for one recording and lasts half an hour, so that nobody can enrol your voice with a recording from elsewhere.
voice-read-help = Read each text once, as you usually speak. You can record here, or choose a file that you recorded elsewhere.
voice-until = The texts expire on
voice-text = Text { $number } of { $of }
voice-file-name = text-{ $number }
voice-record = Record
voice-record-again = Record again
voice-stop = Stop
voice-recording = Recording. Read the text aloud.
voice-good = The level is good.
voice-quiet = Very quiet. Come closer to the microphone, or speak up.
voice-loud = Too loud: the sound is cut off. Move away from the microphone a little.
voice-noisy = There is a lot of noise. Find a quieter room, or switch off what hums.
voice-short = That was short. Read the whole text.
voice-listen = Listen to it before you send it.
voice-denied = The browser gives no access to a microphone. Allow it, or choose a file.
voice-level = Level
voice-time = Length of the recording
voice-preview = Your recording of text { $number }
voice-choose = Or choose a file
voice-keep-label = Keep the recordings too, encrypted
voice-keep-help = So that people can compare: where a voice in a file may be yours, a representative of your union hears your latest three recordings beside it; where somebody questions the answer, a neutral reviewer does, too. No production hears them. If you do not keep them, they are deleted once your identity is confirmed with them, and after 14 days at the latest.
voice-send = Send the recordings
voice-none-sent = No recording was sent. Record at least one of the texts, or choose a file.
voice-nothing = Nothing was enrolled. Take fresh texts and record them again:
voice-done = Enrolled. Your union can now listen to the recordings beside their texts, and confirm likeness, key and name together.
voice-tips = What makes a good recording
voice-tip-1 = A quiet room, without music or other people
voice-tip-2 = A hand’s breadth from the microphone
voice-tip-3 = Your usual voice, at your usual pace
voice-tip-4 = Every word of the text, once; nothing else
voice-tip-5 = The microphone of a telephone will do
voice-kept = Recordings that you keep
voice-kept-help = Up to three, the latest. They are destroyed when you withdraw the release for your voice.
voice-kept-number = Kept recording { $number }
voice-heard-own = What your union can listen to
voice-heard-own-help = Until your identity is confirmed with them, and for 14 days at most.
voice-heard = What they read aloud
voice-heard-help = Listen to each recording beside its text before you confirm: whether it is this person, and whether they read this text. The program compares the length of the speech with the text, never the words. The recordings are destroyed once you confirm, and 14 days after they were made. That you listened is put on record.
dispute-about-face = about the face
dispute-about-voice = about the voice
# what a file says about its own origin
origin = What the file says about its origin
origin-absent = The file carries no Content Credentials. That says nothing about where it comes from: its origin is unknown.
origin-invalid = The file carries Content Credentials that do not belong to it as it is: the file or the credentials were changed after they were signed.
origin-valid = The Content Credentials belong to this file and are whole. The signer calls itself { $signer } and is not on the trust list, so nobody vouches for that name.
origin-trusted = The Content Credentials belong to this file and are whole. They are signed by { $signer }, who is on the trust list.
origin-remote = The file says that its Content Credentials lie elsewhere. They were not fetched: its origin is unknown.
origin-unreadable = The file carries Content Credentials that could not be read: its origin is unknown.
origin-nameless = somebody without a name
origin-camera = A camera took exactly this file, and { $signer } vouches for it. It confirms that what is shown was recorded and not altered.
origin-generated = The file says that it was generated: { $kind }.
origin-traced = A generator left its traces in the file.
origin-xmp-refused = A part of the file’s metadata was not read: it is damaged, too long, or declares entities.
origin-problems = What is wrong
origin-signer = Signer
origin-signed-at = Signed
origin-generator = Made with
origin-source-type = Kind of source
origin-actions = What was done
origin-ingredients = Made from
origin-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
origin-mining = On training and data mining
origin-identities = Who names themselves in it
origin-credits = Credit
origin-trace = Trace of a generator
origin-no-consent = Neither of these is a consent of anybody who is shown.
origin-type = { $type ->
    [digitalCapture] taken by a camera
    [computationalCapture] taken by a camera and computed from several exposures
    [screenCapture] taken from a screen
    [virtualRecording] recorded from a virtual event
    [negativeFilm] scanned from a negative
    [positiveFilm] scanned from a slide
    [print] scanned from a print
    [humanEdits] edited by a person
    [digitalCreation] made by a person with a computer
    [algorithmicallyEnhanced] enhanced by a program
    [dataDrivenMedia] drawn from data
    [algorithmicMedia] made by a program
    [compositeCapture] put together from photographs
    [compositeSynthetic] put together, with generated parts
    [composite] put together
    [compositeWithTrainedAlgorithmicMedia] edited with a generative model
    [trainedAlgorithmicMedia] generated by a model
   *[other] { $type }
}
contradiction-origin-generated = The file itself says that it was generated.
contradiction-origin-no-record = The file itself says that it was generated; it is no record of something that happened.
contradiction-origin-nobody-performed = The file itself says that a model generated all of it, so nobody performed it as it is shown.
contradiction-origin-not-captured = The file’s credentials say that it is something other than a camera’s recording.
reason-check-credentials-missing = The declaration promises Content Credentials. { $state ->
    [absent] There are none in this file: they were removed on the way.
    [invalid] Those in this file do not belong to it as it is.
    [remote] They are not in this file but lie elsewhere, and are not fetched.
   *[other] Those in this file cannot be read.
}
reason-check-credentials-invalid = The file was changed after its Content Credentials were signed, or they are those of another file.
reason-check-credentials-unreadable = The file carries Content Credentials that cannot be read.
reason-check-prompt-unread = The file carries the prompt that it was generated from, and the declaration does not say which real people it names.
remedy-signed-file = the file as it was signed, with its Content Credentials
reason-check-prompt-too-long = The file carries a prompt that is too long to be read whole: somebody may be named in what was left out.
remedy-shorter-prompt = the file with a prompt of no more than 32,000 characters
remedy-names-in-prompt = a declaration that lists the real people whom the prompt names, or an empty list if it names none
## The state of an instance: what a check found, and what to do about it

health-run = { $command }
health-schema = { $error }
health-failed = could not be examined ({ $error })
health-failed-see = the lines above may say why; otherwise: { $again }
health-python = Python { $found }
health-python-old = Python { $found } is too old
health-python-install = install Python 3.11 or newer, then: { $install }
health-package =
    { $found ->
        [none] { $name } absent, not { $wanted }
       *[other] { $name } { $found }, not { $wanted }
    }
health-packages-differ = not as locked: { $wrong }
health-packages-locked = { $count } packages as locked
health-packages-absent = absent: { $names }
health-packages-here = { $count } required packages are here
health-decoding = files are decoded without network, other files or other programs
health-decoding-open = the decoding process is not confined: { $walls }
health-browser = Chromium for the tests of the pages
health-browser-none = no Chromium: tests of the pages are skipped
health-disk = { $free } GB free at { $place }
health-disk-free = free at least { $least } GB, or move LIKENESS_HOME
health-clock = { $now } UTC
health-clock-wrong = the clock shows { $now } UTC
health-clock-set = set the machine's clock
health-weights = { $names } verified in { $folder }
health-weights-wrong = { $wrong } in { $folder }
health-weights-missing = { $name } is missing
health-weights-altered = { $name } is not the known file
health-encoders = people are searched for by { $names }
health-encoders-gone = people are searched for by { $names }, and { $model } is missing or not the known file
health-encoders-other = people are searched for by { $names }, and the thresholds { $thresholds } hold for other weights
health-encoders-install = install the program and the weights that belong together
health-postgresql = driver for PostgreSQL
health-postgresql-needed = no driver for PostgreSQL, which LIKENESS_DATABASE_URL names
health-postgresql-none = no driver for PostgreSQL; SQLite needs none
health-instance = instance in { $home }, newest schema
health-instance-none = no instance in { $home }
health-instance-begin = likeness init, or likeness demo
health-instance-empty = { $home } holds no database
health-instance-unusable = the database cannot be used: { $error }
health-instance-write = see to it that this account may write in { $home }
health-ledger = { $entries } entries, the last one signed by this instance
health-ledger-no-instance = no instance, so no ledger
health-ledger-empty = nothing is recorded yet
health-ledger-altered = the ledger was altered ({ $error })
health-ledger-records =
    records were found altered, and nothing is decided on them: { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-ledger-rolled-back = the database is not the one that this instance worked with last: it is older, or another one
health-ledger-restore = put the right one back; a backup is put back with: likeness restore, or likeness restore --in-place
health-ledger-unsigned = the ledger's head is not signed by this instance's key
health-ledger-key = put the right key file or database back
health-reviews = every review that waits can be answered by somebody
health-reviews-no-instance = no instance, so no review waits
health-reviews-nobody =
    nobody is entitled to answer { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-reviews-appoint = appoint somebody who has not spoken in it: likeness review neutral EMAIL, or likeness user grant
health-consents = every signed consent that waits for a countersignature has somebody who may give it
health-consents-no-instance = no instance, so no consent waits
health-consents-nobody =
    nobody may countersign { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-consents-appoint = appoint a representative of that union: likeness user grant --union, or the page of accounts
health-disputes = every dispute that waits has somebody who may speak in it
health-disputes-no-instance = no instance, so no dispute waits
health-disputes-nobody =
    nobody may speak in { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-disputes-appoint = appoint somebody who has no part in it: likeness user grant --union, or likeness review neutral EMAIL
health-offices = nobody holds two offices that exclude each other
health-offices-no-instance = no instance, so no offices
health-offices-exclude =
    offices that exclude each other: { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-offices-lay-down = they lay one down: likeness user lay-down OFFICE OF --as EMAIL
health-templates = { $enrolled } enrolled performers, each with their key
health-templates-no-instance = no instance, so nobody is enrolled
health-templates-lost = the keys of { $lost } of { $enrolled } enrolled performers are missing: nobody can recognise them
health-templates-restore = put { $keys } back from its own backup; else they have to be enrolled again
health-letters = letters go to { $host }
health-letters-lie = letters lie in { $folder }
health-letters-no-sender = no letter can leave: it has no sender
health-letters-set-sender = set LIKENESS_SMTP_SENDER
health-letters-lost =
    nothing gets through to { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-letters-ask = ask them for another address; said for 30 days after the letter
health-letters-set-host = set LIKENESS_SMTP_HOST, or let a mail server take them from there
health-private = keys and secrets are their owner's alone
health-private-open =
    others on this machine may enter or read { $some }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
health-workers =
    { $hands ->
        [one] { $hands } check at a time, on { $cores } cores{ $memory ->
            [unknown] {""}
           *[other] {" "}and { $memory } GB of free memory
        }
       *[other] { $hands } checks at a time, on { $cores } cores{ $memory ->
            [unknown] {""}
           *[other] {" "}and { $memory } GB of free memory
        }
    }
health-workers-free = free { $needed } GB of memory, so that a check that takes long holds up no other
health-workers-lower = a check may need { $each } GB: lower LIKENESS_WORKERS
health-passkeys = people sign at { $origin }; the page's SHA-256 is { $sha256 }
health-passkeys-here = people sign at sign.localhost, on this machine alone; the page's SHA-256 is { $sha256 }
health-passkeys-see = see docs/operations.md, Passkeys
health-queue = { $waiting } waiting, { $at_work } at work
health-queue-none = no instance, so nothing waits
health-queue-slow = { $waiting } waiting, { $at_work } at work; the oldest has waited since { $since } UTC
health-queue-look = see whether a worker is running: likeness worker
health-backups = the last copy of the database: { $at } UTC, { $entries } ledger entries, { $name }
health-backups-own-tools = the database is copied by its own tools; nothing of it is known here
health-backups-no-instance = no instance, so nothing to copy
health-backups-none = no copy of the database is known
