// An extra: filters stories, opens and closes what is folded, goes from story to story by keyboard and
// remembers what was read. Everything on the page is there without it; nothing leaves the page.
(() => {
  "use strict";
  const tools = document.getElementById("tools");
  if (!tools) return;
  const labels = tools.dataset;
  const day = document.querySelector("time.masthead__date").getAttribute("datetime");
  const stories = [...document.querySelectorAll("article.story, li.brief")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const make = (name, fields = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), fields);
    element.append(...inside);
    return element;
  };
  // Where the browser keeps nothing for files, the page forgets.
  const recall = (key, otherwise) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
  };
  const keep = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* it forgets */ }
  };

  // Filter
  const words = make("input", { type: "search", id: "filter", placeholder: labels.hint, autocomplete: "off" });
  const count = make("span", { className: "q" });
  count.setAttribute("role", "status");
  const texts = stories.map((story) => plain(story.textContent));
  const filter = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let hidden = 0;
    stories.forEach((story, place) => {
      story.hidden = !wanted.every((word) => texts[place].includes(word));
      hidden += story.hidden;
    });
    for (const section of document.querySelectorAll("section.section")) {
      const held = [...section.querySelectorAll("article.story, li.brief")];
      section.hidden = held.length > 0 && held.every((story) => story.hidden);
    }
    count.textContent = hidden ? labels.hidden.replace("%", hidden) : "";
  };
  words.addEventListener("input", filter);

  // Fold
  const fold = make("button", { type: "button", textContent: labels.open });
  fold.setAttribute("aria-expanded", "false");
  fold.addEventListener("click", () => {
    const open = fold.getAttribute("aria-expanded") === "false";
    for (const folded of document.querySelectorAll("main details")) folded.open = open;
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = open ? labels.close : labels.open;
  });

  // What was read: a story that was scrolled past, or marked
  const read = new Set(recall("digest read", []));
  const rows = new Map([...document.querySelectorAll(".contents__list a")].map((link) => [link.hash.slice(1), link]));
  const mark = (story, isRead) => {
    const key = `${day} ${story.id}`;
    isRead ? read.add(key) : read.delete(key);
    story.classList.toggle("is-read", isRead);
    const meta = rows.get(story.id)?.parentElement.querySelector(".contents__m");
    meta?.querySelector(".contents__read")?.remove();
    if (isRead) meta?.append(make("span", { className: "contents__read", textContent: ` · ${labels.read}` }));
    keep("digest read", [...read].slice(-1000));
  };
  for (const story of stories) if (read.has(`${day} ${story.id}`)) mark(story, true);
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      if (!isIntersecting && boundingClientRect.height && boundingClientRect.bottom <= 0) mark(target, true);
    }
  });
  stories.forEach((story) => watch.observe(story));

  // Keys, which can be switched off
  const keys = make("input", { type: "checkbox", id: "keys", checked: recall("digest keys", true) });
  keys.addEventListener("change", () => keep("digest keys", keys.checked));
  let here = -1;
  const go = (step) => {
    for (let place = here + step; place >= 0 && place < stories.length; place += step) {
      if (stories[place].hidden) continue;
      here = place;
      stories[place].tabIndex = -1;
      stories[place].focus({ preventScroll: true });
      stories[place].scrollIntoView({ block: "start" });
      return;
    }
  };
  const actions = {
    j: () => go(1),
    k: () => go(-1),
    o: () => stories[here]?.querySelectorAll("details").forEach((folded) => { folded.open = !folded.open; }),
    m: () => { if (stories[here]) mark(stories[here], !stories[here].classList.contains("is-read")); },
    "/": () => words.focus(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea");
    if (typing || !keys.checked || event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });

  tools.append(
    make("label", { htmlFor: "filter", textContent: labels.filter }), words, fold,
    make("label", { className: "tools__keys" }, keys, ` ${labels.keys}`), count,
  );
  tools.hidden = false;
})();
