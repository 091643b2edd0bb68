"""What helps to get going: the stand-in portal to click through, and which browser would be used."""

from __future__ import annotations

import threading

from rpa.browser import NoBrowserError, driver, launch
from rpa.messages import _
from rpa.settings import Settings, SettingsError


def serve_portal(port: int, variant: str) -> int:
    """Serve the stand-in until Ctrl-C. Gives the exit code: 2 for a variant that does not exist, 3 for a taken port."""
    from fixtures.portal import VARIANTS
    from fixtures.portal.sample import EMAIL, PASSWORD, sample_portal
    from rpa.console import complain

    if variant not in VARIANTS:
        complain(_("There is no variant {name}. See them with: rpa portal --list").format(name=variant))
        return 2
    try:
        with sample_portal(VARIANTS[variant]).serve(port) as url:
            print(_("Address:  {url}").format(url=url))
            print(_("E-mail:   {email}").format(email=EMAIL))
            print(_("Password: {password}").format(password=PASSWORD))
            print(_("Stop it with Ctrl-C."), flush=True)
            threading.Event().wait()
    except OSError as error:
        complain(_("Port {port} cannot be used: {why}.").format(port=port, why=error.strerror))
        return 3
    except KeyboardInterrupt:
        return 0
    return 0


def list_variants() -> int:
    """Print the name of every variant of the stand-in, and in a sentence how it is built. Gives the exit code."""
    from fixtures.portal import VARIANTS

    for name, variant in VARIANTS.items():
        print(f"{name:<24} {variant.description}")
    return 0


def tell_browser(settings: Settings, *, headed: bool) -> int:
    """Say which browser would be used, by starting it. Gives the exit code."""
    from rpa.console import complain

    try:
        with driver(settings.home) as playwright:
            browser, found = launch(playwright, settings, headed=headed, host="localhost")
            version = browser.version
            browser.close()
    except (NoBrowserError, SettingsError, OSError) as error:
        complain(str(error))
        return 3
    where = found.path or found.channel or playwright.chromium.executable_path
    print(_("{origin} {version}: it is the first that starts.").format(origin=found.origin, version=version))
    print(where)
    return 0
