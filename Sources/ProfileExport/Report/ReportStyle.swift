/// The style of a report's page: light and dark, screen and paper.
enum ReportStyle {
    /// The parts, in the order in which they stand in the page.
    static let parts: [StaticString] = [page, views]

    /// Colours of light and dark, type, and the parts of the page.
    private static let page: StaticString = """
        :root {
          color-scheme: light; --is-dark: 0;
          --paper: #ffffff; --page: #f6f7f9; --ink: #16191d; --soft: #646b75; --line: #dfe2e7; --faint: #eef0f3;
          --link: #1d5bbf; --accent: #2f6fdb; --label: #1b1e22; --root: #d3d7dd; --match: #e06fd8; --chosen: #f3d06a;
          --up: #d6503f; --down: #3d7fd6; --good: #2c8a57; --warn: #b7791f; --bad: #c0392b;
          --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
          color-scheme: dark; --is-dark: 1;
          --paper: #181b20; --page: #101215; --ink: #e3e6ea; --soft: #969da8; --line: #2c3138; --faint: #21252b;
          --link: #8ab4f4; --accent: #6ea2f2; --label: #f0f2f4; --root: #3b4048; --match: #b440ae; --chosen: #96761a;
          --up: #d9614f; --down: #5b93e0; --good: #58b583; --warn: #d6a144; --bad: #e0695c;
        } }
        :root[data-theme="dark"] {
          color-scheme: dark; --is-dark: 1;
          --paper: #181b20; --page: #101215; --ink: #e3e6ea; --soft: #969da8; --line: #2c3138; --faint: #21252b;
          --link: #8ab4f4; --accent: #6ea2f2; --label: #f0f2f4; --root: #3b4048; --match: #b440ae; --chosen: #96761a;
          --up: #d9614f; --down: #5b93e0; --good: #58b583; --warn: #d6a144; --bad: #e0695c;
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 52px; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto,
          "Helvetica Neue", Arial, sans-serif; }
        h1 { margin: 0; font-size: 14px; font-weight: 650; white-space: nowrap; overflow: hidden;
          text-overflow: ellipsis; min-width: 8em; }
        h2 { margin: 0 0 8px; font-size: 13px; font-weight: 650; }
        h3 { margin: 0 0 4px; font-size: 13px; font-weight: 650; overflow-wrap: anywhere; }
        h4 { margin: 14px 0 4px; font-size: 12px; font-weight: 600; color: var(--soft); }
        p { margin: 0 0 8px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--paper); padding: 6px 10px; }
        #bar { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 16px; min-height: 44px;
          padding: 6px 20px;
          background: var(--paper); border-bottom: 1px solid var(--line); }
        #links { display: flex; gap: 12px; white-space: nowrap; }
        #links a { color: var(--soft); text-decoration: none; }
        #links a:hover { color: var(--ink); text-decoration: underline; }
        #filters { display: flex; gap: 12px; margin-left: auto; }
        #filters label { display: flex; align-items: center; gap: 6px; color: var(--soft); }
        #filters select { max-width: 16em; }
        #chosen { margin: 0; padding: 6px 20px; background: var(--faint); border-bottom: 1px solid var(--line);
          position: sticky; top: 44px; z-index: 4; }
        main { max-width: 1680px; margin: 0 auto; padding: 14px 20px 40px; display: grid; gap: 14px; }
        section { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px;
          min-width: 0; }
        button, select, input { font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--line); border-radius: 4px; padding: 3px 8px; }
        button { cursor: pointer; }
        button:hover:not(:disabled) { border-color: var(--soft); }
        button:disabled { color: var(--soft); opacity: .6; cursor: default; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
        .link { border: 0; padding: 0; background: none; color: var(--link); text-align: left;
          overflow-wrap: anywhere; }
        .link:hover { text-decoration: underline; }
        .mono { font-family: var(--mono); font-size: 12px; }
        .hint, .soft, .place { color: var(--soft); }
        .hint { font-size: 12px; }
        .lead { font-size: 15px; font-weight: 600; }
        .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; margin-bottom: 8px; }
        .tools input { width: 20em; }
        .tools #unzoom { margin-left: auto; }
        .segments { display: flex; }
        .segments button { border-radius: 0; margin-left: -1px; }
        .segments button:first-child { border-radius: 4px 0 0 4px; margin-left: 0; }
        .segments button:last-child { border-radius: 0 4px 4px 0; }
        .segments [aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
        output { color: var(--soft); }
        output.bad { color: var(--bad); }

        """
}
