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
verify-receipt-altered = The receipt was altered or its signature does not hold. Nothing in it may be believed.
verify-key-not-trusted = The receipt is signed by a key that your trust file does not name for its registry at that time: { $fingerprint }.
verify-file-altered = This is not the file that was checked: its SHA-256 is another one. Check the file itself.
verify-stale = The receipt no longer counts since { $since }: { $reason }. Check the file again.
verify-expired = The receipt expired on { $expired }. Check the file again.
verify-not-yet = The receipt was issued in the future, on { $issued }. Look at this machine's clock.
verify-file-not-compared = No file was given, so this says nothing about any file. Give it with --file.
verify-says-cleared = The check cleared the file for the declared use.
verify-says-notify_only = The check allows the declared use once everybody was told who must be.
verify-says-told = The check allows the declared use; everybody who had to be told was told.
verify-says-needs_approval = This is a valid receipt of a check that NEEDS APPROVAL: do not use this file yet.
verify-says-blocked = This is a valid receipt of a BLOCKED check: do not use this file.
verify-says-cannot_decide = This is a valid receipt of a check that could NOT DECIDE: do not use this file.
