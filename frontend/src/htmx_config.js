// Read by htmx when it starts: nothing that a strict content security policy refuses. The policy
// itself refuses evaluated code, so `js:`, filters in brackets and `hx-on` do not work here.
if (document.querySelector('meta[name="htmx-config"]') === null) {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify({ includeIndicatorCSS: false, mode: "same-origin", extensions: "sse" });
  document.head.append(meta);
}
