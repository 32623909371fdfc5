extension ReportStyle {
    /// Tables, boards, narrow windows and paper.
    static let views: StaticString = """
        .halves { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 28px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        td, th { padding: 2px 12px 2px 0; text-align: left; vertical-align: baseline; font-weight: 400; }
        .facts th { color: var(--soft); white-space: nowrap; padding-right: 18px; }
        .facts th[scope="col"] { font-weight: 600; color: var(--ink); }
        .facts td { overflow-wrap: anywhere; }
        .number { text-align: right; white-space: nowrap; }
        .beliefs { margin: 0; padding: 0; list-style: none; }
        .beliefs li { padding: 1px 0 3px 16px; position: relative; }
        .beliefs li::before { content: ""; position: absolute; left: 0; top: 7px; width: 7px; height: 7px;
          border-radius: 50%; background: var(--soft); }
        .beliefs .good::before { background: var(--good); }
        .beliefs .warning::before { background: var(--warn); }
        .few td:first-child { max-width: 46em; }
        .bars { width: 220px; }
        .bar { display: block; height: 9px; background: var(--faint); border-radius: 2px; min-width: 90px; }
        .bar i { display: block; height: 100%; border-radius: 2px; background: var(--accent); }
        .bar.up i { background: var(--up); }
        .bar.down i { background: var(--down); }
        .pill { display: inline-block; padding: 0 6px; border-radius: 3px; font-size: 11px; line-height: 16px;
          background: var(--faint); color: var(--soft); }
        .pill.regressed, .pill.new, .pill.error { color: #fff; background: var(--up); }
        .pill.improved, .pill.gone { color: #fff; background: var(--down); }
        .pill.warning { color: #fff; background: var(--warn); }
        figure { margin: 0; min-width: 0; }
        figcaption { font-size: 12px; color: var(--soft); margin-bottom: 3px; }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
        .board { overflow: hidden auto; border: 1px solid var(--line); }
        .board canvas { display: block; position: sticky; top: 0; }
        #flame-details { margin: 6px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.5em; }
        .split { display: grid; grid-template-columns: minmax(0, 1fr) minmax(280px, 26%); gap: 24px; }
        #table { overflow: auto; max-height: 72vh; }
        .functions { width: 100%; }
        .functions th { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line);
          padding-bottom: 4px; }
        .functions th button { border: 0; padding: 0; background: none; color: var(--soft); white-space: nowrap; }
        .functions th[aria-sort] button { color: var(--ink); font-weight: 600; }
        .functions tbody tr { cursor: pointer; }
        .functions tbody td { border-bottom: 1px solid var(--faint); }
        .functions tbody tr:hover td { background: var(--faint); }
        .functions tr[aria-selected="true"] td { background: color-mix(in srgb, var(--accent) 16%, transparent); }
        .functions td:first-child { max-width: 0; min-width: 15em; width: 60%; white-space: nowrap; overflow: hidden;
          text-overflow: ellipsis; }
        .functions .name { margin-right: 8px; }
        .functions .place { font-size: 12px; }
        #more { margin-top: 8px; }
        #neighbors { border-left: 1px solid var(--line); padding-left: 20px; position: sticky; top: 56px;
          align-self: start; max-height: calc(100vh - 70px); overflow: auto; }
        #neighbors table { width: 100%; }
        #neighbors td:first-child { width: 99%; }
        #neighbors .bars { width: 60px; }
        #neighbors .bar { min-width: 50px; }
        .heat { overflow-x: auto; border: 1px solid var(--line); }
        .heat canvas { display: block; cursor: crosshair; }
        #time-board { display: grid; gap: 8px; }
        #trend-board { display: flex; flex-wrap: wrap; gap: 24px; }
        .dots { width: 520px; max-width: 100%; }
        .dots text { font-size: 11px; fill: var(--soft); }
        .dots .head { fill: var(--ink); font-size: 12px; }
        .dots .axis { stroke: var(--line); }
        .dots .mean { stroke-width: 1.5; stroke-dasharray: 4 3; }
        .side0 { fill: var(--accent); stroke: var(--accent); }
        .side1 { fill: var(--up); stroke: var(--up); }
        .dots text.side0, .dots text.side1 { stroke: none; }
        .dots text.side0 { fill: var(--accent); }
        .dots text.side1 { fill: var(--up); }
        @media (max-width: 1280px) { #links { display: none; } }
        @media (max-width: 1000px) {
          #bar { flex-wrap: wrap; }
          .halves, .split, .pair { grid-template-columns: minmax(0, 1fr); }
          #neighbors { border: 0; padding: 0; position: static; max-height: none; }
        }
        @media print {
          body { background: #fff; font-size: 11px; }
          #bar, #chosen { position: static; }
          #links, #theme, .tools button, .tools input, #more, .skip { display: none; }
          main { padding: 0; display: block; }
          section { border: 0; padding: 8px 0; break-inside: avoid-page; }
          #functions, #notes { break-inside: auto; }
          #table { max-height: none; overflow: visible; }
          #neighbors { position: static; max-height: none; }
        }

        """
}
