// Loads a part of a screen when it is first seen, such as one in a closed panel.
class SeenPart extends HTMLElement {
  connectedCallback() {
    new IntersectionObserver(async ([entry], observer) => {
      if (!entry.isIntersecting) return;
      const answer = await fetch(this.getAttribute("src"));
      if (answer.ok) observer.disconnect();
      this.innerHTML = answer.ok ? await answer.text() : "This could not be loaded. Close this panel and open it again.";
    }).observe(this);
  }
}

customElements.define("seen-part", SeenPart);
