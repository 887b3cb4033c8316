// The blocks of a field, as the one element of the page describes them that all fields with these blocks share.
class SharedBlocks {
  constructor(id) {
    return window.telepath.unpack(JSON.parse(document.getElementById(id).textContent));
  }
}

window.telepath.register("pages.core.SharedBlocks", SharedBlocks);
