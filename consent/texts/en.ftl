### English texts of consent/: rules, remedies, consent documents. Message ids are those of the rules, dots as hyphens.

### consent documents
# The text that a signer is shown, written from the terms. Its digest is signed: whoever changes a sentence of this
# section raises WORDING in consent/document/words.py.

document-heading-parties = Who this is between
document-heading-allowed = What is allowed
document-heading-not-allowed = What is not allowed
document-heading-where = Where it may be shown
document-heading-when = When and how often
document-heading-data = Deletion, and after death
document-heading-work = Pay and the work
document-heading-withdrawal = How to withdraw

document-performer = This is about the likeness of { $performer } (registered as { $id }).
document-signer-performer = { $name } signs for themselves, with the key { $fingerprint }.
document-signer-guardian = { $name } signs as guardian of { $performer }, with the key { $fingerprint }.
document-signer-authorised_representative = { $name } signs as authorised representative of { $performer }, with the key { $fingerprint }.
document-signer-manager = { $name } signs as manager of { $performer }, with the key { $fingerprint }.
document-signer-estate = { $name } signs for the estate of { $performer }, with the key { $fingerprint }.
document-signer-union = { $name } signs as the union of { $performer }, with the key { $fingerprint }.
document-counterparty = Consent is given to { $name } ({ $id }) and to nobody else.
document-production = It is given for the production registered as { $id }.
document-record = This is consent { $id } of the registry { $registry }, written on { $created }.
document-replaces = It takes the place of consent { $id } (SHA-256 { $sha256 }).
document-replaces-nothing = It takes the place of no earlier consent.

document-kind = { $performer } allows this: { $values }.
document-kind-create_replica = making a digital replica
document-kind-use_replica = using a digital replica
document-kind-alter_performance = altering a recorded performance
document-kind-train_model = training a model
document-kind-dub = dubbing into another language
document-kind-realtime_generation = generating new performances in real time
document-kind-biometric_template = keeping a biometric template for recognition
document-replica_type-employment_based = The replica is made with { $performer }'s own participation, in the course of employment.
document-replica_type-employment_based_no_scan = The replica is made from footage of { $performer }'s employment, without a scan.
document-replica_type-independently_created = The replica is made from existing material, without { $performer }'s participation.
document-replica_type-background = The replica is that of a background actor, made with { $performer }'s participation.
document-replica_type-none = No digital replica is made or used.
document-modalities = It covers these parts of the likeness: { $values }.
document-modality-face = the face
document-modality-voice = the voice
document-modality-body = the body
document-modality-movement = the movement
document-modality-name = the name
document-description = In the words of the agreement: “{ $text }”
document-projects = It covers these projects: { $values }.
document-character = It covers the character “{ $name }” and no other.
document-character-any = It covers any character.
document-scenes = It covers these scenes: { $values }.
document-scenes-any = It covers any scene.
document-alterations = These alterations are allowed: { $values }.
document-alterations-any = Any alteration is allowed.
document-alterations-nothing = No alteration is allowed beyond customary processing.
document-alteration-cosmetic = cosmetics
document-alteration-wardrobe = wardrobe
document-alteration-lighting = lighting
document-alteration-timing = timing or speed
document-alteration-continuity = continuity
document-alteration-pitch = pitch or tone
document-alteration-noise_reduction = noise reduction
document-alteration-visual_effects = visual effects
document-alteration-age = a different age
document-alteration-age_up = an older age
document-alteration-body = a different body
document-alteration-emotion = a different emotion
document-alteration-translation = translation
document-alteration-lip_sync_scripted = lip movements for scripted words
document-alteration-lip_sync_redub = lip movements for a re-dub
document-alteration-lip_sync_new_dialogue = lip movements for new dialogue
document-alteration-face_replacement_on_double = the face on a double's body
document-alteration-behaviour_intoxicated = seeming intoxicated
document-sensitive = This sensitive content is expressly allowed: { $values }.
document-sensitive-nothing = No sensitive content (nudity, sex, slurs) is allowed.
document-content-nudity = nudity
document-content-simulated_sex = simulated sex
document-content-sexually_explicit = sexually explicit content
document-content-political = political content
document-content-religious = religious content
document-content-product_ad = advertising for products
document-content-food_ad = advertising for food
document-content-gambling = gambling
document-content-alcohol = alcohol
document-content-tobacco = tobacco
document-content-drugs = drugs
document-content-medical = medical content
document-content-violence = violence
document-content-slurs = slurs
document-content-trailer = trailers
document-content-training = training of models
document-content-pitch_material = material that pitches another project

