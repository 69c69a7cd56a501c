"""What programs are told of the acting account, at every door the same."""

from consent.parts import Part
from registry.core.permissions import Identity


class Me(Part):
    """The acting account and its ties."""

    account: str
    name: str
    administrator: bool
    performer: str | None
    represents: list[str]
    unions: list[str]
    productions: list[str]
    commissions: list[str]
    counsels: list[str]


def me(who: Identity) -> Me:
    return Me(
        account=who.account_id,
        name=who.name,
        administrator=who.is_administrator,
        performer=who.performer_id,
        represents=[performer for performer, _kind in who.represents],
        unions=sorted(who.unions),
        productions=sorted(who.productions),
        commissions=sorted(who.commissions),
        counsels=sorted(who.counsels),
    )
