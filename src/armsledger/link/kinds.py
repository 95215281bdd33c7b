"""Kinds of weapon within a category, read from the words that name the weapon."""

import re
from functools import cache
from typing import Final

from armsledger.link.names import fold

# Category, kind, words. The first match counts, so the more telling words come first. General
# knowledge; a word that fits several kinds ("jet" of a trainer) stands under the likeliest.
KINDS: Final = (
    ("aircraft", "helicopters", "helicopter|chopper|rotorcraft"),
    ("aircraft", "drones", "drone|uav|ucav|unmanned|remotely piloted|loitering munition"),
    ("aircraft", "trainers", "trainer|training aircraft"),
    ("aircraft", "transport aircraft", "transport|airlifter|tanker|refuell?ing"),
    ("aircraft", "patrol aircraft", "patrol|surveillance|early warning|awacs"),
    ("aircraft", "fighters", "fighter|jet|warplane|combat aircraft|interceptor|bomber"),
    ("ships", "submarines", "submarine|sub"),
    ("ships", "frigates", "frigate"),
    ("ships", "corvettes", "corvette"),
    ("ships", "destroyers", "destroyer"),
    ("ships", "carriers", "carrier"),
    ("ships", "patrol boats", "patrol|boat|cutter"),
    ("ships", "mine vessels", "mine ?hunter|mine ?sweeper|minehunting|minesweeping"),
    ("ships", "landing ships", "landing|amphibious|assault ship"),
    ("armoured vehicles", "tanks", "tank|battle tank"),
    ("armoured vehicles", "fighting vehicles", "infantry fighting|ifv|fighting vehicle"),
    ("armoured vehicles", "personnel carriers", "personnel carrier|apc|troop carrier|mrap"),
    ("artillery", "rocket launchers", "rocket|mlrs|launcher"),
    ("artillery", "howitzers", "howitzer|gun"),
    ("artillery", "mortars", "mortar"),
    ("missiles", "bombs", "bomb|guidance kit"),
    ("missiles", "torpedoes", "torpedo|torpedoe"),
    ("missiles", "anti-tank missiles", "anti-?tank|anti-?armou?r"),
    ("missiles", "anti-ship missiles", "anti-?ship"),
    ("missiles", "cruise missiles", "cruise"),
    ("missiles", "ballistic missiles", "ballistic"),
    ("missiles", "air-to-air missiles", "air-to-air"),
    ("missiles", "rockets", "rocket"),
    ("sensors", "radars", "radar"),
    ("sensors", "sonars", "sonar"),
    ("other", "ammunition", "ammunition|ammo|shell|cartridge|munition"),
    ("other", "small arms", "rifle|small arm|machine gun|machine-gun|pistol|carbine|firearm"),
    ("other", "electronic systems", "electronic|communication|jammer"),
    ("other", "nuclear technology", "nuclear"),
)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?:s|es)?\b")


@cache
def kind_of(weapon: str | None, category: str | None) -> str | None:
    """Return the kind that a weapon's words name within a category, None if they name none."""
    if not weapon or not category:
        return None
    words = fold(weapon)
    for owner, kind, pattern in KINDS:
        if owner == category and _pattern(pattern).search(words):
            return kind
    return None