document-exclusions = The likeness may not be used for: { $values }.
document-exclusions-nothing = No kind of content is excluded by name.
document-training-allowed = The material may be used to train models.
document-training-notAllowed = The material may not be used to train models.
document-training-constrained = The material may be used to train models only like this: “{ $constraint }”
document-realtime-true = New performances may be generated in real time, such as answers in a conversation.
document-realtime-false = New performances may not be generated in real time.
document-nothing-else = What this text does not allow is not allowed. Another project, medium or purpose needs a new consent.

document-media = It may be shown in: { $values }.
document-media-any = It may be shown in any medium.
document-medium-feature = feature films
document-medium-series = series
document-medium-documentary = documentaries
document-medium-trailer = trailers
document-medium-commercial = commercials
document-medium-audio_commercial = audio commercials
document-medium-game = games
document-medium-sound_recording = sound recordings
document-medium-social = social media
document-medium-live = live events
document-medium-merchandise = merchandise
document-territories = It may be shown in these places: { $values }.
document-territories-any = It may be shown anywhere in the world; no place is left out.
document-worldwide = the whole world (worldwide)
document-languages = The likeness may speak or be dubbed in: { $values }.
document-languages-any = The likeness may speak or be dubbed in any language.

document-term = It begins on { $start } and ends on { $end }; both days count.
document-term-zone = It begins on { $start } and ends on { $end }; both days count, as days in the time zone { $zone }.
document-afterwards-finished_work_only = After the end, work that was finished before may go on being shown; nothing new may be made.
document-afterwards-none = After the end, nothing may go on being shown.
document-uses = It covers at most this many uses: { $count } ({ $unit }).
document-uses-any = The number of uses is not limited.
document-unit-shot = counted in shots
document-unit-line = counted in lines
document-unit-day = counted in days
document-unit-asset = counted in assets
document-unit-minute = counted in minutes
document-approval-true = Each single use must be approved by { $performer }'s side first.
document-approval-false = Single uses within this text need no further approval.

document-delete-picture_delivered = Replicas and recordings made for them are deleted when the picture is delivered.
document-delete-day = Replicas and recordings made for them are deleted by { $day }.
document-delete-none = No date for deleting replicas is agreed.
document-death-yes = This consent goes on after { $performer }'s death.
document-death-no = This consent ends with { $performer }'s death.

document-pay-day_equivalent = Pay is by the day that { $performer } would have worked.
document-pay-per_line = Pay is by the line.
document-pay-flat = Pay is one flat sum.
document-pay-unpaid = Nothing is paid.
document-pay-terms = What was agreed about pay: “{ $text }”
document-residuals-true = Residuals are due as if { $performer } had performed in person.
document-residuals-false = No residuals are due.
document-reason = Why consent is asked for: “{ $text }”
document-employment-true = Being hired depends on this consent.
document-employment-false = Being hired does not depend on this consent.
document-represented-counsel = { $performer }'s side was advised by counsel.
document-represented-union = { $performer }'s side was advised by the union.
document-represented-none = { $performer }'s side had neither counsel nor union to advise it.
document-separate-true = This consent is signed apart from any other contract.
document-separate-false = This consent is not signed apart from other contracts.

document-withdraw = A withdrawal can be recorded at any time, on your own page of the registry or by your union; it counts from that moment.
document-revocable-no = It was agreed that this consent cannot be revoked; what a withdrawal then means for agreed work is between the parties.
document-revocable-yes_new_generation = A withdrawal ends the making of anything new; what was made before may go on being used as allowed here.
document-revocable-yes_with_notice_days = A withdrawal ends all use after a notice of { $days } days.
document-strike-suspend_all_use = In a strike of the union, all use is suspended.
document-strike-suspend_new_generation = In a strike of the union, the making of anything new is suspended.

### receipts
# What `likeness verify` and the receipt's page say.

