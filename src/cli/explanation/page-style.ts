/** Style of a page: light and dark by what the reader prefers, and for paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --ink: #1d1c1d; --faint: #5a5a60; --line: #d5d5da; --box: #f5f5f7; --good: #0a6b3d; --bad: #9c2222; --odd: #7a5200; --link: #0b5394; }
@media (prefers-color-scheme: dark) {
  :root { --back: #17181b; --ink: #e8e8ea; --faint: #a9a9b2; --line: #3a3b40; --box: #212226; --good: #6fd39b; --bad: #ff9d9d; --odd: #f2c265; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.section { font-size: 1rem; margin: 1.75rem 0 .5rem; }
article + article { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 2rem; }
p { margin: .35rem 0; }
a { color: var(--link); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--box); border-radius: 6px; padding: .6rem .8rem; overflow-x: auto; margin: .4rem 0; }
.small { color: var(--faint); font-size: .87rem; overflow-wrap: anywhere; }
.message { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; overflow-wrap: anywhere; }
.message .title { font-weight: 700; font-size: 1.1rem; }
.message .text, .message .fields { white-space: pre-wrap; margin: .35rem 0; }
.message pre { white-space: pre-wrap; overflow: visible; }
.message .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .4rem 1.5rem; }
.message .bar { border-left: 4px solid; padding-left: .8rem; margin-top: .5rem; }
details { border-top: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.rule.match > summary { color: var(--good); }
.rule.no-match > summary { color: var(--bad); }
.rule.fault > summary { color: var(--odd); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: .4rem 0; }
dt { color: var(--faint); }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line); padding: .25rem .75rem .25rem 0; }
tbody th { font-weight: 400; color: var(--faint); }
@media print {
  :root { --back: #fff; --ink: #000; --faint: #444; --line: #bbb; --box: #fff; --good: #000; --bad: #000; --odd: #000; --link: #000; }
  pre { white-space: pre-wrap; border: 1px solid var(--line); }
  .message, details { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; }
}
`;
