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
        said.textContent = "Copied.";
      } catch {
        said.textContent = "Your browser did not copy them: select them instead.";
      }
    });
    button.hidden = false;
  }
})();