verify-valid = The receipt is valid until { $expires }.
verify-receipt-altered = The receipt was altered or its signature is not valid. Do not rely on anything in it.
verify-key-not-trusted = The receipt is signed by a key that your trust file does not name for its registry at that time: { $fingerprint }.
verify-file-altered = This is not the file that was checked: its SHA-256 is different. Check the file itself.
verify-stale = The receipt has not been valid since { $since }: { $reason }. Check the file again.
verify-expired = The receipt expired on { $expired }. Check the file again.
verify-not-yet = The receipt is dated in the future, on { $issued }. Check the clock of this machine.
verify-conform-altered = The conform statement was altered or its signature is not valid. Do not rely on anything in it.
verify-conform-other = The conform statement is for another receipt than this one.
verify-conform-other-file = This is not the master that was compared: its SHA-256 is different.
verify-conform-differs = The receipt is not carried over to this master. It shows other frames here: { $where }.
verify-conform-carried = The receipt is carried over to this master: it shows the same frames and the same people.
verify-credential-altered = The credential statement was altered or its signature is not valid. Do not rely on anything in it.
verify-credential-other = The credential statement is for another receipt than this one.
verify-credential-other-file = This is neither the file that was checked nor the one that carries its Content Credentials: its SHA-256 is different.
verify-credential-other-sidecar = This is not the manifest that was written for the file: its SHA-256 is different.
verify-credential-carried = The receipt holds for the file with its Content Credentials, signed by { $signer }, until { $expires }.
verify-other-use = This receipt is for another use than the one declared in that file. Check the file for your use.
verify-declared = It was declared as { $element }, stage { $stage }: unit { $unit }, version { $unit_version }.
verify-declared-nowhere = This older receipt does not say what the file was declared to be.
verify-incomplete = Do not use this file yet: not everything was verified.
verify-lacks-file = No file was given, so this says nothing about any file. Name it with --file.
verify-lacks-use = The receipt does not say that it is for finished work, so it counts only for the use that was declared. Name that declaration with --use.
verify-lacks-status = Whether it still counts was not verified: it may have been recalled. Name the registry’s list with --status, or go without it with --offline.
verify-offline = You chose not to verify whether it was recalled.
verify-says-cleared = The check cleared the file for the declared use.
verify-says-notify_only = This is a valid receipt of a check that says TELL FIRST: do not use this file until everyone who has to be told has been told.
verify-says-told = The check allows the declared use; everyone who had to be told has been told.
verify-says-needs_approval = This is a valid receipt of a check that NEEDS APPROVAL: do not use this file yet.
verify-says-blocked = This is a valid receipt of a BLOCKED check: do not use this file.
verify-says-cannot_decide = This is a valid receipt of a check that could NOT DECIDE: do not use this file.

## Rules: why a verdict is what it is

nobody = { $visible ->
    [0] Nobody who can be recognised was found in it.
    [one] Nobody registered was found; one person is visible.
    [other] Nobody registered was found; { $visible } people are visible.
   *[unknown] Nobody registered was found.
}
undeclared = The case names no asset and no template, so nothing can be cleared.
performed = { $person } performed what is shown; nothing of it is generated.
covered = The consents of { $person } cover this use.
consent-missing = No consent of { $person } is on file.

# The reach of a consent
scope-kind = The consent does not cover what is asked: { WORD($asked) }. It covers { WORD($granted) }.
scope-modality = The consent covers { WORD($granted) }; this use also needs { WORD($asked) }.
scope-project = The consent is for { LIST($granted) }; this is { $asked }.
scope-character = The consent is for the character { $granted }; this use is for { $asked }.
scope-scene = The consent describes { LIST($granted) }; this use is in { $asked }.
scope-medium = The consent covers { WORD($granted) }; this use is for { WORD($asked) }.
scope-territory = The consent covers { PLACE($granted) }; this use is for { PLACE($asked) }.
scope-language = The consent covers { LANGUAGE($granted) }; this use is in { LANGUAGE($asked) }.
scope-language-unnamed = A replica speaks another language here, and the consent names no language.
scope-replica-type = The consent is for a replica of the type “{ WORD($granted) }”; this one is “{ WORD($asked) }”.
scope-no-scan = A replica built from footage relies on a consent to a scanned one; before July 2026 nothing says that this is enough.
scope-background = A background actor’s replica plays a principal part here, beyond the consent.
scope-count = { $granted } uses are allowed and { $used } have been counted; this one asks for { $asked } more.
scope-count-unknown = The consent allows { $granted } uses, and it is not known how many there have been, or how many this is.
scope-alteration = The consent allows { WORD($granted) }; this use changes { WORD($asked) }.
scope-alteration-unnamed = The consent allows { WORD($granted) }; what is changed here is not stated.
scope-realtime-unknown = It is not known whether new performances are generated while they are shown, and the consent does not name that.
scope-part-unknown = It is not known whether this background actor’s replica plays a principal part.
scope-realtime = The consent does not name real-time generation.
scope-use-refused = The performer approves each use and refused this one.
scope-use-pending = The performer approves each use and has not answered for this one.
scope-pitch = A replica serves a pitch that no consent names as a project of its own.
scope-training-reserved = The consent allows training, and the performer’s contract reserves it, or may.
scope-silent = The document does not address this: { WORD($dimension) }.
scope-unnamed = The consent is restricted here, and the declaration does not state what applies to this use: { WORD($dimension) }.

