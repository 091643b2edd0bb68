"""A map of the InvoiCy portal: one class per screen. Usable alone, in any Playwright suite; see pages/README.md."""

from pages.certificate_form import Answer, CertificateForm, FilePayload
from pages.certificates import CertificatesPage, Entry
from pages.company import Company
from pages.company_box import CompanyBox, Shown
from pages.company_data import CompanyDataPage
from pages.control_panel import ControlPanel
from pages.home import Home, Inside
from pages.kept import Kept
from pages.login import LoginPage
from pages.password_again import PasswordAgain
from pages.portal import Portal
from pages.sight import register
from pages.window import Window
from pages.words import Words
from pages.words_file import BadEntry, WordsFileError, WordsProblem

SCREENS = (LoginPage, Home, ControlPanel, CompanyDataPage, PasswordAgain, CertificatesPage, CertificateForm)
"""Every screen on the road; each shows a landmark that none of the others shows."""

__all__ = [
    "SCREENS",
    "Answer",
    "BadEntry",
    "CertificateForm",
    "CertificatesPage",
    "Company",
    "CompanyBox",
    "CompanyDataPage",
    "ControlPanel",
    "Entry",
    "FilePayload",
    "Home",
    "Inside",
    "Kept",
    "LoginPage",
    "PasswordAgain",
    "Portal",
    "Shown",
    "Window",
    "Words",
    "WordsFileError",
    "WordsProblem",
    "register",
]
