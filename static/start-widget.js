// Starts Wagtail's widgets, for which Wagtail writes scripts into the page: the content security policy allows none.
//
// As an element of its own it starts its widget when the browser reads it, and in every row that is added to a form.
class StartWidget extends HTMLElement {
  // Else the calendar puts this minute in the place of what it cannot read, and a page would be published at once.
  static asTyped = { validateOnBlur: false };

  static starters = {
    date: (id, options) => window.initDateChooser(id, { ...options, ...StartWidget.asTyped }),
    datetime: (id, options) => window.initDateTimeChooser(id, { ...options, ...StartWidget.asTyped }),
    time: (id, options) => window.initTimeChooser(id, { ...options, ...StartWidget.asTyped }),
    InlinePanel: (_, options) => new window.InlinePanel(options),
    MultipleChooserPanel: (_, options) => new window.MultipleChooserPanel(options),
    Chooser: (id, options) => new window.Chooser(id, options),
    DocumentChooser: (id, options) => new window.DocumentChooser(id, options),
    ImageChooser: (id, options) => new window.ImageChooser(id, options),
    PageChooser: (id, options) => new window.PageChooser(id, options),
    SnippetChooser: (id, options) => new window.SnippetChooser(id, options),
  };

  connectedCallback() {
    if (this.isStarted) return; // moved to another place of the form
    this.isStarted = true;
    // Escaped for scripts, because Wagtail numbers new rows by looking for quotation marks in their HTML.
    const options = JSON.parse(JSON.parse(`"${this.getAttribute("options") || "null"}"`));
    const prefix = options?.formsetPrefix;
    const newRow = window.formParts?.[this.getAttribute("new-row")];
    if (newRow) this.addTemplate(prefix, newRow);
    if (!prefix || document.getElementById(`${prefix}-EMPTY_FORM_TEMPLATE`)) this.start(options);
    // The template of a new outer row, which has the one for rows in it, comes later in the page.
    else if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.startRowsInRow(options), { once: true });
    } else this.startRowsInRow(options);
  }

  // Copies the template of a new row from that of a new outer row: the page has it once.
  startRowsInRow(options) {
    const [, outer, number] = options.formsetPrefix.match(/^id_(.+)-(\d+)-[^-]+$/);
    const outerRow = document.getElementById(`id_${outer}-EMPTY_FORM_TEMPLATE`).content;
    const numbered = (text, from, to) => text.replaceAll(`${outer}-${from}-`, `${outer}-${to}-`);
    const id = numbered(`${options.formsetPrefix}-EMPTY_FORM_TEMPLATE`, number, "__prefix__");
    this.addTemplate(options.formsetPrefix, numbered(outerRow.getElementById(id).innerHTML, "__prefix__", number));
    this.start(options);
  }

  addTemplate(prefix, html) {
    const template = document.createElement("template");
    template.id = `${prefix}-EMPTY_FORM_TEMPLATE`;
    template.innerHTML = html;
    this.before(template);
  }

  start(options) {
    StartWidget.starters[this.getAttribute("kind")](this.getAttribute("widget"), options);
  }
}

customElements.define("start-widget", StartWidget);

// The frame around what matters in a picture finds out about touch by an attribute with a script, unless it is told.
document.addEventListener("readystatechange", () => {
  const frame = window.jQuery?.Jcrop;
  if (frame) frame.defaults.touchSupport = "ontouchstart" in window;
}, { once: true });
