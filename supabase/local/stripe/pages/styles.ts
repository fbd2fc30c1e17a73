/** Paper and ink, as in src/app.css, in the faces every machine has: these pages load nothing. */
export const styles = `
:root {
	color-scheme: light dark;
	--paper: light-dark(oklch(0.981 0.005 95), oklch(0.192 0.006 75));
	--sunk: light-dark(oklch(0.957 0.007 92), oklch(0.166 0.005 75));
	--raised: light-dark(oklch(0.996 0.002 95), oklch(0.238 0.007 75));
	--ink: light-dark(oklch(0.215 0.012 65), oklch(0.905 0.012 88));
	--ink-2: light-dark(oklch(0.395 0.012 70), oklch(0.77 0.012 86));
	--rule: light-dark(oklch(0.875 0.009 90), oklch(0.315 0.008 78));
	--rule-strong: light-dark(oklch(0.61 0.012 80), oklch(0.56 0.01 80));
	--fill: light-dark(oklch(0.3 0.012 65), oklch(0.88 0.012 88));
	--fill-ink: light-dark(oklch(0.988 0.006 95), oklch(0.2 0.006 75));
	--good: light-dark(oklch(0.455 0.09 155), oklch(0.785 0.095 155));
	--bad: light-dark(oklch(0.475 0.165 28), oklch(0.76 0.12 28));
}
* { box-sizing: border-box; }
body {
	margin: 0;
	background: var(--paper);
	color: var(--ink);
	font: 1rem/1.5 'Public Sans', 'Segoe UI', system-ui, sans-serif;
	font-variant-numeric: tabular-nums;
}
.bar { border-bottom: 1px solid var(--rule); background: var(--sunk); font-size: 0.8125rem; }
.bar-inner {
	display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem;
	max-width: 34rem; margin: 0 auto; padding: 0.5rem 1.25rem;
}
.bar a { color: inherit; font-weight: 600; }
.bar p { margin: 0; color: var(--ink-2); }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.wide { max-width: 72rem; }
h1, h2, h3 { font-family: Literata, 'Iowan Old Style', Charter, Georgia, serif; text-wrap: balance; }
h1 { margin: 0 0 1rem; font-size: 1.625rem; line-height: 2rem; font-weight: 600; letter-spacing: -0.012em; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; }
h3 { margin: 0; font-size: 1.0625rem; line-height: 1.5rem; font-weight: 600; }
p { margin: 0 0 1rem; }
a { color: inherit; text-underline-offset: 0.15em; }
small, .quiet { color: var(--ink-2); font-size: 0.875rem; }
.price { font-size: 2rem; line-height: 2.5rem; margin: 0; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.alert { border-left: 3px solid var(--bad); padding: 0.5rem 0.75rem; background: var(--sunk); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; margin: 0 0 1.5rem; }
dt { color: var(--ink-2); }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: 0; }
form + form { margin-top: 0.5rem; }
fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; }
legend, .label { display: block; padding: 0; margin-bottom: 0.25rem; font-size: 0.875rem; font-weight: 600; }
.field { margin-bottom: 1.25rem; }
.choice {
	display: flex; gap: 0.75rem; align-items: baseline; padding: 0.5rem 0.75rem;
	border: 1px solid var(--rule); border-top-width: 0; background: var(--raised); cursor: pointer;
}
legend + .choice { border-top-width: 1px; border-radius: 4px 4px 0 0; }
.choice:last-child { border-radius: 0 0 4px 4px; }
.choice:has(:checked) { background: var(--sunk); }
.choice > span { flex: 1; }
.choice .end { text-align: right; flex: none; }
input, select, button { font: inherit; color: inherit; }
input[type='email'], input[type='text'], input[type='number'], select {
	width: 100%; min-height: 2.5rem; padding: 0.375rem 0.625rem;
	border: 1px solid var(--rule-strong); border-radius: 4px; background: var(--raised);
}
input[readonly] { background: var(--sunk); }
input[type='radio'] { accent-color: var(--fill); }
button, .button {
	display: inline-block; min-height: 2.5rem; padding: 0.4375rem 1rem;
	border: 1px solid var(--rule-strong); border-radius: 4px; background: var(--raised);
	text-decoration: none; cursor: pointer;
}
button.main { border-color: var(--fill); background: var(--fill); color: var(--fill-ink); font-weight: 600; }
button.small { min-height: 1.75rem; padding: 0.0625rem 0.5rem; font-size: 0.8125rem; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.row form { margin: 0; }
.row input[type='number'] { width: 7rem; min-height: 1.75rem; padding: 0.0625rem 0.5rem; font-size: 0.8125rem; }
.row select { width: auto; }
.card { padding: 1rem 0; border-top: 1px solid var(--rule); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { color: var(--ink-2); font-weight: 600; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
code { font: 0.8125rem/1.5 'IBM Plex Mono', ui-monospace, Menlo, Consolas, monospace; }
`;
