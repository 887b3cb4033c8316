// Unpacks the blocks of a field from the element that all fields with the same blocks share.
class SharedBlocks {
  constructor(id) {
    return window.telepath.unpack(JSON.parse(document.getElementById(id).textContent));
  }
}

window.telepath.register("pages.core.SharedBlocks", SharedBlocks);
