// Some of many things, found by typing a few letters: a combobox after the pattern of the ARIA guide.
//
// The check boxes of the form stay, hidden; this works them. As an element of its own it starts by itself in
// every row that is added to the form, too.
const MOST_OPTIONS = 8;

const letters = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "");

const make = (tag, attributes, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
};

class MultipleChooser extends HTMLElement {
  connectedCallback() {
    if (this.search) return; // moved to another place of the form
    this.list = this.firstElementChild;
    this.list.hidden = true;
    const id = this.getAttribute("search-id");
    this.addOptions(id);
    this.boxes = [...this.querySelectorAll("[type=checkbox]")];
    const describedBy = this.getAttribute("described-by");
    this.search = make("input", {
      ...{ type: "text", id, role: "combobox", autocomplete: "off", placeholder: "Type a few letters" },
      ...{ "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-options` },
      ...(describedBy ? { "aria-describedby": describedBy } : {}),
    });
    this.options = make("ul", { id: `${id}-options`, role: "listbox", class: "multiple-chooser__options" });
    this.options.setAttribute("aria-label", "Found");
    this.options.hidden = true;
    this.chosen = make("ul", { class: "multiple-chooser__chosen" });
    this.status = make("span", { role: "status", class: "w-sr-only" });
    this.append(this.chosen, make("div", { class: "multiple-chooser__search" }, this.search, this.options), this.status);
    this.search.addEventListener("input", () => this.open());
    this.search.addEventListener("click", () => this.open());
    this.search.addEventListener("keydown", (event) => this.press(event));
    this.search.addEventListener("blur", () => this.close());
    this.options.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    this.options.addEventListener("click", ({ target }) => this.choose(target.closest("[role=option]")));
    window.addEventListener("pageshow", () => this.showChosen()); // the browser may bring back what was ticked
    this.showChosen();
  }

  // Makes a check box for each option in the element of the page that all choosers share.
  addOptions(id) {
    const element = document.getElementById(this.getAttribute("options"));
    if (!element) return;
    const chosen = new Set([...this.querySelectorAll("[type=checkbox]")].map((box) => box.value));
    const rows = JSON.parse(element.textContent).map(([key, name]) => {
      const box = make("input", { type: "checkbox", name: this.getAttribute("name"), value: key, id: `${id}-${key}` });
      box.defaultChecked = chosen.has(String(key));
      return make("div", {}, make("label", {}, box, name));
    });
    this.list.replaceChildren(...rows);
  }

  nameOf(box) {
    return box.labels[0].textContent.trim();
  }

  showChosen() {
    this.chosen.replaceChildren(
      ...this.boxes.filter((box) => box.checked).map((box) => {
        const name = this.nameOf(box);
        const remove = make("button", { type: "button", class: "button button-small button-secondary" }, "Remove ");
        remove.append(make("span", { class: "w-sr-only" }, name));
        remove.addEventListener("click", () => {
          this.set(box, false, `${name} removed`);
          this.search.focus();
          this.close();
        });
        return make("li", {}, make("span", {}, name), remove);
      }),
    );
  }

  set(box, checked, news) {
    if (box.checked !== checked) box.click(); // as a person would, so that Wagtail sees an unsaved change
    this.showChosen();
    this.status.textContent = news;
  }

  open() {
    const typed = letters(this.search.value).split(" ").filter(Boolean);
    const found = this.boxes.filter((box) => {
      const words = letters(this.nameOf(box)).split(" ");
      return !box.checked && typed.every((part) => words.some((word) => word.startsWith(part)));
    });
    this.options.replaceChildren(
      ...found.slice(0, MOST_OPTIONS).map((box) => {
        const option = make("li", { role: "option", id: `${box.id}-option`, "aria-selected": "false" }, this.nameOf(box));
        option.box = box;
        return option;
      }),
    );
    this.options.hidden = !found.length;
    this.search.setAttribute("aria-expanded", String(found.length > 0));
    this.mark(typed.length ? 0 : -1);
    const more = found.length > MOST_OPTIONS ? `: the first ${MOST_OPTIONS} are shown, type more letters` : "";
    this.status.textContent = found.length ? `${found.length} found${more}` : "None found";
    this.toggleAttribute("nothing-found", !found.length && typed.length > 0);
  }

  close() {
    this.options.hidden = true;
    this.search.setAttribute("aria-expanded", "false");
    this.search.removeAttribute("aria-activedescendant");
    this.removeAttribute("nothing-found");
  }

  mark(place) {
    const options = [...this.options.children];
    this.marked = options[place] ?? null;
    for (const option of options) option.setAttribute("aria-selected", String(option === this.marked));
    if (this.marked) {
      this.search.setAttribute("aria-activedescendant", this.marked.id);
      this.marked.scrollIntoView({ block: "nearest" });
    } else this.search.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (!option) return;
    this.search.value = "";
    this.close();
    this.set(option.box, true, `${this.nameOf(option.box)} added`);
  }

  press(event) {
    const options = [...this.options.children];
    const place = options.indexOf(this.marked);
    const isOpen = !this.options.hidden;
    if (event.key === "Enter") {
      event.preventDefault(); // the form is not sent from here
      if (isOpen) this.choose(this.marked);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.open();
      else if (event.key === "ArrowDown") this.mark((place + 1) % options.length);
      else this.mark(place > 0 ? place - 1 : options.length - 1);
    }
  }
}

customElements.define("multiple-chooser", MultipleChooser);