# State and term
state-not-valid = The state of this consent is “{ WORD($state) }”; it permits nothing.
term-ended = This consent has ended (state “{ WORD($state) }”) and does not cover this use.
term-finished-work-ended = This consent has ended, and its terms end the use of finished work as well.
term-finished-work-open = This consent has ended, and it is not stated what applies to work finished before.
term-making-undated = This consent has ended, and it is not known when the finished work was made.
term-made-before = This consent has ended; what was made before may go on being used as it allows. Nothing new may be made.
term-suspended-all = This consent is suspended, and by its own terms that stops all use.
term-suspended = This consent is suspended; nothing new may be generated.
term-suspended-finished = This consent is suspended; whether work finished before may be used is not settled.
term-not-begun = This consent begins on { $begin }, after this use.
term-begins-later = This consent begins on { $begin }. Until then nothing may be made or used under it; check again from that day on.
term-signed-late = This consent was signed on { $signed }, after the use, the generation or the check.

# Form and signer
form-unsigned = The consent is neither separately signed nor initialled.
form-unknown = It is not stated whether the consent was separately signed or initialled.
form-hidden = The consent is hidden: { WORD($location) }.
form-vague = The description in the consent is not reasonably specific.
form-perhaps-vague = Nobody has yet confirmed that the description in the consent is reasonably specific.
form-business-reason = The document gives no business reason for requesting a scan.
signer-unknown = It is not stated who signed this consent.
signer-minor = { $person } was a minor when this was signed; a guardian had to sign, not: { WORD($signer) }.
signer-perhaps-minor = It is not known whether { $person } was a minor when this was signed, and no guardian signed.
signer-grown-up = A guardian signed for { $person }, who is no longer a minor in a guardian’s care; nothing shows that this signature still counts.
signer-no-minor = A guardian signed for { $person }, who was already an adult.
signer-living = { $person } was alive when this was signed; this signer cannot consent instead: { WORD($signer) }.
signer-perhaps-dead = It is not known whether { $person } is alive, or when they died, and so who could sign: { WORD($signer) }.
signer-union-too-early = The union signed, and no search for a representative is documented.
signer-no-authority = The signer has no authority to act for { $person }: { WORD($signer) }.
signer-authority-unknown = No authority of the signer is on file: { WORD($signer) }.
signer-shared = The signer holds only a share of the rights, and nothing says that it is enough.
death-ends = { $person } has died, and this consent ended with their death.
death-silent = { $person } has died, and this consent does not state whether it survives their death.
death-signature = The performer’s signature is dated after the death.

# Prohibitions
prohibited-refused = { $person } refused.
prohibited-conflict = A prohibition and a later consent for exactly this contradict each other; nothing determines which prevails.
prohibited-preference = { $person } has prohibited such uses in general.
prohibited-content = { $person } excluded such content: { WORD($content) }.
prohibited-content-before = { $person } excluded such content in a document that has ended, and the later consent does not lift that exclusion: { WORD($content) }.
prohibited-training = The record of { $person } does not allow training.
prohibited-records = Two records of one consent differ, and the content of the other is not known.
prohibited-holder = One of those who hold the rights of { $person } refuses: { $holder }.

