"""The carriers of Japan: code, Japanese name, and the spellings that sellers' tools write, in any case.

An unknown carrier is recorded as `Other` with its name; it is never guessed. The spellings are values that public
seller tools for Amazon Japan write into feeds.
"""

from __future__ import annotations

from dataclasses import dataclass

OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier: the code we store, its name in Japanese, and other spellings."""

    code: str
    name: str
    spellings: tuple[str, ...] = ()


CARRIERS = (
    Carrier("YAMATO", "ヤマト運輸", ("Yamato", "YamatoTransport", "Yamato Transport", "クロネコヤマト", "ヤマト")),
    Carrier("SAGAWA", "佐川急便", ("Sagawa", "SagawaExpress", "Sagawa Express", "佐川")),
    Carrier("JAPAN_POST", "日本郵便", ("Japan Post", "JapanPost", "JP_POST", "JP Post", "日本郵政", "郵便局")),
    Carrier("NITTSU", "日本通運", ("NipponExpress", "Nippon Express", "JP_EXPRESS", "日通")),
    Carrier("SEINO", "西濃運輸", ("Seino", "SeinoTransportation", "Seino Transportation", "西濃")),
    Carrier("FUKUYAMA", "福山通運", ("Fukuyama", "FukuyamaTransporting", "Fukuyama Transporting", "福通")),
    Carrier("DHL", "DHL", ("DHL Express",)),
    Carrier("UPS", "UPS"),
    Carrier("FEDEX", "FedEx", ("FEDEX_JP", "Federal Express")),
)

SPELLINGS = {
    spelling.casefold(): carrier.code
    for carrier in CARRIERS
    for spelling in (carrier.code, carrier.name, *carrier.spellings)
}
