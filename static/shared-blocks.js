// Unpacks the blocks of a field from the script that all fields with the same blocks share.
class SharedBlocks {
  constructor(id) {
    return window.telepath.unpack(structuredClone(window.formParts[id]));
  }
}

window.telepath.register("pages.core.SharedBlocks", SharedBlocks);