# People
claim-unconfirmed = Only the production says this; someone else has to confirm it.
named = The prompt named { $person }; nobody was recognised in the result.
named-feature = The prompt named { $person } and a facial feature that is recognised, and no consent covers it.
named-alone = The prompt named { $person }, and no consent covers it.
contradiction-generated = { $person } is declared to have performed this, but the file itself or a detector indicates that it was generated: { WORD($made) }. One of the two is wrong.
contradiction-alteration = A changed performance is declared, but nobody is declared as changed: { WORD($alteration) }.
minor-perhaps = { $person } may be a minor here, or look like one, in such content: { WORD($content) }.
minor-sexualised = A minor’s likeness may never be shown in such content: { WORD($content) }. No consent can allow it.
intimate = A real person’s generated likeness is shown in intimate content.

# Allowances
allow-customary = Such a change is customary post-production and needs no consent: { WORD($alteration) }.
allow-exempt = This use is exempt from consent to use: { WORD($exemption) }.
allow-notice = Recorded footage is licensed for training; the union’s notice rule governs.
allow-speech = Legal review confirmed protected speech: { WORD($purpose) }.
ask-speech = Whether this is protected speech is for legal review: { WORD($purpose) }.
ask-exempt = This is declared to be as scripted, performed or recorded, but the change speaks against that: { WORD($alteration) }. One of the two is wrong.
ask-match = This may be { $person }; a person has to review it.
ask-unregistered = A real person who is not in the registry is shown; there is no record to check against.
ask-double = Another face is put on a filmed double; whether that alters the double’s performance is not settled.
ask-fleeting = A dead person is seen only in passing; whether that is exempt is for legal review.
ask-long-dead = { $person } died more than { $years } years ago; whether consent is still needed is for legal review.

# The commissioner
ask-final = Generated material in a final deliverable needs written approval.
ask-data = Such data may not go into a tool without written approval: { WORD($element) }.
ask-owned = The commissioner’s own material goes into a tool that is not known to be secured: { WORD($element) }.
ask-sensitive = Sensitive material has to be escalated, even inside secured tools.
ask-terms = A tool outside the commissioner’s agreements is used, and nobody checked its terms.
ask-creative = A generated design of this kind needs written approval: { WORD($element) }.
ask-key = Something central to the story is generated and needs written approval.
ask-reference = An input refers to a real person, which always needs written approval.
ask-talent = The likeness or performance of real talent is generated or changed, which needs written approval besides consent.
ask-talent-legal = Talent is replicated, and legal review has not passed.
ask-no-exception = The guidance requires talent’s consent and makes no such exception: { WORD($purpose) }.
ask-real = This could be taken for real events, people or statements, which always needs written approval.
ask-prop = A prominent generated prop needs meaningful human input and legal review.
approval-refused = The commissioner refused in writing.
approval-granted = The commissioner’s written approval is on file.
tell-contact = The commissioner’s contact has not been told about this use.
tell-contact-told = The commissioner’s contact has been told about this use.
principle-1 = “Replicates nobody else’s material” is answered: { WORD($answer) }.
principle-2 = “The tool keeps, reuses and trains on nothing” is answered: { WORD($answer) }.
principle-3 = “The tool runs in a secured environment” is answered: { WORD($answer) }.
principle-4 = “The material is temporary” is answered: { WORD($answer) }.
principle-5 = “No performance or covered work is replaced without consent” is answered: { WORD($answer) }.

