"""The closed vocabulary of the project: every word that a case or a consent document may contain, in one place.

Each list is a `Literal` for the type checker and for pydantic, and a tuple of the same words for everybody else
(`Medium` and `MEDIA`). A rule that needs a new word extends the list here, and nowhere else.
"""

from typing import Literal, get_args

# --- the verdict ---
Verdict = Literal["cleared", "notify_only", "needs_approval", "blocked"]
Layer = Literal["performer_consent", "commissioner", "union", "law"]
TrustGrade = Literal["P", "S", "S-", "U"]

# --- production ---
ProductionKind = Literal[
    "feature", "series", "commercial", "game", "documentary", "news", "animation", "sound_recording", "sketch", "web"
]
Commissioner = Literal["netflix", "other"]
UnionAgreement = Literal[
    "sag_tvtheatrical_2023",
    "sag_tvtheatrical_2026",
    "sag_commercials_2025",
    "sag_interactive_2025",
    "sag_sound_recordings_2024",
    "sag_tv_animation_2024",
    "tag_2024",
    "wga_2026",
    "verdi_bffs_genai_2025",
]
RulePack = Literal["no_fakes_bill_2026"]

# --- asset ---
AssetMedia = Literal["image", "video", "audio", "text", "scan"]
Stage = Literal["ideation", "temp", "final", "capture", "library"]
Element = Literal[
    "performance",
    "voice",
    "crowd",
    "background_art",
    "background_signage",
    "background_video",
    "character_design",
    "vfx_environment",
    "moodboard",
    "previs",
    "storyboard",
    "script",
    "outline",
    "script_input",
    "prop_document",
    "reference_image",
    "replica_creation",
    "reenactment",
    "archive_photo",
    "archive_representation",
    "news_report",
    "pitch_material",
    "temp_music",
    "training_data",
    "personal_data",
    "proprietary_material",
    "unreleased_footage",
]
Prominence = Literal["fleeting", "incidental", "story_relevant", "key"]
PresentedAs = Literal["authentic", "recreation"]
# IPTC digitalSourceType codes.
SourceType = Literal[
    "digitalCapture",
    "computationalCapture",
    "screenCapture",
    "virtualRecording",
    "negativeFilm",
    "positiveFilm",
    "print",
    "humanEdits",
    "digitalCreation",
    "algorithmicallyEnhanced",
    "dataDrivenMedia",
    "algorithmicMedia",
    "compositeCapture",
    "compositeSynthetic",
    "composite",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicMedia",
]
Detector = Literal["likely_generated"]
Provenance = Literal["documented"]
HumanInput = Literal["meaningful"]
# Whether the file carries Content Credentials, by the word of whoever hands it in.
Credentials = Literal["promised"]
# CAWG training and data mining 1.1.
MiningLabel = Literal["cawg.data_mining", "cawg.ai_inference", "cawg.ai_training", "cawg.ai_generative_training"]
Training = Literal["allowed", "notAllowed", "constrained"]

# --- principles ---
Principle = Literal[
    "no_third_party_replication", "no_store_train", "secure_environment", "temporary_only", "no_unconsented_replacement"
]
Answer = Literal["yes", "no", "unsure"]

# --- persons ---
Match = Literal["match", "possible", "none"]
Modality = Literal["face", "voice", "body", "movement", "name"]
Treatment = Literal[
    "none",
    "processing",
    "tiling",
    "alteration",
    "replica_employment_based",
    "replica_no_scan",
    "replica_independent",
    "replica_background",
    "synthetic",
    "synthetic_nonhuman",
    "synthetic_with_features",
    "training_input",
    "likeness_of_real_person",
]
Feature = Literal["eyes", "nose", "mouth", "smile", "jaw", "hair"]
Role = Literal["principal", "background", "stunt"]
Life = Literal["living", "deceased"]
ConfirmedBy = Literal["performer", "union", "camera_original", "provenance", "production"]
ClaimedFact = Literal[
    "performed_as_shown", "exemption", "not_altered", "finished_work", "treatment", "minor", "life", "union_coverage"
]

# --- consents ---
ConsentState = Literal[
    "given",
    "renewed",
    "requested",
    "deferred",
    "refused",
    "withdrawn",
    "expired",
    "terminated",
    "invalidated",
    "suspended",
    "unknown",
]
ConsentKind = Literal[
    "create_replica",
    "use_replica",
    "alter_performance",
    "train_model",
    "dub",
    "realtime_generation",
    "biometric_template",
]
SignerRole = Literal["performer", "guardian", "authorised_representative", "manager", "estate", "union"]
Location = Literal["own_document", "background_voucher", "standard_terms"]
RepresentedBy = Literal["counsel", "union", "none"]
ReplicaType = Literal["employment_based", "employment_based_no_scan", "independently_created", "background"]
Medium = Literal[
    "feature",
    "series",
    "documentary",
    "trailer",
    "commercial",
    "audio_commercial",
    "game",
    "sound_recording",
    "social",
    "live",
    "merchandise",
]
Exploitation = Literal["finished_work_only", "none"]
Unit = Literal["shot", "line", "day", "asset", "minute"]
Content = Literal[
    "nudity",
    "simulated_sex",
    "sexually_explicit",
    "political",
    "religious",
    "product_ad",
    "food_ad",
    "gambling",
    "alcohol",
    "tobacco",
    "drugs",
    "medical",
    "violence",
    "slurs",
]
Exclusion = Literal[Content, "trailer", "training", "pitch_material"]
Alteration = Literal[
    "cosmetic",
    "wardrobe",
    "lighting",
    "timing",
    "continuity",
    "pitch",
    "noise_reduction",
    "visual_effects",
    "age",
    "age_up",
    "body",
    "emotion",
    "translation",
    "lip_sync_scripted",
    "lip_sync_redub",
    "lip_sync_new_dialogue",
    "face_replacement_on_double",
    "behaviour_intoxicated",
]
Revocable = Literal["no", "yes_new_generation", "yes_with_notice_days"]
SurvivesDeath = Literal["yes", "no", "silent"]
StrikeBehaviour = Literal["suspend_all_use", "suspend_new_generation"]
DeleteOn = Literal["picture_delivered"]

