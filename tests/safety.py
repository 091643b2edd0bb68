"""What a portal's memory may hold against the program: the rules that no way of building a portal can excuse."""

from __future__ import annotations

from collections.abc import Iterator

from fixtures.portal import Company, StandIn
from rpa.outcome import Outcome, Result

_BEFORE_SALVAR = (Result.FAILED, Result.PARKED, Result.BLOCKED, Result.NO_ACCESS, Result.RENEW)


def harm(portal: StandIn, company: Company, outcome: Outcome) -> list[str]:
    """Everything that went against the rules on the way of one renewal for this company; empty is as it must be."""
    return [*_deeds(portal, company), *_false_claims(portal, company, outcome)]


def _deeds(portal: StandIn, company: Company) -> Iterator[str]:
    memory = portal.memory
    yield from (f"a save into {save.company}" for save in memory.saves if save.company != company.cnpj)
    yield from ("a save that the browser sent again" for save in memory.saves if save.resent)
    if len(memory.kept) > 1:
        yield f"{len(memory.kept)} saves were kept"
    if sum(not login.ok for login in memory.logins) > 1:
        yield "more than one failed login"
    consents = {
        "terms accepted": memory.accepted_terms,
        "cookies agreed to": memory.accepted_cookies,
        "captcha answered": memory.answered_captchas,
        "code answered": memory.answered_codes,
        "password changed": memory.changed_passwords,
        "company made": memory.created_companies,
        "question confirmed": memory.confirmed_questions,
        "certificate deleted": memory.deletions,
        "thing bought": memory.purchases,
    }
    yield from (deed for deed, done in consents.items() if done)


def _false_claims(portal: StandIn, company: Company, outcome: Outcome) -> Iterator[str]:
    memory = portal.memory
    ours = [save for save in memory.kept if save.company == company.cnpj]
    default = [c for c in company.certificates if c.default and c.fingerprint in {save.fingerprint for save in ours}]
    if outcome.result is Result.RENEWED and not default:
        yield "says renewed, and the company has not got it"
    if outcome.result is Result.ALREADY_CURRENT and ours:
        yield "says that nothing was sent, and something was saved"
    if outcome.result in _BEFORE_SALVAR and memory.saves:
        yield f"says {outcome.result}, and Salvar arrived"
    if outcome.result is Result.REFUSED and ours:
        yield "says refused, and the portal kept it"
