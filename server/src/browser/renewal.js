// Shows how far something has come while its page is looked at: asks for the page every few seconds, and shows in the same place what it says
// there. Where nothing is renewed any more, the whole page is loaded. Without this script the page stays as it was loaded.
(() => {
  "use strict";
  const place = document.querySelector("[data-renew]");
  if (!place) return;
  const milliseconds = 1000 * Number(place.dataset.renew);

  // As the rest of the page shows them: in the reader's zone.
  const localise = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      const timeStyle = "seconds" in time.dataset ? "medium" : "short";
      if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleString(navigator.language, { dateStyle: "medium", timeStyle });
    }
  };

  const look = async () => {
    // Nobody sees it, or somebody is at a link in it.
    if (document.hidden || place.contains(document.activeElement)) return again();
    let page;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      // Who is signed out is told so by what they do next.
      if (answer.redirected) return undefined;
      if (!answer.ok) return again();
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      // The server is not reached for the moment, or the page is left.
      return again();
    }
    const renewed = page.querySelector("[data-renew]");
    if (!renewed) return location.replace(location.pathname);
    localise(renewed);
    place.replaceChildren(...renewed.childNodes);
    return again();
  };
  const again = () => {
    setTimeout(look, milliseconds);
  };
  again();
})();
