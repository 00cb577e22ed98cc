// Copies what stands in the element that a button names. Without this script, and where the browser does not copy, the button is not shown.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copies]")) {
    if (!navigator.clipboard) continue;
    const lines = [...document.getElementById(button.dataset.copies).children].map((line) => line.textContent.trim());
    const said = document.querySelector("[data-copied]");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(lines.join("\n"));
        said.textContent = said.dataset.copied;
      } catch {
        said.textContent = said.dataset.failed;
      }
    });
    button.hidden = false;
  }
})();
