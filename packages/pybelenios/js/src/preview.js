// The ballot paper as an officer looks at it before the agenda is locked: nothing is cast, kept or fetched.

import { Choosing } from "./choosing.js";

class Preview extends Choosing {
  cast() {
    const said = document.getElementById("not-cast");
    said.hidden = false;
    said.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  left() {
    document.getElementById("not-cast").hidden = true;
  }
}

new Preview(document.getElementById("ballot")).listen();
