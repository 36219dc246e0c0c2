"""The closed lists of the catalogue; the order of Rarity is the ladder, lowest first."""

from django.db import models


class Shelf(models.TextChoices):
    ORIGINALS = "originals", "Originals"
    ARCHIVE = "archive", "Archive"


class Rarity(models.TextChoices):
    COMMON = "common", "Common"
    UNCOMMON = "uncommon", "Uncommon"
    RARE = "rare", "Rare"
    EPIC = "epic", "Epic"
    LEGENDARY = "legendary", "Legendary"
    MYTHIC = "mythic", "Mythic"


class Theme(models.TextChoices):
    FIRE = "fire", "Fire"
    ASH = "ash", "Ash"
    EMBER = "ember", "Ember"
    LAVA = "lava", "Lava"
    PHOENIX = "phoenix", "Phoenix"


class Kind(models.TextChoices):
    OUTFIT_CONCEPT = "outfit-concept", "Outfit concept"
    OUTFIT = "outfit", "Outfit"
    BACK_BLING = "back-bling", "Back bling"
    PICKAXE = "pickaxe", "Pickaxe"
    GLIDER = "glider", "Glider"
    EMOTE = "emote", "Emote"
    WRAP = "wrap", "Wrap"
    LOADING_SCREEN = "loading-screen", "Loading screen"
    SPRAY = "spray", "Spray"
    MUSIC = "music", "Music"
    LOBBY_MUSIC = "lobby-music", "Lobby music"
    EMOTICON = "emoticon", "Emoticon"
    CONTRAIL = "contrail", "Contrail"
    AURA = "aura", "Aura"
    BANNER = "banner", "Banner"
    SHOES = "shoes", "Shoes"
    CAR_BODY = "car-body", "Car body"
    MICROPHONE = "microphone", "Microphone"
    BASS = "bass", "Bass"
    DRUMS = "drums", "Drums"
    GUITAR = "guitar", "Guitar"
    KEYTAR = "keytar", "Keytar"
    JAM_TRACK = "jam-track", "Jam track"
    CAR_DECAL = "car-decal", "Car decal"
    WHEEL = "wheel", "Wheel"
    TRAIL = "trail", "Trail"
    BOOST = "boost", "Boost"
    BUILT_IN_EMOTE = "built-in-emote", "Built-in emote"
    TOY = "toy", "Toy"
    PET = "pet", "Pet"
    SIDEKICK = "sidekick", "Sidekick"
    DECOR = "decor", "Decor"
    LEGO_KIT = "lego-kit", "LEGO kit"
    OTHER = "other", "Other"


class Availability(models.TextChoices):
    LEFT = "left", "Copies left"
    EARLY = "early", "Members first"
    OPENING = "opening", "Opening later"
    TAKEN = "taken", "All taken"
    ENDED = "ended", "Ended"
    RETIRED = "retired", "Retired"