# Unions
union-outside-term = This agreement is named for { $on }; it runs from { $begin } to { $end }.
union-photography-unknown = The start of photography decides whether this agreement applies, and it is not known.
union-renewal = The agreement’s first term ended on { $end }; whether it was renewed is not known.
union-notice-short = Notice before the session was shorter than { $needed } hours.
union-notice-kept = Notice before the session was given in time.
union-pay-terms = A replica is used and no terms of pay are on file.
union-pay-terms-filed = Terms of pay for the replica are on file.
union-day-rate = The pay for this replica is below the day-performer rate.
union-realtime-pay = Real-time generation has to be paid at least { $needed } times scale.
union-realtime-paid = Real-time generation is paid { $paid } times scale.
union-sensitive = Whether the consent names such content has to be read in the paper itself: { WORD($content) }.
union-usage-report = The usage of the replica has not been reported; the report is due within { $days } days of release.
union-usage-reported = The usage of the replica was reported.
union-scan-unknown = Such scans may serve the picture only, and nobody knows what these are for: { WORD($modalities) }.
union-scan = Such scans may serve the picture only: { WORD($modalities) }.
union-script-date = The exemption “as scripted” counts only for a script older than the performance; its date is not stated.
union-speech = Whether the agreement excepts such a use is not known: { WORD($purpose) }.
union-strike = A strike is on, and the performer may lawfully refuse to work: no replica may be used.
union-strike-unclear = A strike is on; whether the performer may lawfully refuse to work is not clear.
union-strike-finished = A strike is on; whether it reaches replica work finished before is not settled.
union-strike-during = This replica work is dated before the strike ended on { $ended }.
union-transfer = The union has not approved the company that takes over the replica, or that company has not signed up; the union answers within { $days } days.
union-transfer-approved = The union approved the company that takes over the replica, and that company signed up.
union-synthetic = A synthetic performer takes a human role; notice to the union or bargaining is not closed.
union-synthetic-settled = Notice of the synthetic performer was given, and bargaining is closed.
union-synthetic-told = The union was told about the synthetic performer.
union-synthetic-value = Nobody has argued that the synthetic performer brings significant additional value.
union-synthetic-clock = The clock for the synthetic performer is running: { WORD($window) }, { $left } business days left.
union-synthetic-unpaid = Nothing is paid to the health or pension plan for the synthetic performer.
union-human = A real performer’s replica counts as human performance; the synthetic clause is not touched.
union-counts = Background replicas may not fill the day’s background counts, nor replace hiring.
union-counts-met = People met the day’s background counts.
union-counts-unknown = It is not known whether people met the day’s background counts.
union-tiling = Whether tiling of really filmed people falls under the background rules is not settled.
union-training-notice = Material is licensed to train a model, and the union has not been told in writing.
union-training-noticed = The union was told in writing that material is licensed to train a model.
craft-demanded = The company requires a writer to use a generative tool.
craft-perhaps-demanded = It is not known whether the company requires a writer to use a generative tool.
craft-no-company-consent = A writer uses a generative tool without the company’s consent.
craft-company-consent = The writer uses a generative tool with the company’s consent.
craft-undisclosed = Generated material was handed to a writer without saying so.
craft-disclosed = The writer was told that the material is generated.
craft-no-writer = Generated text stands as the script; a model is not a writer, and its output is not literary material.
craft-unconsulted = Generated work replaces a craft, and its union was not both notified and consulted.
craft-consulted = The craft’s union was notified and consulted.

# Law and disclosure
law-void = The replica clause fails all three tests of this law: no specific description, no counsel with clear signed terms, no union.
law-perhaps-void = The replica clause fails all three tests of this law, unless the use fits what was recorded; that it is as scripted is for legal review.
law-dead = A dead person’s replica needs the right holder’s consent here.
law-dead-disclaimer = A dead person’s replica needs the heirs’ prior consent here; a disclaimer does not replace it.
law-unauthorised = This law forbids a replica of { $person } without consent.
law-minor = A minor’s likeness needs the consent of parent or guardian here.
law-deep-fake = The public has to be told visibly that { $person } is shown or heard in generated material.
law-posed = The public has to be told that this is generated; it could be taken for authentic.
law-synthetic-ad = An advertisement here has to say conspicuously that its performer is synthetic.
law-synthetic-ad-for-work = An advertisement for a work need not say that its performer is synthetic where it shows them as the work does; nobody has stated that it does.
law-disclosed = The public is told.
archive-doubted = This stands where an authentic record is expected, and it was or may have been generated.
archive-unproven = This stands where an authentic record is expected, and nothing shows where it comes from.
mining = The file’s own assertion does not allow this: { $label } is { WORD($value) }.
template-overdue = The scan or template had to be deleted by { $due }.
template-withdrawn = The consent to the template was withdrawn, and the template is kept, used or made anew.
template-deleted = The template is deleted, so nobody can have been recognised by it; a person has to review this.
template-minor = { $person } was a minor when the template was agreed to; a guardian has to agree.
template-perhaps-minor = { $person } may have been a minor when the template was agreed to, and no guardian is known to have agreed.
template-retention-unknown = A template is kept, and it is not known whether its retention period has ended.
template-gone = The consent to the template was withdrawn, and the template is deleted.
template-no-basis = Nothing shows that the person agreed to the template.
template-no-consent = A template that identifies needs explicit consent of its own.
template-agreed = The person agreed to the template.
template-consent = The person consented explicitly to the template.
template-release = A template needs written notice and a written release first.
template-released = Written notice was given and a written release signed.
template-electronic = The release is signed electronically, which counts only from { $begin }.
template-policy = No retention schedule for templates is published.
template-kept = The template is kept after its purpose ended, or more than { $years } years after the last interaction.
template-kept-in-time = The template is kept within its retention period.
template-sold = Templates may not be sold or traded.
template-perhaps-sold = Templates may not be sold or traded, and it is not known whether this one is paid for.
template-disclosed = The template is handed on without consent to that.
template-disclosure-agreed = The person consented to handing the template on.
bill-cap = This licence runs longer than the { $years } years that the bill would allow.
bill-grown-up = A guardian’s licence would end at 18 under the bill.

