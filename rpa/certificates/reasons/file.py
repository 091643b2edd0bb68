"""Reasons about the file itself, before anything of the certificate is known."""

from rpa.messages import _

from .rule import Rule, Severity

_UNFIT, _WARN = Severity.UNFIT, Severity.WARN


def _ask_for_pfx() -> str:
    return _("Ask the client for the certificate with its private key: the .pfx or .p12 file, and its password.")


def _ask_again() -> str:
    return _("Ask the client to send the file again, zipped or by a link: mail programs sometimes damage it.")


MISSING = Rule(
    "file-missing",
    _UNFIT,
    lambda: _("The file is not there."),
    lambda: _("Check the name and the folder."),
)
UNREADABLE = Rule(
    "file-unreadable",
    _UNFIT,
    lambda: _("The file cannot be read: {why}."),
    lambda: _("Check that it is a file, that it is not open in another program, and that you may read it."),
)
EMPTY = Rule("file-empty", _UNFIT, lambda: _("The file is empty."), _ask_again)
TOO_LARGE = Rule(
    "file-too-large",
    _UNFIT,
    lambda: _("The file has {size} bytes; a certificate has less than {limit}."),
    _ask_for_pfx,
)
TRUNCATED = Rule(
    "file-truncated",
    _UNFIT,
    lambda: _("The file was cut off: its end is missing."),
    _ask_again,
)
CORRUPT = Rule("file-corrupt", _UNFIT, lambda: _("The file is damaged inside."), _ask_again)
NOT_A_PFX = Rule("not-a-pfx", _UNFIT, lambda: _("The file is no PFX certificate."), _ask_for_pfx)
PEM = Rule(
    "file-is-pem",
    _UNFIT,
    lambda: _("The file is a PEM text, not a PFX, although it may hold a certificate or a key."),
    _ask_for_pfx,
)
CER = Rule(
    "file-is-cer",
    _UNFIT,
    lambda: _("The file is only the public certificate (.cer); the private key is not in it."),
    _ask_for_pfx,
)
P7B = Rule(
    "file-is-p7b",
    _UNFIT,
    lambda: _("The file is a list of public certificates (.p7b); the private key is not in it."),
    _ask_for_pfx,
)
KEY_ALONE = Rule(
    "file-is-key",
    _UNFIT,
    lambda: _("The file is a private key alone, without its certificate."),
    _ask_for_pfx,
)
JKS = Rule(
    "file-is-jks",
    _UNFIT,
    lambda: _("The file is a Java keystore (.jks), which the portal does not read."),
    lambda: _("Ask the client to export it as PKCS#12 (.pfx); Java's keytool does that."),
)
ZIP = Rule(
    "file-is-zip",
    _UNFIT,
    lambda: _("The file is a ZIP archive, or an Office document."),
    lambda: _("Unpack it and use the .pfx inside, if there is one."),
)
RAR = Rule(
    "file-is-archive",
    _UNFIT,
    lambda: _("The file is a packed archive (RAR, 7z or gzip)."),
    lambda: _("Unpack it and use the .pfx inside, if there is one."),
)
PDF = Rule("file-is-pdf", _UNFIT, lambda: _("The file is a PDF document."), _ask_for_pfx)
HTML = Rule(
    "file-is-html",
    _UNFIT,
    lambda: _("The file is a web page, probably the error or login page of a download that failed."),
    lambda: _("Download it again, signed in, or ask the client to send it by another way."),
)
PICTURE = Rule("file-is-picture", _UNFIT, lambda: _("The file is a picture."), _ask_for_pfx)
ITERATIONS = Rule(
    "too-many-iterations",
    _UNFIT,
    lambda: _("The file asks for {count} rounds of password hashing, which no honest program does."),
    lambda: _("Do not use it. Ask the client to export the certificate again."),
)
CIPHER = Rule(
    "unsupported-cipher",
    _UNFIT,
    lambda: _("The file is encrypted in a way that is not supported ({name})."),
    lambda: _("Ask the client to export the certificate again, with AES-256 or TripleDES."),
)
TIMEOUT = Rule(
    "reading-took-too-long",
    _UNFIT,
    lambda: _("Reading the file took more than {seconds} seconds and was stopped."),
    lambda: _("Do not use it. Ask the client to export the certificate again."),
)
MEMORY = Rule(
    "reading-took-too-much-memory",
    _UNFIT,
    lambda: _("Reading the file took more memory than is allowed and was stopped."),
    lambda: _("Do not use it. Ask the client to export the certificate again."),
)
CRASH = Rule(
    "reading-crashed",
    _UNFIT,
    lambda: _("Reading the file failed so badly that the reader had to be restarted."),
    lambda: _("Do not use it. Ask the client to export the certificate again."),
)
BASE64 = Rule(
    "file-is-base64",
    _WARN,
    lambda: _("The file is Base64 text with the certificate inside, as some programs send it by e-mail."),
    lambda: _("The portal may refuse it: decode it, or ask for the .pfx file itself."),
)
TRAILING = Rule(
    "trailing-bytes",
    _WARN,
    lambda: _("Something was added behind the end of the certificate on its way; bytes: {count}."),
    lambda: _("The portal may refuse it; ask for the file again if it does."),
)
BER = Rule(
    "not-quite-der",
    _WARN,
    lambda: _("The file is written in an older style (BER), as Firefox, macOS and some Java programs do."),
    lambda: _("The portal may refuse it; ask for an export from Windows if it does."),
)
LOOSE = Rule(
    "certificate-not-quite-der",
    _WARN,
    lambda: _("The certificate inside is not written quite by the rules; a strict reader refuses it."),
    lambda: _("Nothing, unless the portal refuses it; only the authority that issued it could change it."),
)
PBMAC1 = Rule(
    "mac-too-new",
    _WARN,
    lambda: _("The file is protected in a new way (PBMAC1) that many programs cannot read yet."),
    lambda: _("If the portal refuses it, ask for an export from Windows."),
)
NO_MAC = Rule(
    "no-mac",
    _WARN,
    lambda: _("The file has no check sum of its own, so damage cannot be noticed."),
    lambda: _("If the portal refuses it, ask for an export from Windows."),
)
PASSWORD_NUL = Rule(
    "password-has-nul",
    _UNFIT,
    lambda: _("The password holds a NUL character, which no password of a certificate can."),
    lambda: _("Type the password again; it was probably damaged when it was copied."),
)
PASSWORD_WRONG = Rule(
    "wrong-password",
    _UNFIT,
    lambda: _("The password does not open the file."),
    lambda: _("Ask the client for the password again; mind capitals, and O and 0, l and 1."),
)
PASSWORD_BLANK = Rule(
    "password-has-blank",
    _UNFIT,
    lambda: _("The password opens the file only without the blank at its beginning or end."),
    lambda: _("Take the blank out of the password."),
)
PASSWORD_ACCENTS = Rule(
    "password-accents",
    _UNFIT,
    lambda: _(
        "The password opens the file only if its accents are written in an old way, which the portal does not try."
    ),
    lambda: _("Ask the client to export the certificate again, with a password without accents."),
)
PASSWORD_NONE = Rule(
    "password-not-needed",
    _UNFIT,
    lambda: _("The file has no password, but one was given."),
    lambda: _("Leave the password empty, or ask for an export that has one."),
)
PASSWORD_EMPTY = Rule(
    "password-empty",
    _WARN,
    lambda: _("The file opens without a password, so anybody who gets it can use it."),
    lambda: _("The portal may ask for a password: then ask for an export that has one."),
)
