"""How people come in: what allauth is told. Nothing of it differs between machines."""

from typing import Any

ALLAUTH: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "accounts.adapter.ClubAdapter",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_FORMS": {
        "login": "accounts.forms.LoginForm",
        "signup": "accounts.forms.SignupForm",
        "change_password": "accounts.password_forms.ChangePasswordForm",
        "set_password": "accounts.password_forms.SetPasswordForm",
        "reset_password_from_key": "accounts.password_forms.ResetPasswordForm",
        "reauthenticate": "accounts.password_forms.ReauthenticateForm",
    },
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    # A code, not a link: an address is nobody's until its code is typed where it was asked for.
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    # SUPPORTS_CHANGE stays off: allauth offers it for new addresses only, and so tells which are.
    "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    # Whoever adds an address goes back to their addresses; a newcomer goes where they were going.
    "ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL": "/account/email/",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_MAX_EMAIL_ADDRESSES": 5,
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 10 * 60,  # seconds: letters take a minute, people another
    "ACCOUNT_LOGOUT_REDIRECT_URL": "home",
    "ACCOUNT_SESSION_REMEMBER": None,  # the visitor decides, at the sign-in page
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "MFA_ADAPTER": "accounts.second_factor.SecondFactorAdapter",
    "MFA_SUPPORTED_TYPES": ["webauthn", "totp", "recovery_codes"],
    "MFA_FORMS": {
        "authenticate": "accounts.second_factor.AuthenticateForm",
        "reauthenticate": "accounts.second_factor.ReauthenticateForm",
        "activate_totp": "accounts.second_factor.ActivateAppForm",
        "add_webauthn": "accounts.second_factor.AddPasskeyForm",
        "edit_webauthn": "accounts.second_factor.RenamePasskeyForm",
    },
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "Ashes Club",
    "MFA_TOTP_TOLERANCE": 1,  # steps of half a minute: clocks of telephones are not all right
    "SOCIALACCOUNT_ADAPTER": "accounts.social.SocialAdapter",
    "SOCIALACCOUNT_AUTO_SIGNUP": False,  # everyone chooses a handle, and says they are old enough
    "SOCIALACCOUNT_FORMS": {"signup": "accounts.social.SocialSignupForm"},
}

# Where the sign-in pages of other houses are: a form may lead there where their keys are set.
OTHER_DOORS = {
    "discord": "https://discord.com",
    "google": "https://accounts.google.com",
    "twitch": "https://id.twitch.tv",
}

PASSWORD_RULES = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.BreachedPasswordValidator"},
]
