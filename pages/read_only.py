"""A browser context in which nothing can be saved, whatever is clicked: for looking only."""

from __future__ import annotations

import json

from playwright.sync_api import BrowserContext

from pages.sight import read_part, script
from pages.words import Words


def forbid_saving(context: BrowserContext, words: Words) -> None:
    """See to it that no page of this context, nor a frame in it, lets Salvar be pressed. Before its first page.

    Clicks, keys and submissions are stopped in the document itself, before the portal's own scripts see them.
    """
    names = ", ".join(json.dumps(words[key]) for key in ("form.save", "form.cancel", "again.confirm"))
    context.add_init_script(f"(() => {{ {script()}\n{read_part('guard')}\nguard({names}); }})()")
