"""Drawings of the desk: pure functions from small records to SVG as safe markup."""

from armsledger.web.drawings.as_of import Step, Steps, Stop, draw_as_of
from armsledger.web.drawings.figures import Bar, Version, draw_figures
from armsledger.web.drawings.flows import Flow, draw_flows, flow_words
from armsledger.web.drawings.ladder import Rung, draw_ladder, rung_words
from armsledger.web.drawings.marks import draw_legend, icon
from armsledger.web.drawings.network import Party, Tie, draw_network, network_words
from armsledger.web.drawings.origins import Carrier, OriginNode, Passing, draw_origins
from armsledger.web.drawings.roles import draw_roles
from armsledger.web.drawings.timeline import draw_timeline
from armsledger.web.drawings.timeline_layout import Happening

__all__ = [
    "Bar",
    "Carrier",
    "Flow",
    "Happening",
    "OriginNode",
    "Party",
    "Passing",
    "Rung",
    "Step",
    "Steps",
    "Stop",
    "Tie",
    "Version",
    "draw_as_of",
    "draw_figures",
    "draw_flows",
    "draw_ladder",
    "draw_legend",
    "draw_network",
    "draw_origins",
    "draw_roles",
    "draw_timeline",
    "flow_words",
    "icon",
    "network_words",
    "rung_words",
]
