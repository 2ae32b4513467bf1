// The desk without this script is whole: pages, links and forms work. With it, a report's cards stand at the height of
// their statements, parts of a statement light up together, and j and k go from one to the next.
"use strict";

document.documentElement.classList.add("js");
const text = document.querySelector(".report .text");
if (text) report(text);
const slider = document.querySelector("input[type=range][data-days]");
if (slider) days(slider);

// The slider counts stops; the address has the day.
function days(slider) {
  const stops = slider.dataset.days.split(" ");
  const shown = slider.form.querySelector("output");
  slider.addEventListener("input", () => {
    const day = new Date(stops[slider.value] + "T12:00:00Z");
    shown.value = day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    slider.setAttribute("aria-valuetext", shown.value);
  });
  slider.addEventListener("change", () => {
    const asked = new URLSearchParams(location.search);
    asked.delete("page");
    if (Number(slider.value) === stops.length - 1) asked.delete("until");
    else asked.set("until", stops[slider.value]);
    location.search = asked.toString();
  });
}

function report(text) {
  const wide = window.matchMedia("(min-width: 64.01rem)");
  const cards = [...text.querySelectorAll(".card[data-n]")];
  const voices = [...text.querySelectorAll(".card.voice")];
  const atoms = new Map();
  for (const atom of text.querySelectorAll(".a[data-n]"))
    for (const number of atom.dataset.n.split(" ").filter(Boolean))
      atoms.set(number, [...(atoms.get(number) || []), atom]);
  let active = null, pressed = false;

  // Each card wants to stand beside its statement; the active one does, the others give way in order.
  function place() {
    text.classList.toggle("placed", wide.matches);
    if (!wide.matches) {
      for (const card of [...cards, ...voices]) card.style.top = "";
      text.style.minHeight = "";
      return;
    }
    const base = text.getBoundingClientRect().top;
    const all = [...text.querySelectorAll(".card")].map((card) => ({ card, wanted: wantedTop(card) - base, height: card.offsetHeight + 12 }));
    all.sort((a, b) => a.wanted - b.wanted);
    const fixed = all.findIndex((one) => one.card === active);
    let below = fixed < 0 ? 0 : all[fixed].wanted;
    for (const one of all.slice(Math.max(fixed, 0))) {
      one.top = Math.max(one.wanted, below);
      below = one.top + one.height;
    }
    let above = fixed < 0 ? 0 : all[fixed].top;
    for (const one of all.slice(0, Math.max(fixed, 0)).reverse()) {
      one.top = Math.min(one.wanted, above - one.height);
      above = one.top;
    }
    // What was pushed up may overlap with nothing above it: a second pass pulls the first ones down to their places.
    for (const one of all) one.card.style.top = one.top + "px";
    text.style.minHeight = Math.max(0, ...all.map((one) => one.top + one.height)) + "px";
  }

  function wantedTop(card) {
    const at = card.dataset.n === undefined ? card.closest(".row") : document.getElementById("s" + card.dataset.n);
    return (at || card.closest(".row")).getBoundingClientRect().top;
  }

  function light(number, name, on) {
    for (const atom of atoms.get(number) || []) atom.classList.toggle(name, on);
    document.getElementById("card-" + number)?.classList.toggle(name, on);
  }

  function activate(card, { scroll = true, focus = false } = {}) {
    if (active) light(active.dataset.n, "on", false);
    active = card;
    if (card) {
      light(card.dataset.n, "on", true);
      history.replaceState(null, "", location.pathname + location.search + "#s" + card.dataset.n);
    }
    place();
    if (card && focus) card.focus({ preventScroll: true });
    if (card && scroll) show(card);
  }

  function show(card) {
    const at = document.getElementById("s" + card.dataset.n);
    const box = at.getBoundingClientRect();
    const bottom = window.innerHeight * (wide.matches ? 0.8 : 0.5);
    if (box.top < 60 || box.top > bottom) at.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const at = cards.indexOf(active);
    const next = active ? cards[at + by] : cards[by > 0 ? 0 : cards.length - 1];
    if (next) activate(next, { focus: true });
  }

  function innermost(atom) {
    const parts = (atom.dataset.cue || atom.dataset.src || atom.dataset.con).split(" ").filter(Boolean);
    return parts[parts.length - 1];
  }

  for (const atom of text.querySelectorAll(".a[data-n]")) {
    const number = innermost(atom);
    if (number === undefined) continue;
    atom.addEventListener("mouseenter", () => light(number, "near", true));
    atom.addEventListener("mouseleave", () => light(number, "near", false));
    atom.addEventListener("click", () => activate(document.getElementById("card-" + number), { scroll: false }));
  }
  for (const card of cards) {
    card.addEventListener("mouseenter", () => light(card.dataset.n, "near", true));
    card.addEventListener("mouseleave", () => light(card.dataset.n, "near", false));
    // A card that moved between the press and the release of a button would not get the click: it moves after it.
    card.addEventListener("pointerdown", () => { pressed = true; });
    card.addEventListener("click", () => { pressed = false; if (active !== card) activate(card, { scroll: false }); });
    card.addEventListener("focusin", () => {
      if (active !== card && !pressed) activate(card, { scroll: card === document.activeElement });
    });
    card.addEventListener("toggle", place, true);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape" && active) activate(null);
  });
  for (const button of document.querySelectorAll(".steps [data-step]"))
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  // Words selected in the text go into the field of a form that was last chosen, or into the active card's.
  let taking = null;
  for (const field of document.querySelectorAll(".takes")) field.addEventListener("focus", () => { taking = field; });
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
    const open = active?.querySelector(".wrong[open] .takes");
    const field = taking?.offsetParent ? taking : open;
    if (field) field.value = chosen.toString().trim();
  });
  document.addEventListener("pointerup", () => setTimeout(() => { pressed = false; }));
  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("resize", place);
  wide.addEventListener("change", place);
  text.addEventListener("toggle", place, true);

  function fromAddress() {
    const asked = new URLSearchParams(location.search).get("s");
    const number = location.hash.match(/^#s(\d+)$/)?.[1] ?? (location.hash === "#at" ? asked : null);
    const card = number === null || number === undefined ? null : document.getElementById("card-" + number);
    if (!card) return;
    const hash = location.hash;
    activate(card);
    if (hash === "#at") document.getElementById("at")?.scrollIntoView({ block: "start" });
  }

  place();
  document.fonts?.ready.then(() => { place(); fromAddress(); });
}