# --- use ---
Exemption = Literal["as_scripted_performed_recorded", "impossible_for_human_safety", "unrecognisable"]
Purpose = Literal[
    "documentary_biographical",
    "news_report_about_replica",
    "parody",
    "satire",
    "commentary",
    "new_cut",
    "re_release",
    "pitch",
    "test",
    "train_model",
    "train_public_commercial_gai",
]

# --- approvals, union, disclosure, estate, preference, biometrics ---
WrittenApproval = Literal["granted", "none", "refused"]
LegalReview = Literal["passed", "none"]
Craft = Literal["background_art", "writing", "visual_effects", "music", "voice", "design"]
Bargaining = Literal["agreed", "open"]
AdditionalValue = Literal["agreed", "argued", "not_argued"]
MayRefuse = Literal["yes", "no", "unclear"]
NamedIn = Literal["prompt", "script", "credits"]
DisclosurePlace = Literal["credits", "on_screen", "caption", "metadata"]
HolderPosition = Literal["consents", "refuses"]
HeirSearch = Literal["documented", "none"]
PreferenceSource = Literal["human_consent_registry", "own"]
PreferenceValue = Literal["allowed", "allowed_with_terms", "prohibited"]
BiometricAction = Literal["enrol", "match", "retain", "reuse", "transfer"]
BiometricModality = Literal["face_geometry", "voiceprint", "fingerprint", "palm", "iris"]
BiometricPurpose = Literal["unrelated_to_picture", "clearance"]
ReleaseSignature = Literal["electronic", "ink"]
Template = Literal["kept", "deleted"]
TemplateConsent = Literal["given", "withdrawn"]

# The words that stand for "no restriction" and for "the paper says nothing about it".
ANY_LANGUAGE = "any"
WORLDWIDE = "worldwide"
SILENT = "silent"

Words = tuple[str, ...]
VERDICTS: Words = get_args(Verdict)  # from the most lenient to the strictest
LAYERS: Words = get_args(Layer)
TRUST_GRADES: Words = get_args(TrustGrade)
PRODUCTION_KINDS: Words = get_args(ProductionKind)
COMMISSIONERS: Words = get_args(Commissioner)
UNION_AGREEMENTS: Words = get_args(UnionAgreement)
RULE_PACKS: Words = get_args(RulePack)
ASSET_MEDIA: Words = get_args(AssetMedia)
STAGES: Words = get_args(Stage)
ELEMENTS: Words = get_args(Element)
PROMINENCES: Words = get_args(Prominence)
PRESENTED_AS: Words = get_args(PresentedAs)
SOURCE_TYPES: Words = get_args(SourceType)
MINING_LABELS: Words = get_args(MiningLabel)
TRAINING: Words = get_args(Training)
PRINCIPLES: Words = get_args(Principle)
ANSWERS: Words = get_args(Answer)
MATCHES: Words = get_args(Match)
MODALITIES: Words = get_args(Modality)
TREATMENTS: Words = get_args(Treatment)
FEATURES: Words = get_args(Feature)
ROLES: Words = get_args(Role)
CONFIRMATIONS: Words = get_args(ConfirmedBy)
CLAIMED_FACTS: Words = get_args(ClaimedFact)
CONSENT_STATES: Words = get_args(ConsentState)
CONSENT_KINDS: Words = get_args(ConsentKind)
SIGNER_ROLES: Words = get_args(SignerRole)
LOCATIONS: Words = get_args(Location)
REPRESENTED_BY: Words = get_args(RepresentedBy)
REPLICA_TYPES: Words = get_args(ReplicaType)
MEDIA: Words = get_args(Medium)
UNITS: Words = get_args(Unit)
CONTENT: Words = get_args(Content)
EXCLUSIONS: Words = get_args(Exclusion)
ALTERATIONS: Words = get_args(Alteration)
REVOCABLE: Words = get_args(Revocable)
SURVIVES_DEATH: Words = get_args(SurvivesDeath)
STRIKE_BEHAVIOURS: Words = get_args(StrikeBehaviour)
EXPLOITATION: Words = get_args(Exploitation)
DELETE_ON: Words = get_args(DeleteOn)
EXEMPTIONS: Words = get_args(Exemption)
PURPOSES: Words = get_args(Purpose)
WRITTEN_APPROVALS: Words = get_args(WrittenApproval)
LEGAL_REVIEWS: Words = get_args(LegalReview)
CRAFTS: Words = get_args(Craft)
DISCLOSURE_PLACES: Words = get_args(DisclosurePlace)
HEIR_SEARCHES: Words = get_args(HeirSearch)
PREFERENCE_VALUES: Words = get_args(PreferenceValue)
BIOMETRIC_MODALITIES: Words = get_args(BiometricModality)
