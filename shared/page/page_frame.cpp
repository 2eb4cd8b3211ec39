// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/page/page_frame.h"

#include "shared/page/html_text.h"

namespace isogs {
namespace {

// The colours are Paul Tol's "bright" ones, which people with any sight of colours tell apart; lighter in the
// dark.
constexpr const char* kStyle = R"(<style>
:root { color-scheme: light dark; --text: #222; --faint: #666; --paper: #fff; --panel: #f6f6f6; --line: #ddd;
  --c0: #4477aa; --c1: #cc4455; --c2: #228833; --c3: #b8860b; --c4: #2a9cc4; --c5: #aa3377; --c6: #77663f; --c7: #44318d;
  --truth: #888; --good: #1a7f37; --fair: #bf8700; --bad: #cf222e; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --faint: #a0a0a0; --paper: #16181c; --panel: #22252b;
  --line: #3a3e46; --c0: #6fa8dc; --c1: #ff7b88; --c2: #57c067; --c3: #e5b93c; --c4: #66ccee; --c5: #e07bb5; --c6: #c9b583;
  --c7: #a898f0; --truth: #999; --good: #4ac26b; --fair: #e3b341; --bad: #ff7b72; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1.2em; max-width: 1120px; color: var(--text); background: var(--paper); }
h1 { font-size: 1.6em; margin: 0 0 .2em; overflow-wrap: anywhere; } h2 { font-size: 1.25em; margin: 2em 0 .5em; } h3 { font-size: 1em; }
p { max-width: 75ch; } .faint { color: var(--faint); } code { font-size: .9em; overflow-wrap: anywhere; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 12px 20px; }
.plots h3 { grid-column: 1 / -1; margin: .5em 0 0; } figure { margin: 0; break-inside: avoid; } svg { width: 100%; height: auto; display: block; }
svg text { font: 11px system-ui, sans-serif; fill: var(--faint); } svg .title { font-weight: 600; font-size: 12px; fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: .7; } svg .axis { stroke: var(--faint); stroke-width: .8; }
svg .curve { fill: none; stroke-width: 1.3; stroke-linejoin: round; } svg .spread { stroke-width: 1.5; } svg .dashed { stroke-dasharray: 5 3; }
.c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); }
.c5 { stroke: var(--c5); } .c6 { stroke: var(--c6); } .c7 { stroke: var(--c7); } .truth { stroke: var(--truth); } svg path.truth { stroke-width: 3.5; stroke-opacity: .4; }
svg circle { stroke: none; fill-opacity: .8; } circle.c0, i.c0 { fill: var(--c0); background: var(--c0); } circle.c1, i.c1 { fill: var(--c1); background: var(--c1); }
circle.c2, i.c2 { fill: var(--c2); background: var(--c2); } circle.c3, i.c3 { fill: var(--c3); background: var(--c3); }
circle.c4, i.c4 { fill: var(--c4); background: var(--c4); } circle.c5, i.c5 { fill: var(--c5); background: var(--c5); }
circle.c6, i.c6 { fill: var(--c6); background: var(--c6); } circle.c7, i.c7 { fill: var(--c7); background: var(--c7); }
circle.truth, i.truth { fill: var(--truth); background: var(--truth); }
figcaption { font-size: 12px; padding-left: 10px; } .key i, i.bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .key { margin-right: 1em; white-space: nowrap; display: inline-block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.key i { display: inline-block; width: 18px; height: 3px; margin-right: 5px; vertical-align: middle; }
.key i.dashed { mask: linear-gradient(90deg, #000 55%, transparent 55%) 0 0/6px; -webkit-mask: linear-gradient(90deg, #000 55%, transparent 55%) 0 0/6px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid var(--line); } th { background: var(--panel); font-weight: 600; }
td.name, th.name { text-align: left; } td.name { overflow-wrap: anywhere; min-width: 6em; } td code, th, td:not(.name) { white-space: nowrap; } .sorts th { cursor: pointer; } td.best { font-weight: 700; color: var(--good); }
#tip { position: fixed; pointer-events: none; padding: 3px 8px; font-size: 12px; white-space: pre; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; display: none; z-index: 2; }
@media (max-width: 480px) { body { padding: .8em; } svg text { font-size: 12px; } th, td { padding: 3px 6px; } }
@media print { body { max-width: none; font-size: 11px; padding: 0; } h2 { break-after: avoid; } tr, img { break-inside: avoid; } .plots { grid-template-columns: 1fr 1fr; } #tip { display: none !important; } }
</style>
)";

constexpr const char* kScript = R"(<script>
for (const table of document.querySelectorAll('table.sorts')) {
  const heads = table.querySelectorAll('th'), body = table.querySelector('tbody');
  heads.forEach((head, column) => head.addEventListener('click', () => {
    const down = head.dataset.down !== '1';
    heads.forEach(other => delete other.dataset.down);
    if (down) head.dataset.down = '1';
    const key = row => { const text = row.cells[column].dataset.value ?? row.cells[column].textContent;
                         return text !== '' && !isNaN(text) ? Number(text) : text; };
    [...body.rows].sort((a, b) => { const x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); })
      .forEach(row => body.append(row));
  }));
}
const tip = document.createElement('div');
tip.id = 'tip';
document.body.append(tip);
for (const svg of document.querySelectorAll('svg[data-x]')) {
  const axis = text => { const [low, high, from, to] = text.split(' ').map(Number);
                         return { from: Math.min(from, to), to: Math.max(from, to), value: at => low + (high - low) * (at - from) / (to - from) }; };
  const x = axis(svg.dataset.x), y = axis(svg.dataset.y), plane = svg.dataset.plane === '1', short = value => Number(value.toPrecision(4));
  let curves;
  svg.addEventListener('pointermove', event => {
    curves ??= [...svg.querySelectorAll('path.curve')].map(path => ({ name: path.dataset.name,
      points: path.getAttribute('d').split(/[ML]/).slice(1).map(pair => pair.split(',').map(Number)) }));
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const far = point => plane ? Math.hypot(point[0] - at.x, point[1] - at.y) : Math.abs(point[0] - at.x);
    let lines = curves.map(curve => ({ name: curve.name, point: curve.points.reduce((a, b) => far(b) < far(a) ? b : a) }))
      .filter(line => far(line.point) < 20);
    if (plane) lines = lines.sort((a, b) => far(a.point) - far(b.point)).slice(0, 1);
    const inside = at.x >= x.from && at.x <= x.to && at.y >= y.from && at.y <= y.to;
    tip.style.display = inside && lines.length ? 'block' : 'none';
    tip.textContent = (plane ? '' : short(x.value(at.x)) + '\n') +
      lines.map(line => (line.name ? line.name + ': ' : '') + (plane ? short(x.value(line.point[0])) + ', ' : '') + short(y.value(line.point[1]))).join('\n');
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 4) + 'px';
    tip.style.top = Math.max(event.clientY - tip.offsetHeight - 8, 4) + 'px';
  });
  svg.addEventListener('pointerleave', () => tip.style.display = 'none');
}
</script>
)";

}  // namespace

std::string PageBegin(const std::string& title) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  html.append(EscapedForHtml(title)).append("</title>\n").append(kStyle).append("</head><body>\n");
  return html;
}

std::string PageEnd() { return std::string(kScript).append("</body></html>\n"); }

}  // namespace isogs