## Remedies: what to ask for (each completes “Ask … for …”)

remedy-consent = a consent for exactly this use, signed before it
remedy-begin = another check on the day it begins, { $begin }
remedy-making-date = the date on which the work was finished
remedy-contradiction = a statement of which of the two is true
remedy-life = a statement whether the performer is alive, or the date of death
remedy-retention = the day of the last contact and what was agreed about deletion
remedy-payment = a statement whether anything is paid
remedy-disclose-or-match = a disclosure that the public sees or hears, or a statement that the work shows the same
remedy-kind = a consent that names { WORD($asked) }
remedy-modality = a consent that names { WORD($asked) }
remedy-project = a separate writing for { $asked }
remedy-scope = a consent that describes this use
remedy-territory = a consent that names { PLACE($asked) }
remedy-language = a separate writing that names the language{ $asked ->
    [unstated] {""}
   *[other] {" "}{ LANGUAGE($asked) }
}
remedy-count = a consent to more uses
remedy-count-unknown = the number of uses so far, or of lines in this one
remedy-alteration = a consent that names this change
remedy-declare = what exactly the use is
remedy-realtime = a consent that names real-time generation
remedy-use = approval of this use
remedy-pitch = a consent that names the pitch
remedy-silent = a written statement on what the document leaves open
remedy-finished-work = a written statement on finished work
remedy-suspension = the end of the suspension
remedy-separate-writing = a separately signed, conspicuous writing
remedy-form = the signed document itself
remedy-description = a reasonably specific description, signed
remedy-judge-description = an assessment whether the description is specific enough
remedy-guardian = a guardian’s signed consent
remedy-age = proof of age
remedy-search = a documented search for heirs or representatives
remedy-authority = proof of authority to sign
remedy-co-holders = the consent of the other right holders
remedy-estate = a consent signed by the estate
remedy-conflict = a statement of which record governs
remedy-exclusion = a consent that lifts this exclusion
remedy-training = a consent to training
remedy-confirm = confirmation by the performer or their union, or proof from the camera original or the file’s provenance
remedy-legal = legal review
remedy-mining = the right holder’s permission to train
remedy-template = explicit consent to the template
remedy-release = a signed release after written notice
remedy-policy = a published retention schedule
remedy-consultation = notification and consultation
remedy-look = a look at the match by a person
remedy-unregistered = the person’s consent, and legal review
remedy-written = written approval
remedy-secure-tool = written approval, or a secured tool
remedy-terms = the tool’s terms, checked and dated
remedy-human-input = meaningful human input and legal review
remedy-tell = a note that they were told of this use; no approval is needed
remedy-agreement = the agreement that applies on this date
remedy-notice = a later session, or the performer’s written waiver through the union
remedy-pay = terms of pay that meet the agreement
remedy-sensitive = a consent that says whether such content is allowed
remedy-usage-report = the usage report
remedy-script-date = the dates of script and performance
remedy-ask-union = a ruling on this point
remedy-strike = leave to use the replica during the strike
remedy-transfer = approval of the new company, which must sign up
remedy-bargain = the close of bargaining
remedy-synthetic-notice = a note of the synthetic performer
remedy-value = the case for significant additional value
remedy-plan = payment to the plan
remedy-counts = confirmation that people met the counts
remedy-training-notice = written notice of the licence
remedy-business-reason = a business reason, and a consent asked for again
remedy-withdraw-demand = an end to the demand
remedy-company-consent = the company’s written consent
remedy-tell-writer = a note to the writer that the material is generated
remedy-disclose = a disclosure that the public sees or hears
remedy-provenance = proof of origin, or approval and disclosure
remedy-shorter = a shorter licence

