"""The looks of notebook output: one small style sheet that reads well on light and on dark pages.

No notebook tells its output in the same way whether it is dark. So letters have the colour of
the page, and the colour of a cell is laid thinly over its ground: at most ``STRONGEST`` of a blue
or an orange of middle lightness, which keeps the letters readable on either kind of page.
Zero has no colour at all. Rules start with ``.nnviz``, so that nothing else is touched.
"""

from nnviz.engine.display.heat import NEGATIVE, POSITIVE
from nnviz.engine.step import Phase

LEVELS = 8  # shades of a cell on either side of zero
STRONGEST = 0.5  # opacity of the strongest shade
MUTED = 0.8  # opacity of secondary letters
PHASE_COLORS = {
    Phase.FORWARD: (0x1A, 0x8F, 0xA5),
    Phase.LOSS: (0xB0, 0x7C, 0x1A),
    Phase.BACKWARD: (0xA7, 0x71, 0xE8),
    Phase.UPDATE: (0x3A, 0x9A, 0x4A),
}

_RULES = """
.nnviz{font-size:13px;line-height:1.5;color:inherit;text-align:left;max-width:100%}
.nnviz p,.nnviz ul{margin:3px 0;padding:0}
.nnviz .nv-h{font-weight:600;font-size:14px}
.nnviz .nv-u{opacity:MUTED;font-weight:normal}
.nnviz .nv-f,.nnviz i,.nnviz sup,.nnviz sub{font-family:"Latin Modern Math","Cambria Math",
"STIX Two Math",Georgia,serif}
.nnviz .nv-f{font-size:16px;margin:4px 0}
.nnviz i{font-size:108%}
.nnviz .nv-f i{font-size:100%}
.nnviz sup,.nnviz sub{line-height:0;font-size:72%}
.nnviz .nv-w{overflow-x:auto;max-width:100%}
.nnviz .nv-a{display:inline-flex;flex-wrap:wrap;gap:14px;vertical-align:top;margin:4px 20px 6px 0;
max-width:100%}
.nnviz table{border-collapse:separate;border-spacing:0;border:0;margin:0;width:auto;
font-size:13px;color:inherit;background:none}
.nnviz caption{caption-side:top;text-align:left;color:inherit;padding:0 0 2px;white-space:nowrap}
.nnviz tr,.nnviz tbody tr:nth-child(n),.nnviz tbody tr:hover{background:none!important}
.nnviz td,.nnviz th{border:0;padding:2px 7px;text-align:right;white-space:nowrap;
vertical-align:middle;font-weight:normal;color:inherit;max-width:none;
font-variant-numeric:tabular-nums}
.nnviz .nv-m th{opacity:MUTED;font-size:11px;padding:0 5px;text-align:center;background:none}
.nnviz .nv-m thead td{padding:0}
.nnviz .nv-m td.nv-l,.nnviz .nv-m td.nv-r{padding:0;width:5px;min-width:5px;
border:1.5px solid}
.nnviz .nv-m td.nv-l{border-right:0}
.nnviz .nv-m td.nv-r{border-left:0}
.nnviz .nv-t th,.nnviz .nv-t td{text-align:left;padding:2px 12px 2px 0}
.nnviz .nv-t thead th{border-bottom:1px solid;font-weight:600}
.nnviz .nv-t tfoot td,.nnviz .nv-t tfoot th{border-top:1px solid}
.nnviz .nv-t .nv-n{text-align:right}
.nnviz img{image-rendering:pixelated;display:block;margin:3px 0;outline:1px solid;max-width:none;
background:none}
.nnviz .nv-s{padding-left:10px}
.nnviz details{margin:2px 0 2px 2px;padding-left:18px}
.nnviz summary{cursor:pointer;margin-left:-12px}
"""


def style_sheet() -> str:
    """Return the ``<style>`` element that goes with every output."""
    rules = [_RULES.replace("MUTED", str(MUTED)).replace("\n", "")]
    for sign, color in (("p", POSITIVE), ("n", NEGATIVE)):
        for level in range(1, LEVELS + 1):
            opacity = f"{STRONGEST * level / LEVELS:.3g}"
            rgba = f"rgba({','.join(map(str, color))},{opacity})"
            rules.append(f".nnviz .nv-m td.{sign}{level}{{background:{rgba}}}")
    for phase, rgb in PHASE_COLORS.items():
        line = f"3px solid rgb({','.join(map(str, rgb))})"
        rules.append(f".nnviz .nv-{phase.value}{{border-left:{line}}}")
    return f"<style>{''.join(rules)}</style>"
