/// The parts of a drawing that are the same in all.
enum FlameStyle {
    /// Style sheet and patterns.
    static let definitions: StaticString = """
        <defs><pattern id="gone" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect width="6" height="6" fill="#e4ecff"/><rect width="2" height="6" fill="#8fb0f0"/></pattern></defs>
        <style>
        text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #000; white-space: pre; }
        #page, #status > rect { fill: #fcfcf8; }
        .head { font: 17px Verdana, "DejaVu Sans", sans-serif; text-anchor: middle; }
        .sub { font: 12px Verdana, "DejaVu Sans", sans-serif; text-anchor: middle; fill: #555; }
        #frames text { pointer-events: none; }
        #frames, #frames g { outline: none; }
        #frames g { cursor: pointer; }
        #frames .plain > rect { stroke: #fcfcf8; stroke-width: 0.5; }
        #frames .new > rect { stroke: #a00000; stroke-width: 1; }
        #frames .cause > rect { stroke: #000; stroke-width: 2; }
        #frames .gone > rect { stroke: #3a62b8; stroke-width: 1; stroke-dasharray: 3 2; }
        #frames .parent { opacity: 0.5; }
        #frames .hide, .off { display: none; }
        #frames .match > rect { fill: rgb(230,0,230); }
        #frames g:hover > rect, #frames .here > rect { stroke: #000; stroke-width: 1; stroke-dasharray: none; }
        #frames .here > rect { stroke-width: 2; }
        .button { cursor: pointer; fill: #2050a0; }
        .button:hover, .button:focus { fill: #000; text-decoration: underline; }
        .end, #matched { text-anchor: end; }
        #field { font: 12px monospace; width: 100%; box-sizing: border-box; }
        </style>

        """

    /// What is clicked, hidden until a script is there to listen; its place on the page comes first.
    static let buttonsStart: StaticString = """
        <g id="buttons" class="off" transform="translate(0,
        """

    /// The rest of it.
    static let buttons: StaticString = """
        )">
        <text id="unzoom" class="button off" role="button" tabindex="0" x="0.5%">Reset Zoom</text>
        <text id="flip" class="button end" role="button" tabindex="0" x="99.5%" dx="-192">Flip</text>
        <text id="case" class="button end" role="button" tabindex="0" x="99.5%" dx="-102">Match case</text>
        <text id="search" class="button end" role="button" tabindex="0" x="99.5%">Search</text>
        </g>

        """
}