## Words of the vocabulary that do not read as they are written

word-none = none
word-unstated = not stated
word-nothing = nothing
word-trainedAlgorithmicMedia = made by a generative model
word-algorithmicMedia = made by an algorithm
word-likely-generated = likely generated
word-unanswered = not answered
word-worldwide = the whole world
word-any = any language
word-create-replica = creating a replica
word-use-replica = using a replica
word-alter-performance = altering a performance
word-train-model = training a model
word-dub = dubbing
word-realtime-generation = real-time generation
word-biometric-template = a biometric template
word-notAllowed = not allowed
word-as-scripted-performed-recorded = as scripted, performed or recorded
word-impossible-for-human-safety = impossible for a human for safety reasons
word-project-ids = the projects
word-alterations-allowed = the allowed alterations
word-valid-from = the beginning
word-valid-until = the end
word-standard-terms = among standard terms
word-background-voucher = on a background voucher

## Verdicts, as a command line says them

verdict-cleared = CLEARED
verdict-notify-only = NOTIFY: may go ahead once somebody is told
verdict-needs-approval = NEEDS APPROVAL
verdict-blocked = BLOCKED
verdict-cannot-decide = CANNOT DECIDE
remedy = Ask { WORD($ask) } for { $what }.
duty-still-open = Still to do: { $what }.
duty-notify = Tell { WORD($whom) }
duty-disclose = Disclose to { WORD($whom) }
duty-compensate = Pay { WORD($whom) }
duty-report_usage = Report the use to { WORD($whom) }
duty-bargain = Bargain with { WORD($whom) }
duty-delete = Deletion, by { WORD($whom) }
explain-speaks-not = the ruleset does not apply to this case
explain-not-in-force = not in force on { $on } (from { $since }, until { $until })
explain-silent = looked for and not found: { $condition }
word-performer = the performer
word-production = the production
word-commissioner = the commissioner
word-commissioner-contact = the commissioner’s contact
word-union = the union
word-guardian = the guardian
word-estate = the estate
word-legal = legal counsel
word-registry = the registry
word-writer = the writer
word-public = the public
word-custodian = whoever holds it
word-plan = the plan

### acts
# The text that the signer of an act is shown, written from the act. Its digest is signed: whoever changes a sentence of this
# section raises WORDING in consent/act.py.

act-heading =
    { $act ->
        [withdrawal] Withdrawal of a consent
        [replacement] A key in the place of a lost one
       *[use] Answer for one use
    }
act-performer = Performer: { $name } (record { $id }).
act-signer =
    { $role ->
        [performer] Signed by the performer, { $name }, with the key { $fingerprint }.
       *[other] Signed by { $name }, as { WORD($role) }, with the key { $fingerprint }.
    }
act-work = Production: { $title } ({ $id }).
act-withdrawal = The consent { $consent } is withdrawn. The SHA-256 of its terms is { $sha256 }.
act-withdrawal-follows = Nothing more may be made under it from now on. What its terms say about finished work still holds.
act-use =
    { $answer ->
        [approved] This one use is approved.
       *[refused] This one use is refused.
    }
act-use-file = File: the one with the SHA-256 { $sha256 }, and no other.
act-use-declared = Declaration: as in check { $check }, SHA-256 { $sha256 }. A changed declaration needs a new answer.
act-use-until = A yes ends at { $until }.
act-use-no-end = The signer set no end.
act-replacement = The key { $lost } is lost. The key { $key } takes its place.
act-replacement-method = How the union knows that it is the same person: { $method }.
act-replacement-follows = What the lost key signed before still counts. It signs nothing new.
act-record = Signed in the registry { $registry }, drawn up at { $created }, nonce { $nonce }.

look-alike-paper-heading = Declaration that two people are two
look-alike-paper-says = { $name } (record { $id }) declares that the person of the record { $other } is somebody else.
look-alike-paper-follows = Once a union has approved it, a face that is near both goes to a person, who decides whose it is.
look-alike-paper-key = Signed with the key { $fingerprint }.
look-alike-paper-record = Drawn up in the registry { $registry }, nonce { $nonce }.
