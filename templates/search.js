// Searches the editions from the list in the page. All words must stand in one story; letters with and
// without accents, capital or not, are the same.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const stories = JSON.parse(find("editions").textContent);
  const texts = stories.map(([, , title, , text, outlets]) => plain(`${title} ${text} ${outlets}`));
  const words = find("words"), list = find("found"), count = find("count");
  const most = 50;

  const show = ([link, day, title, direction, text, outlets]) => {
    const row = document.createElement("li"), head = document.createElement("h3");
    const open = document.createElement("a"), said = document.createElement("p"), meta = document.createElement("p");
    open.href = link;
    open.textContent = title;
    head.dir = said.dir = direction;
    head.append(open);
    said.textContent = text.length > 240 ? `${text.slice(0, 240).replace(/\s\S{0,20}$/, "")}…` : text;
    meta.className = "q";
    meta.textContent = `${day} · ${outlets}`;
    row.append(head, said, meta);
    return row;
  };

  const search = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const found = wanted.length ? stories.filter((_, place) => wanted.every((word) => texts[place].includes(word))) : [];
    list.replaceChildren(...found.slice(0, most).map(show));
    count.textContent = !wanted.length ? "" : found.length ? count.dataset.found.replace("%", found.length) : count.dataset.none;
    history.replaceState(null, "", `#${encodeURIComponent(words.value)}`);
  };

  find("off").hidden = true;
  find("box").hidden = false;
  words.addEventListener("input", search);
  words.value = decodeURIComponent(location.hash.slice(1));
  search();
  words.focus();
})();
