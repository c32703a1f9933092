/** Style of the report: light and dark by what the reader prefers, and for paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --ink: #1d1c1d; --faint: #55555b; --line: #d5d5da; --box: #f5f5f7; --link: #0b5394; --series: #0b5394; --heat: 11 83 148; }
@media (prefers-color-scheme: dark) {
  :root { --back: #17181b; --ink: #e8e8ea; --faint: #adadb6; --line: #3a3b40; --box: #212226; --link: #8ab8ff; --series: #8ab8ff; --heat: 138 184 255; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
header { padding-bottom: 0; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
p { margin: .3rem 0; }
a { color: var(--link); }
h1 a { color: inherit; text-decoration: none; }
h1 a:hover { text-decoration: underline; }
h2:focus { outline: none; }
.up { font-size: .87rem; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.small { color: var(--faint); font-size: .87rem; }
.facts { display: flex; flex-wrap: wrap; gap: .6rem; margin: .8rem 0; }
.facts div { flex: 1 1 6.8rem; background: var(--box); border-radius: 8px; padding: .5rem .8rem; }
.facts dt { color: var(--faint); font-size: .87rem; }
.facts dd { margin: 0; white-space: nowrap; font-size: 1.25rem; font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line); padding: .25rem .75rem .25rem 0; }
thead th { border-top: 0; color: var(--faint); font-weight: 400; font-size: .87rem; }
tbody th { font-weight: 400; min-width: 7rem; }
td.number, td.word, thead th { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.lists { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 2rem; }
.chart { height: 220px; margin: .5rem 0; }
.heat { width: auto; }
.heat td { border: 1px solid var(--back); padding: .15rem; min-width: 2.1rem; text-align: right; vertical-align: middle; font-size: .72rem; font-variant-numeric: tabular-nums; }
tbody th, td.text { overflow-wrap: anywhere; }
.heat tbody th { min-width: 0; }
.heat th { white-space: nowrap; font-size: .82rem; border-top: 0; }
.heat thead th { min-width: 2.1rem; text-align: right; padding: .15rem; }
.heat thead th:first-child { text-align: left; }
.heat .h1 { background: rgb(var(--heat) / .08); } .heat .h2 { background: rgb(var(--heat) / .16); }
.heat .h3 { background: rgb(var(--heat) / .24); } .heat .h4 { background: rgb(var(--heat) / .32); }
.heat .h5 { background: rgb(var(--heat) / .4); }
.matrix { width: auto; }
.matrix th, .matrix td { min-width: 12rem; max-width: 16rem; padding-right: .6rem; border-top: 0; font-size: .82rem; }
.technique { border: 1px solid var(--line); border-radius: 6px; padding: .3rem .5rem; margin-bottom: .4rem; color: var(--faint); }
.technique.alerted { background: rgb(var(--heat) / .1); color: var(--ink); }
.technique .small { font-size: inherit; }
.technique ul { list-style: none; margin: .15rem 0 0; padding: 0; }
label { display: block; font-size: .87rem; color: var(--faint); margin-top: .8rem; }
input { font: inherit; color: inherit; background: var(--box); border: 1px solid var(--faint); border-radius: 6px; padding: .35rem .6rem; width: 100%; max-width: 28rem; }
#found { list-style: none; margin: .4rem 0; padding: 0; }
#found li { border-top: 1px solid var(--line); padding: .2rem 0; }
body.paged section.page { display: none; }
body.paged section.page.shown { display: block; }
section.page + section.page { border-top: 2px solid var(--line); margin-top: 2rem; }
body.paged section.page { border-top: 0; margin-top: 0; }
@media (max-width: 40rem) { body { font-size: 14px; } th, td { padding-right: .5rem; } }
@media screen and (max-width: 40rem) {
  .facts div { flex-basis: 8rem; }
  .stacked thead { display: none; }
  .stacked table, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; }
  .stacked tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  .stacked th, .stacked td, .stacked td.number { border-top: 0; padding: .1rem 0; text-align: left; white-space: normal; }
  .stacked tbody th { font-weight: 600; }
  .stacked td::before { content: attr(data-head) ": "; color: var(--faint); }
}
@media print, (max-width: 40rem) {
  .matrix, .matrix tbody, .matrix tr, .matrix td { display: block; }
  .matrix thead { display: none; }
  .matrix td { max-width: none; }
  .matrix td::before { content: attr(data-tactic); display: block; column-span: all; color: var(--faint); padding: .4rem 0 .2rem; }
}
@media print {
  :root { --back: #fff; --ink: #000; --faint: #444; --line: #bbb; --box: #fff; --link: #000; --series: #000; --heat: 0 0 0; color-scheme: light; }
  .search { display: none; }
  body.paged section.page { display: block; }
  section.page[id^="catalogue"], section.page[id^="catalogue"] + section.page { break-before: page; }
  h2, h3 { break-after: avoid; }
  .up { display: none; }
  .lists { columns: 2; display: block; }
  .lists > div { break-inside: avoid; }
  tr, .facts, .chart { break-inside: avoid; }
  .matrix tr { break-inside: auto; }
  .facts div { border: 1px solid var(--line); }
  .wide { overflow: visible; }
  .matrix td { columns: 3; }
  .technique { break-inside: avoid; }
  .heat td, .heat thead th { min-width: 0; font-size: .6rem; print-color-adjust: exact; }
}
`;
