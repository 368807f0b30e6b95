"""Altimetry datasets: invented granules of SWOT and Jason-3 with realistic names, one per pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from components.demo.catalogue import orbits
from components.demo.catalogue.products import Dataset, DataType, Product
from components.demo.catalogue.seeding import Seed, file


def datasets(seed: Seed) -> Iterator[tuple[Dataset, list[Product]]]:
    """One dataset per mission, then that of a campaign, whose products also belong to the dataset of SWOT."""
    campaign = _campaign(seed)
    for mission in _MISSIONS:
        dataset = Dataset(seed.urn("DATASET", mission.label), mission.name, mission.label, "AltimetryCollection")
        yield dataset, list(_granules(seed, mission, dataset.urn, campaign.urn))
    yield campaign, []


@dataclass(frozen=True, slots=True)
class _Mission:
    name: str
    label: str
    cycles: range
    passes: int  # per cycle
    first: datetime
    cycle_duration: timedelta
    pattern: str


_MISSIONS: Final = (
    _Mission(
        "SWOT",
        "SWOT L2 sea surface height",
        range(1, 4),
        584,
        datetime(2023, 7, 21, 5, 33, 45, tzinfo=UTC),
        timedelta(days=20.8646),
        "SWOT_L2_LR_SSH_Expert_{cycle:03}_{number:03}_{start:%Y%m%dT%H%M%S}_{end:%Y%m%dT%H%M%S}_PIC0_01",
    ),
    _Mission(
        "Jason-3",
        "Jason-3 GDR-F",
        range(300, 304),
        254,
        datetime(2024, 3, 29, 14, 12, 6, tzinfo=UTC),
        timedelta(days=9.9156),
        "JA3_GPN_2PfP{cycle:03}_{number:03}_{start:%Y%m%d_%H%M%S}_{end:%Y%m%d_%H%M%S}",
    ),
)
_CAMPAIGN: Final = "Sea level campaign, September 2023"
_IN_CAMPAIGN: Final = range(1, 61)  # passes of SWOT's third cycle


def _campaign(seed: Seed) -> Dataset:
    """The dataset with its own files: a handbook, and a profile that is part of each order on the dataset."""
    return Dataset(
        seed.urn("DATASET", _CAMPAIGN),
        "SEA_LEVEL_CAMPAIGN",
        _CAMPAIGN,
        "AltimetryCollection",
        files=(
            file(DataType.DOCUMENT, "sea_level_campaign_handbook.pdf"),
            file(DataType.RAWDATA, "sea_level_campaign_mean_profile.csv"),
        ),
    )


def _granules(seed: Seed, mission: _Mission, own: str, campaign: str) -> Iterator[Product]:
    for cycle in mission.cycles:
        for number in range(1, mission.passes + 1):
            elapsed_cycles = cycle - mission.cycles[0] + (number - 1) / mission.passes
            start = mission.first + elapsed_cycles * mission.cycle_duration
            end = start + mission.cycle_duration / mission.passes
            name = mission.pattern.format(cycle=cycle, number=number, start=start, end=end)
            shared = mission.name == "SWOT" and cycle == mission.cycles[-1] and number in _IN_CAMPAIGN
            yield Product(
                urn=seed.urn("DATA", name),
                provider_id=name,
                label=f"{mission.name} cycle {cycle} pass {number}",
                model="AltimetryGranule",
                version=1,
                last=True,
                datasets=(own, campaign) if shared else (own,),
                properties={
                    "productId": name,
                    "mission": mission.name,
                    "acquisition": {"start": start, "end": end},
                    "cycle": cycle,
                    "pass": number,
                },
                files=(
                    file(DataType.RAWDATA, f"{name}.nc"),
                    *((file(DataType.QUICKLOOK_SD, f"{name}_ql.png"),) if number % 5 == 1 else ()),
                ),
                geometry=orbits.line(number),
                created=end + timedelta(days=2),
                updated=end + timedelta(days=2),
            )
