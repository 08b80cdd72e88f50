/* What a reader sees of the search: a list below the field on every page, and the page of all results. Text is only ever
   set as text. */
import { find, load, loadFacts, wantsFacts } from "./search.js";

const ROOT = new URL("../", import.meta.url);
const NAMED = { row: "Row of a register", answer: "Answer", organisation: "Organisation", rule: "Rule", article: "Article",
  term: "Term", group: "Alliance or programme", person: "Person", list: "List", figure: "Figure", dispute: "Dispute",
  event: "Event", case: "Court case" };
const MANY = { row: "Rows of the registers", answer: "Answers", organisation: "Organisations", rule: "Rules",
  article: "Articles", term: "Terms", group: "Alliances and programmes", person: "People", list: "Lists",
  figure: "Figures", dispute: "Disputes", event: "Events", case: "Court cases" };
const MONTHS = "January February March April May June July August September October November December".split(" ");
const BEST = 3, SHOWN = 5, QUICK = 7;

const asking = (name, typed) => new URLSearchParams({ [name]: typed });
const make = (tag, props = {}, ...inner) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...inner);
  return el;
};
/** Text with its Chinese marked as such. */
const said = (text) => text.split(/([\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef·]*)/).map((piece, i) => i % 2
  ? make("span", { lang: "zh-Hans" }, piece) : piece);
const count = (n, one, many) => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
const day = (d) => `${+d.slice(6)} ${MONTHS[+d.slice(4, 6) - 1]} ${d.slice(0, 4)}`;
const owned = ({ rows }) => rows
  ? `${count(rows[0].length, "filed service", "filed services")}, ${count(rows[1].length, "registered application", "registered applications")}. `
  : "";
const sentence = (hit) => hit.kind === "row"
  ? `${hit.one}, no. ${hit.no} · ${hit.by} · ${hit.place} · ${hit.reference} · ${day(hit.day)}` : owned(hit) + hit.text;
const title = (hit) => hit.kind === "row" ? hit.zh + (hit.en ? ` ${hit.en}` : "") : hit.title;
const line = (hit) => make("li", {}, make("a", { href: new URL(hit.at, ROOT).href },
  make("b", {}, ...said(title(hit))), " ", make("small", {}, NAMED[hit.kind]), make("span", {}, ...said(sentence(hit)))));

const notes = ({ corrected, ask }) => corrected ? [make("p", { className: "found__note" }, "Searched for ",
  make("b", {}, ...said(corrected)), `, as nothing is called “${ask.whole}”.`)] : [];
const way = (at, text) => make("li", {}, make("a", { href: new URL(at, ROOT).href }, text));
const nothing = (typed) => make("div", {}, make("p", { className: "found__note" }, `Nothing fits “${typed}”. Three ways on:`),
  make("ul", {}, way("search/names/", "Look through all names, from A to Z"),
    way(`filings/search/?${asking("find", typed)}`, "Search the rows of both registers, by place and date too"),
    way("glossary/", "Find the word for it among the terms")));

const live = make("div", { className: "sr-only", role: "status" });
document.body.append(live);
let speaking;
const say = (text) => { clearTimeout(speaking); speaking = setTimeout(() => { live.textContent = text; }, 400); };

/** What is found, with the rest fetched where it may hold something better. */
let asked = 0;
const search = async (typed, show) => {
  const turn = ++asked;
  await load();
  if (turn !== asked) return;
  const first = find(typed);
  show(first);
  if (!wantsFacts(first)) return;
  await loadFacts();
  if (turn === asked) show(find(typed));
};
const failed = (box) => () => {
  box.replaceChildren(make("p", { className: "found__note" }, "The search could not be fetched. ",
    make("a", { href: new URL("search/names/", ROOT).href }, "All names are listed here.")));
  box.hidden = false;
};

/** A list of results below a field; arrow keys go through it, Escape closes it. */
const below = (form, field) => {
  const box = make("section", { className: "found", hidden: true, ariaLabel: "Results" });
  form.append(box);
  const links = () => [...box.querySelectorAll("a")];
  const close = () => { box.hidden = true; };
  const show = (result) => {
    const typed = field.value.trim();
    const all = new URL(`search/?${asking("q", typed)}`, ROOT).href;
    box.replaceChildren(...notes(result), ...(result.hits.length
      ? [make("ol", {}, ...result.hits.slice(0, QUICK).map(line)),
        make("p", { className: "found__all" }, make("a", { href: all }, `All results (${result.hits.length})`))]
      : [nothing(typed)]));
    box.hidden = !typed;
    say(result.hits.length ? count(result.hits.length, "result", "results") : "Nothing found");
  };
  const run = () => {
    if (!field.value.trim()) { asked++; return close(); }
    search(field.value, show).catch(failed(box));
  };
  field.addEventListener("input", run);
  field.addEventListener("focus", () => { if (box.childNodes.length && field.value.trim()) box.hidden = false; });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  // A tap on the list would take the focus from the field before it counts.
  box.addEventListener("pointerdown", (event) => { if (!event.target.closest("a")) event.preventDefault(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) { close(); field.focus({ preventScroll: true }); event.preventDefault(); return; }
    if (!/^Arrow(Up|Down)$/.test(event.key) || box.hidden) return;
    event.preventDefault();
    const stops = [field, ...links()];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(next + stops.length) % stops.length].focus();
  });
  run();
};

const grouped = (hits) => {
  const groups = new Map();
  for (const hit of hits) groups.set(hit.kind, [...groups.get(hit.kind) || [], hit]);
  return groups;
};
const group = (kind, hits) => {
  const list = make("ol", {}, ...hits.slice(0, SHOWN).map(line));
  const more = make("button", { type: "button", className: "copy" }, `Show all ${hits.length}`);
  more.onclick = () => {
    list.append(...hits.slice(SHOWN).map(line));
    list.children[SHOWN].firstChild.focus();
    more.remove();
  };
  return make("section", {}, make("h2", {}, `${MANY[kind]} (${hits.length})`), list, ...(hits.length > SHOWN ? [more] : []));
};

/** The page of all results: its address keeps the question. */
const whole = (form, field, box) => {
  const show = (result) => {
    const { hits } = result, typed = field.value.trim();
    const head = hits.length ? `${count(hits.length, "result", "results")} for “${typed}”` : "";
    box.replaceChildren(...notes(result), ...(hits.length ? [make("p", { className: "found__count" }, head),
      make("ol", { className: "found__best" }, ...hits.slice(0, BEST).map(line)),
      ...[...grouped(hits.slice(BEST))].map(([kind, some]) => group(kind, some))] : [nothing(typed)]));
    box.dataset.asked = typed;
    say(head || "Nothing found");
  };
  const run = () => {
    const typed = field.value.trim();
    history.replaceState(history.state, "", location.pathname + (typed ? `?${asking("q", typed)}` : ""));
    if (typed) search(typed, show).catch(failed(box)); else { asked++; box.replaceChildren(); }
  };
  field.addEventListener("input", run);
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  addEventListener("popstate", () => { field.value = new URLSearchParams(location.search).get("q") || ""; run(); });
  run();
};

/** Gives a form its results. */
export const attach = (form) => {
  const field = form.elements.q, box = document.getElementById(form.dataset.results);
  load().catch(() => {});
  if (box) whole(form, field, box); else below(form, field);
};
export { find, load, loadFacts };
