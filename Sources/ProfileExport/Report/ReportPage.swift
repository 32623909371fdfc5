/// The page of a report: head, outline, data and script, in one file.
enum ReportPage {
    /// Writes the page.
    static func write(_ model: borrowing ReportModel, title: String, _ toolVersion: String, to sink: inout ByteSink) {
        var out = FlameBytes()
        out.add(head)
        out.add("<title>")
        out.addEscaped(title)
        out.add("</title>\n<style>\n")
        for part in ReportStyle.parts { out.add(part) }
        out.add("</style>\n</head>\n")
        out.add(body)
        out.add("<script id=\"data\" type=\"application/json\">")
        sink.write(out.bytes)
        sink.write(ReportData.bytes(model, title: title, toolVersion: toolVersion))
        var end = FlameBytes()
        end.add("</script>\n<script>\n\"use strict\";\n(function () {\n")
        for part in ReportScript.parts { end.add(part) }
        end.add("}());\n</script>\n</body>\n</html>\n")
        sink.write(end.bytes)
    }

    /// Nothing may be loaded from anywhere, whatever a name says.
    private static let head: StaticString = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">

        """

    /// The outline; everything that depends on the data is put in by the script, as text.
    private static let body: StaticString = """
        <body>
        <a class="skip" href="#flame">Skip to the flame graph</a>
        <header id="bar">
          <h1 id="title"></h1>
          <nav id="links" aria-label="Sections"></nav>
          <div id="filters" role="group" aria-label="What is shown"></div>
          <button id="theme" type="button" title="Light or dark (t)">Theme</button>
        </header>
        <p id="chosen" role="status" hidden></p>
        <main>
          <section id="summary" aria-labelledby="summary-h"><h2 id="summary-h">Summary</h2>
            <div id="facts"></div></section>
          <section id="vital" aria-labelledby="vital-h"><h2 id="vital-h">The vital few</h2>
            <div id="few"></div></section>
          <section id="flame" aria-labelledby="flame-h"><h2 id="flame-h">Flame graph</h2>
            <div id="flame-tools" class="tools"></div><div id="flame-boards"></div>
            <p id="flame-details" class="mono" aria-live="polite">&nbsp;</p></section>
          <section id="functions" aria-labelledby="functions-h"><h2 id="functions-h">Functions</h2>
            <div class="split"><div><div id="table-tools" class="tools"></div><div id="table"></div></div>
            <div id="neighbors" aria-live="polite"></div></div></section>
          <section id="time" aria-labelledby="time-h" hidden><h2 id="time-h">Time</h2>
            <div id="time-tools" class="tools"></div><div id="time-board"></div></section>
          <section id="trend" aria-labelledby="trend-h" hidden><h2 id="trend-h">Runs</h2>
            <div id="trend-board"></div></section>
          <section id="notes" aria-labelledby="notes-h"><h2 id="notes-h">Diagnostics</h2>
            <div id="notes-list"></div></section>
        </main>
        <noscript><p>This report draws itself with JavaScript, from data in this very file.</p></noscript>

        """
}
